"""What a message takes back: "nicht drei, sondern vier", "Styrum statt Osterfeld"."""

from collections.abc import Mapping

from bot.understanding.rules import Spans
from bot.understanding.tokens import Document

_TAKES_BACK = ("nicht", "statt", "anstatt", "net", "ned", "nich", "nimmer")
_BETWEEN = ("FILL", "DET", "HEDGE_BELOW", "HEDGE_JUST", "NUMBERED")
_WORDS_BETWEEN = ("in", "aus", "bei", "zu", "mehr", "nach", "am", "mal")
_SUBJECTS = ("CHILD", "ADULT", "PRON", "VERB")
_ONLY = ("nur", "erst")
_SHORT = 10  # tokens: a "sorry" before a long story is politeness


def is_correction(document: Document, found: Mapping[str, Spans]) -> bool:
    """Whether the words announce a correction; it is one only if something is corrected."""
    if "correction_strong" in found:
        return True
    openings = found.get("correction_opening", ())
    return len(document) <= _SHORT and (
        "correction_short" in found or any(_opens(document, start) for start, _ in openings)
    )


def _opens(document: Document, position: int) -> bool:
    before = document.tokens[:position]
    if document.inflected and any(token.noun or token.tag in _SUBJECTS for token in before):
        return False  # "sigortam yok"
    return position <= 2


def takes_back(document: Document, found: Mapping[str, Spans], start: int, end: int) -> bool:
    """Whether what stands at these token positions is denied."""
    if any(span[0] - end in (0, 1) for span in found.get("taken_back", ())):
        return True
    for _, token in document.backwards(start):
        if token.lemma in _TAKES_BACK:
            return True
        known = token.tag in _BETWEEN or token.lemma in _WORDS_BETWEEN
        if not known or token.lemma in _ONLY:
            return False
    return False
