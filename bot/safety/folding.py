"""Text as the phrases see it: one spelling for the many, words with a space around each.

Three scripts fold differently, and what is written in Latin letters follows them:

| script | a text | becomes |
|---|---|---|
| latin | "schlägt", "schlaegt", "schlagt", "schläääägt", "s c h l ä g t", "schl4gt" | "schlagt" |
| cyrillic | "жить", "zhit'", "жыт" | "зит" |
| arabic | "أُضْرَب", "اضرب"; "3am yedrabni", "am yidrabny" | "اضرب"; "am idrabni" |
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from bot.understanding.folding import fold

Script = Literal["latin", "cyrillic", "arabic"]

SENTENCE_END = "."
MASK = "*"

SIGNS = "🔪🗡🩸💊⚰🪦🔫💣🧨🪓☠💀🪢🥀🚑🆘💉🍷🍺"
"""The signs that say something in danger: a word each. Others are passed over."""

_SCRIPTS: Mapping[str, Script] = {"uk": "cyrillic", "ru": "cyrillic", "ar": "arabic"}
_FOLDED_AS: Mapping[Script, str] = {"latin": "de", "cyrillic": "uk", "arabic": "ar"}

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_PAUSE = re.compile(r"\.{2,}")
_LETTER, _MIXED_IN = r"[^\W\d_]", "[@$0-9]"
_SPELT_OUT = re.compile(rf"(?<![^\W_])(?:{_LETTER}[ .\-_*]){{3,40}}{_LETTER}(?![^\W_])")
_GAPS = re.compile(r"[ .\-_*]")
_LEET = re.compile(rf"(?<={_LETTER}){_MIXED_IN}{{1,3}}(?={_LETTER})")
_PIECE = re.compile(rf"(?P<end>[.!?;\n؟؛])|[{SIGNS}]|[^\W_]+(?:\*{{1,9}}[^\W_]+){{0,3}}")
_REPEATED = re.compile(r"([^\W\d_])\1+")
_UMLAUT = re.compile("([aou])e")

_DIGITS_AS_LETTERS = str.maketrans("@$013457", "asoieast")
_LATIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o"})

_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OTHER_LETTERS = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]")
_HAS_LATIN = re.compile(r"[a-z]")
# Writers of Russian and Ukrainian mix the two, and few letters of one are far from the other's.
_CYRILLIC = str.maketrans(
    {"і": "и", "є": "е", "ъ": "", "ь": "", "ж": "з", "щ": "ш", "г": "х", "ц": "тс"}
    | {"я": "иа", "ю": "иу"}
)
_SOFTENED = re.compile("и[ео]")
_HER = {"нее": "неи"}
"""Would melt into "не", and what stands behind "у неё" would be denied."""
_ROMAN: Mapping[str, str] = (
    {
        "shch": "ш",
        "tsch": "ч",
        "tch": "ч",
        "sch": "ш",
        "ji": "зи",
        "jy": "зи",
        "kh": "х",
        "zh": "з",
        "ch": "ч",
        "sh": "ш",
    }
    | {"tz": "тс", "c": "тс", "x": "х", "h": "х", "g": "х", "w": "в", "q": "к", "4": "ч", "6": "ш"}
    | dict(zip("abdefijklmnoprstuvyz", "абдефииклмнопрстувиз", strict=True))
)
_ROMAN_PART = re.compile("|".join(_ROMAN))

_ARABIC = str.maketrans(
    {"ء": "", "ٱ": "ا", "پ": "ب", "چ": "ج", "ڤ": "ف", "ظ": "ض", "ذ": "د", "ث": "ت"}
)
_ARABIZI: Mapping[str, str] = (
    {"kh": "x", "5": "x", "gh": "g", "8": "g", "7": "h", "9": "q", "6": "t", "3": "", "2": ""}
    | {"ch": "s", "sh": "s", "dh": "d", "th": "t", "ou": "u", "oo": "u", "ee": "i"}
    | {"e": "i", "y": "i", "o": "u", "w": "u"}
)
_ARABIZI_PART = re.compile("|".join(_ARABIZI))


def script_of(language: str) -> Script:
    return _SCRIPTS.get(language, "latin")


def is_latin(text: str) -> bool:
    """Whether no letter of it is Cyrillic or Arabic."""
    return _OTHER_LETTERS.search(text) is None


@lru_cache(maxsize=50_000)
def fold_word(word: str, script: Script = "latin") -> str:
    """What a tired parent's spelling and the right one have in common.

    Case, accents, vowel signs and repeated letters go. Several words come from one with a hyphen.
    """
    return _folded(word, script)


def fold_text(text: str, script: Script = "latin") -> str:
    """The folded words and sentence ends, with one space between, before and after them.

    A letter behind an asterisk stays hidden: "s*lbstmord".
    """
    return f" {_folded(text, script)} {SENTENCE_END} "


def _folded(text: str, script: Script) -> str:
    return " ".join(
        SENTENCE_END if piece["end"] else _fold(piece.group(), script)
        for piece in _PIECE.finditer(_plain(text, script))
    )


def _plain(text: str, script: Script) -> str:
    """Without what is not seen, in letters rather than signs for them."""
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    bare = "".join(
        char for char in unicodedata.normalize("NFD", composed) if not unicodedata.combining(char)
    )
    joined = _SPELT_OUT.sub(_joined, _PAUSE.sub(" ", _APOSTROPHES.sub("", bare)))
    if script == "latin":
        joined = _LEET.sub(lambda found: found.group().translate(_DIGITS_AS_LETTERS), joined)
    return "".join(_digit(char) for char in joined)


def _joined(spelt: re.Match[str]) -> str:
    return _GAPS.sub("", spelt.group())


def _digit(char: str) -> str:
    """ "٣" -> "3"."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _fold(word: str, script: Script) -> str:
    letters = fold(word, _FOLDED_AS[script])
    if script == "latin":
        return _melted(_UMLAUT.sub(r"\1", letters.translate(_LATIN)))
    if script == "cyrillic":
        cyrillic = _in_cyrillic(letters)
        return _HER.get(cyrillic) or _melted(_SOFTENED.sub("е", _melted(cyrillic)))
    if _HAS_LATIN.search(letters):
        return _melted(_ARABIZI_PART.sub(lambda part: _ARABIZI[part.group()], letters))
    return _melted(letters.translate(_ARABIC))


def _in_cyrillic(letters: str) -> str:
    if _HAS_LATIN.search(letters) and not _HAS_CYRILLIC.search(letters):
        letters = _ROMAN_PART.sub(lambda part: _ROMAN[part.group()], letters)
    return letters.translate(_CYRILLIC)


def _melted(word: str) -> str:
    return _REPEATED.sub(r"\1", word)
