"""One spelling for the many: case, umlauts, accents."""

import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(word: str) -> str:
    """Lower case, umlauts written out, accents dropped: "Königshärdt" -> "koenigshaerdt"."""
    composed = unicodedata.normalize("NFKC", word).casefold().translate(_GERMAN)
    if composed.isascii():
        return composed
    decomposed = unicodedata.normalize("NFKD", composed)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
