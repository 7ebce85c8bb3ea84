"""Whether a text says what a family needs, beyond ages, places and politeness."""

from bot.understanding.tokens import Document

_SAYS = ("WORD", "SEASON")
_PROFESSIONAL = "andere"  # a midwife, a childminder: not the family's own


def says_a_need(document: Document, used: frozenset[int], fillers: frozenset[str]) -> bool:
    """Whether a word is left that is neither used for something else nor a filler."""
    return any(
        (token.tag in _SAYS or token.lemma == _PROFESSIONAL)
        and position not in used
        and document.tag(position + 1) != "STREET"  # "Osterfelder Straße"
        and token.folded not in fillers
        and len(token.folded) > 1
        and not document.is_name(position)
        for position, token in enumerate(document.tokens)
    )
