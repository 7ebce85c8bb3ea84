"""Text as the phrases see it: one spelling for the many, words with a space around each."""

import re
import unicodedata

from bot.understanding.folding import fold

SENTENCE_END = "."

_APOSTROPHES = re.compile(r"['’‘`´]")
_PAUSE = re.compile(r"\.{2,}|…")
_PIECE = re.compile(r"(?P<end>[.!?;\n])|[^\W_]+")
_UMLAUT = re.compile("([aou])e")
_REPEATED = re.compile(r"(.)\1+")


def fold_word(word: str) -> str:
    """What a tired parent's spelling and the right one have in common.

    Umlauts lose their dots and repeated letters melt: "schlägt", "schlaegt", "schlagt" and
    "schlääägt" all become "schlagt", "will" and "wil" become "wil".
    """
    return _REPEATED.sub(r"\1", _UMLAUT.sub(r"\1", fold(word)))


def fold_text(text: str) -> str:
    """The folded words and sentence ends, with one space between, before and after them."""
    composed = unicodedata.normalize("NFC", text)
    plain = _PAUSE.sub(" ", _APOSTROPHES.sub("", composed))
    pieces = (
        SENTENCE_END if piece["end"] else fold_word(piece.group())
        for piece in _PIECE.finditer(plain)
    )
    return f" {' '.join(pieces)} {SENTENCE_END} "
