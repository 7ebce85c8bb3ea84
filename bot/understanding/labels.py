"""The short words of a chip for an age: "Tochter, 3 Jahre"."""

from collections.abc import Mapping

from bot.understanding.lexicon import Person

_HALVES = {0.0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}


class Labels:
    def __init__(self, phrases: Mapping[str, str], people: Mapping[str, Person]) -> None:
        self._phrases = phrases
        self._people = people

    def phrase(self, name: str, n: float = 0, m: float = 0) -> str:
        """One of the phrases of labels.yml; a single year, month, week or day has its own."""
        singular = name[:-1]
        if n == 1 and name.endswith("s") and singular in self._phrases:
            return self._phrases[singular]
        return self._phrases[name].format(n=_figure(n), m=_figure(m))

    def of_months(self, low: int, high: int) -> str:
        """What is known by months only, from a birth date or a shown choice."""
        if high < 0:
            return self._phrases["unborn"]
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
            return self._phrases["unborn"]
        name = self._phrases["self"] if who == "self" else self._name(who)
        return ", ".join(part for part in (name, phrase) if part)

    def _name(self, who: str | None) -> str:
        person = None if who in (None, "child") else self._people.get(who)
        return person.label if person else ""


def _figure(number: float) -> str:
    whole = int(number)
    part = _HALVES.get(number - whole)
    if part is None:
        return f"{number:g}".replace(".", ",")
    return f"{whole or ''}{part}" if part else str(whole)
