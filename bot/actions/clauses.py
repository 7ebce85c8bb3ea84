"""Which part of a message is about which child."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.actions.children import Spoken

Topics = tuple[str, ...]
TopicsIn = Callable[[int, int], Topics]
"""What the text is about from one place to another."""

Clause = tuple[int, int]

_NEW_PART = re.compile(r"[,;:.!?…،؛؟\n–—]\s*(?:\S+\s+){0,2}$")
"""A sign, and at most two words that lead to the child named next: “, für die”."""

_ONE_WORD_AT_MOST = re.compile(r"\W*\w*\W*")


def is_list(text: str, spoken: Sequence[Spoken]) -> bool:
    """Whether children are only counted up somewhere: “meine Kinder, 6 und 9, …”."""
    return any(
        _ONE_WORD_AT_MOST.fullmatch(text, before.end, after.start)
        for before, after in pairwise(spoken)
    )


def clauses(text: str, spoken: Sequence[Spoken], topics_in: TopicsIn) -> list[Clause]:
    """Cut the text into one part for each child spoken of, in their order.

    “Der Große braucht Nachhilfe, für die Kleine …” names the child first and is cut before the
    next child; “Nachhilfe für den Großen und …” is cut behind the child.
    """
    child_first = bool(topics_in(spoken[-1].end, len(text)))
    cuts = [0]
    for before, after in pairwise(spoken):
        sign = _NEW_PART.search(text, before.end, after.start)
        start = sign.start() + 1 if sign else after.start
        cuts.append(start if child_first else before.end)
    return list(pairwise([*cuts, len(text)]))
