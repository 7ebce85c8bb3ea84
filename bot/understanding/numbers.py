"""Number words and figures as values."""

from collections.abc import Mapping
from typing import Any

from bot.understanding.folding import fold

_CHARACTERS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


class NumberWords:
    """The number words of a language up to 99, with halves and quarters, and the ordinals.

    Where the language writes them in one word ("einundzwanzig", "zweieinhalb"), `glue` and
    `parts` say how.
    """

    def __init__(self, table: Mapping[str, Any], language: str = "de") -> None:
        self._language = language
        self.cardinals: dict[str, float] = {}
        self.glued: dict[str, float] = {}  # what an adjective of age may follow: "ein-jährig"
        self.fractions = self._inverted(table["fractions"])
        self.ordinals: dict[str, int] = {}
        self.ordinal_stems: dict[str, int] = {}
        self._add_cardinals(table)
        self._add_mixed(table)
        self._add_ordinals(table)

    def _add_cardinals(self, table: Mapping[str, Any]) -> None:
        ones, tens = self._inverted(table["ones"]), self._inverted(table["tens"])
        self.cardinals.update({**ones, **tens})
        if "glue" in table:
            one, glue = self._folded(table["glued_one"]), self._folded(table["glue"])
            for word, ten in tens.items():
                for small, value in [*ones.items(), (one, 1.0)]:
                    if value < 10:
                        self.cardinals[small + glue + word] = ten + value
            self.glued[one] = 1.0
        self.glued.update({**self.cardinals, **self._inverted(table.get("before_adjectives", {}))})

    def _add_mixed(self, table: Mapping[str, Any]) -> None:
        for part, value in self._inverted(table.get("parts", {})).items():
            for word, whole in list(self.glued.items()):
                if whole < 20 and whole == int(whole):
                    self.cardinals[word + part] = whole + value
        self.cardinals.update(self._inverted(table["mixed"]))
        self.glued.update({**self.cardinals, **self.fractions})

    def _add_ordinals(self, table: Mapping[str, Any]) -> None:
        for stem, value in self._inverted(table["ordinals"]).items():
            self.ordinal_stems[stem] = int(value)
            for ending in table.get("ordinal_endings", [""]):
                self.ordinals[stem + self._folded(ending)] = int(value)

    def _inverted(self, table: Mapping[float, list[str]]) -> dict[str, float]:
        return {
            self._folded(word): float(value) for value, words in table.items() for word in words
        }

    def _folded(self, word: str) -> str:
        return fold(word, self._language)


def figure_value(text: str) -> float:
    """The value of "3", "2,5", "2 1/2", "½" or "2½"."""
    whole, value = text.replace(",", ".").strip(), 0.0
    for character, part in _CHARACTERS.items():
        if character in whole:
            whole, value = whole.replace(character, "").strip(), part
    if "/" in whole:
        whole, _, fraction = whole.rpartition(" ")
        above, _, below = fraction.partition("/")
        value = int(above) / int(below)
    return value + (float(whole) if whole else 0.0)
