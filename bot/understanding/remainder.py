"""What is left of a message without the parts that state an age, a place or a wish.

They are known already, and blur the comparison of the rest with what offers say.
"""

from collections.abc import Iterator, Set

from bot.understanding.needs import says_a_need
from bot.understanding.tokens import Document


def remainder(
    document: Document,
    stated: Set[int],
    cut: Set[int],
    *,
    fillers: frozenset[str],
    cues: frozenset[str],
) -> tuple[tuple[int, int], ...]:
    """The clauses that say more than what is stated, as places in the text.

    `stated` and `cut` are token positions. What is cut goes from the other clauses too, with the
    articles and `cues` right before it ("in Sterkrade").
    """
    kept = [
        position
        for clause in _clauses(document)
        if _says_more(document, clause, stated, fillers)
        for position in clause
        if not _goes(document, position, clause, cut, cues)
    ]
    return tuple(_runs(document, kept))


def _clauses(document: Document) -> Iterator[list[int]]:
    """Token positions, without the sign or the "und" between two clauses."""
    clause: list[int] = []
    for position, token in enumerate(document.tokens):
        if token.tag == "AND" or (token.tag == "SIGN" and token.lemma not in ("dash", "slash")):
            yield clause
            clause = []
        else:
            clause.append(position)
    yield clause


def _says_more(
    document: Document, clause: list[int], stated: Set[int], fillers: frozenset[str]
) -> bool:
    elsewhere = frozenset(range(len(document))).difference(clause)
    return says_a_need(document, elsewhere | stated, fillers)


def _goes(
    document: Document, position: int, clause: list[int], cut: Set[int], cues: frozenset[str]
) -> bool:
    """Whether a word is cut, or leads to one that is."""
    for following in range(position, clause[-1] + 1):
        if following in cut:
            return True
        token = document.tokens[following]
        if token.tag != "DET" and token.folded not in cues:
            return False
    return False


def _runs(document: Document, kept: list[int]) -> Iterator[tuple[int, int]]:
    """Places in the text: words side by side, or with one sign between them, in one."""
    first = 0
    for i, position in enumerate(kept):
        if i + 1 == len(kept) or kept[i + 1] > position + 2:
            yield document.span(kept[first], position + 1)
            first = i + 1
