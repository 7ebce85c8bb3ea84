"""Words as the lists of names see them: one spelling whatever the language and the script."""

import re
from dataclasses import dataclass

from bot.understanding.folding import fold

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652])*"
                   r"(?:['’ʼ`´-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652])*)*")  # fmt: skip
_APOSTROPHE = re.compile("['’ʼ`´]")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o"})


@dataclass(frozen=True)
class Word:
    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Also where there are no small letters."""
        return self.text[0] == self.text[0].upper()

    @property
    def is_caseless(self) -> bool:
        """Whether its script has no capitals: Arabic."""
        return self.text[0].upper() == self.text[0].lower()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    def before_apostrophe(self) -> "Word":
        """ "Mehmet'in" without its case ending."""
        bare = _APOSTROPHE.split(self.text, maxsplit=1)[0]
        return Word(bare, fold_name(bare), self.start, self.start + len(bare)) if bare else self


def fold_name(word: str) -> str:
    return fold(word.translate(_LETTERS), "ar")


def words_of(text: str) -> list[Word]:
    return [
        Word(found.group(), fold_name(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]
