"""One spelling for the many, by language: case, umlauts, accents, apostrophes, look-alikes."""

import re
import unicodedata
from collections.abc import Mapping

_LETTERS: Mapping[str, Mapping[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    "tr": {"ı": "i"},
    "pl": {"ł": "l"},
    "uk": {"ґ": "г", "ы": "и", "э": "е"},
    "ar": {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "ـ": ""},
}
_TABLES = {language: str.maketrans(dict(letters)) for language, letters in _LETTERS.items()}
_CYRILLIC = ("uk", "ru")
_LATIN_TWINS, _CYRILLIC_TWINS = "aceiopxykmtbh", "асеіорхукмтвн"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAS_LATIN = re.compile(r"[a-z]")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´"))


def fold(word: str, language: str = "de") -> str:
    """The word as it stands in the lexicon: "Königshärdt" -> "koenigshaerdt".

    Accents, vowel signs and apostrophes are dropped. A word in which Latin letters stand among
    Cyrillic ones is brought into the script of the language.
    """
    composed = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES)
    composed = composed.translate(_TABLES.get(language, {}))
    if composed.isascii():
        return composed.translate(_TO_CYRILLIC) if _is_a_twin(composed, language) else composed
    bare = without_accents(composed)
    if _HAS_CYRILLIC.search(bare) and _HAS_LATIN.search(bare):
        return bare.translate(_TO_CYRILLIC if language in _CYRILLIC else _TO_LATIN)
    return bare


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _is_a_twin(word: str, language: str) -> bool:
    """ "i" for "і", "c" for "с": a single letter typed on the other keyboard."""
    return language in _CYRILLIC and len(word) == 1 and word in _LATIN_TWINS
