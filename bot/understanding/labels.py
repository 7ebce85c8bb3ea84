"""The short words of a chip for an age: "Tochter, 3 Jahre"."""

from collections.abc import Mapping

from babel import Locale
from babel.numbers import format_decimal

from bot.understanding.lexicon import Person

_HALVES = {0.0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}
_OTHER = "other"


class Labels:
    """`phrases` are texts, or texts by CLDR plural category."""

    def __init__(
        self,
        phrases: Mapping[str, str | Mapping[str, str]],
        people: Mapping[str, Person],
        language: str = "de",
    ) -> None:
        self._phrases = phrases
        self._people = people
        self._language = language
        self._plural = Locale.parse(language).plural_form

    def phrase(self, name: str, n: float = 0, m: float = 0) -> str:
        """One of the phrases of labels.yml in the plural of its last number."""
        return self._text(name, m or n).format(n=self._figure(n), m=self._figure(m))

    def of_months(self, low: int, high: int) -> str:
        """What is known by months only, from a birth date or a shown choice."""
        if high < 0:
            return self._text("unborn")
        if high < 24:
            return (
                self.phrase("months", low)
                if low == high
                else self.phrase("month_range", max(low, 0), high)
            )
        if low // 12 == high // 12:
            return self.phrase("years", low // 12)
        return self.phrase("year_range", max(low, 0) // 12, high // 12)

    def whole(self, who: str | None, phrase: str) -> str:
        """The child and the age: "Baby", "Tochter, 3 Jahre", "2. Klasse"."""
        if who == "unborn":
            return self._text("unborn")
        name = self._text("self") if who == "self" else self._name(who)
        comma = str(self._phrases.get("comma", ","))
        return f"{comma} ".join(part for part in (name, phrase) if part)

    def _text(self, name: str, number: float = 0) -> str:
        text = self._phrases[name]
        if isinstance(text, str):
            return text
        return text.get(self._plural(number), text[_OTHER])

    def _name(self, who: str | None) -> str:
        person = None if who in (None, "child") else self._people.get(who)
        return person.label if person else ""

    def _figure(self, number: float) -> str:
        whole = int(number)
        part = _HALVES.get(number - whole)
        if part is None:
            return str(format_decimal(number, "0.##", locale=self._language))
        return f"{whole or ''}{part}" if part else str(whole)
