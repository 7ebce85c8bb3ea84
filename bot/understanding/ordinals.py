"""A place in the list that was shown: "das zweite", "Nr. 3", "mehr zu 2", "das letzte"."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.understanding.reading import LAST
from bot.understanding.rules import Spans
from bot.understanding.tokens import Document

_LAST_WORDS = ("letzte", "letzten", "letztes", "letztere")
_LONGEST_LIST = 20
_THINGS = ("CHILD", "UNIT", "UNIT_ONE", "MONTH", "ADULT", "CHILD_ADJECTIVE", "NUM", "MEASURE",
           "NUMBERED", "GRADER", "GRADE")  # fmt: skip
_BEFORE_ANOTHER = ("UNIT", "UNIT_ONE", "CHILD", "GRADE", "AFTER", "SINCE", "AT")
_BEHIND_A_CHILD = ("VERB", "AGE", "NUM")
_LISTS = ("nummer", "liste")  # a bus or a house has a number too


@dataclass(frozen=True)
class Ordinal:
    place: int
    used: frozenset[int]


def ordinal_in(document: Document, found: Mapping[str, Spans]) -> Ordinal | None:
    grades = {i for start, end in found.get("grade", ()) for i in range(start, end)}
    for start, end in found.get("ordinal", ()):
        if not grades.isdisjoint(range(start, end)):
            continue
        place = _place(document, start, end)
        if place is not None and not _counts_something_else(document, start, end):
            return Ordinal(place, frozenset(range(start, end)))
    return None


def _place(document: Document, start: int, end: int) -> int | None:
    for token in document.tokens[start:end]:
        if token.folded in _LAST_WORDS or token.lemma == "letzte":
            return LAST
        if token.tag in ("NUM", "ORD") and token.value is not None:
            whole = token.value == int(token.value) and 1 <= token.value <= _LONGEST_LIST
            return int(token.value) if whole else None
    return None


def _counts_something_else(document: Document, start: int, end: int) -> bool:
    """ "die zweite Klasse", "das zweite Kind", "Bus Nr. 3"."""
    numbered = document.tokens[start]
    if numbered.tag == "NUMBERED" and (
        numbered.lemma not in _LISTS or document.tag(start - 1) == "NUMBERED"
    ):
        return True
    if document.inflected and _is_of_something_else(document, start, end):
        return True
    after = document.at(end)
    if after is None or document.tokens[end - 1].tag == "MEANT":
        return False
    noun = after.tag == "WORD" and after.noun
    return noun or after.tag in _THINGS or after.folded in ("klasse", "mal", "schuljahr")


def _is_of_something_else(document: Document, start: int, end: int) -> bool:
    """ "الشهر الخامس", "po szóstej", "another thing", "the first is 2"."""
    before = document.at(start - 1)
    alone = end - start == 1 and document.tag(start) == "ORD"
    return (
        document.tag(start - 1) in _BEFORE_ANOTHER
        or document.tag(end) in _BEHIND_A_CHILD
        or (alone and before is not None and before.noun)
    )
