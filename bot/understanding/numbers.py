"""German number words and figures as values."""

from collections.abc import Mapping
from typing import Any

from bot.understanding.folding import fold

_CHARACTERS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


class NumberWords:
    """All number words of a language up to 99, with halves and quarters, and the ordinals."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.cardinals: dict[str, float] = {}
        self.glued: dict[str, float] = {}  # what "-jährig" may follow: also "ein"
        self.fractions = _inverted(table["fractions"])
        self.ordinals: dict[str, int] = {}
        self.ordinal_stems: dict[str, int] = {}
        self._add_cardinals(table)
        self._add_mixed(table)
        self._add_ordinals(table)

    def _add_cardinals(self, table: Mapping[str, Any]) -> None:
        ones = _inverted(table["ones"])
        one, glue = fold(table["glued_one"]), fold(table["glue"])
        self.cardinals.update(ones)
        for ten, word in table["tens"].items():
            self.cardinals[fold(word)] = ten
            for small, value in [*ones.items(), (one, 1.0)]:
                if value < 10:
                    self.cardinals[small + glue + fold(word)] = ten + value
        self.glued = {**self.cardinals, one: 1.0}

    def _add_mixed(self, table: Mapping[str, Any]) -> None:
        for part, value in _inverted(table["parts"]).items():
            for word, whole in list(self.glued.items()):
                if whole < 20 and whole == int(whole):
                    self.cardinals[word + part] = whole + value
        self.cardinals.update(_inverted(table["mixed"]))
        self.glued.update(self.cardinals)
        self.glued.update(self.fractions)

    def _add_ordinals(self, table: Mapping[str, Any]) -> None:
        for value, stems in table["ordinals"].items():
            for stem in map(fold, stems):
                self.ordinal_stems[stem] = value
                for ending in table["ordinal_endings"]:
                    self.ordinals[stem + ending] = value


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


def _inverted(table: Mapping[float, list[str]]) -> dict[str, float]:
    return {fold(word): float(value) for value, words in table.items() for word in words}
