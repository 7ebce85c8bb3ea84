"""Who is spoken of: children, adults, the writer."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.understanding.tokens import Document, Token

_FEW = {"twins": 2, "triplets": 3}


class Kind(Enum):
    CHILD = "child"
    ADULT = "adult"
    SELF = "self"
    PRONOUN = "pronoun"
    ANIMAL = "animal"


@dataclass(frozen=True)
class Person:
    position: int
    kind: Kind
    who: str | None = None
    plural: bool = False
    count: int | None = 1


def persons_in(document: Document) -> tuple[Person, ...]:
    return tuple(_persons(document))


def _persons(document: Document) -> Iterator[Person]:
    for position, token in enumerate(document.tokens):
        if token.tag == "CHILD" and not _denied(document, position):
            yield _child(document, position, token)
        elif token.tag == "CHILD_ADJECTIVE" and _stands_for_a_child(document, position):
            yield Person(position, Kind.CHILD, _gendered(document, position, token.lemma))
        elif token.tag in ("ORD", "OTHER") and _is_a_child_by_order(document, position):
            yield Person(position, Kind.CHILD, "child")
        elif token.tag == "ADULT":
            yield Person(position, Kind.ADULT)
        elif token.tag == "ANIMAL":
            yield Person(position, Kind.ANIMAL)
        elif token.tag == "PRON" and token.lemma == "ich":
            yield Person(position, Kind.SELF)
        elif token.tag == "PRON" and token.lemma in ("er", "sie", "es"):
            yield Person(position, Kind.PRONOUN, token.lemma)


def _child(document: Document, position: int, token: Token) -> Person:
    if token.lemma in _FEW:
        return Person(position, Kind.CHILD, token.lemma, count=_FEW[token.lemma])
    count = _count_before(document, position)
    several = document.inflected and count is not None and count > 1
    if not token.plural and not several:
        return Person(position, Kind.CHILD, token.lemma)
    return Person(position, Kind.CHILD, token.lemma, True, count)


def _count_before(document: Document, position: int) -> int | None:
    before = position - 1
    while document.tag(before) in ("CHILD_ADJECTIVE", "FILL"):
        before -= 1
    token = document.at(before)
    if token is not None and token.tag in ("NUM", "COUNT") and token.value is not None:
        return int(token.value)
    return None


def _denied(document: Document, position: int) -> bool:
    return document.lemma(position - 1) == "kein"


def _stands_for_a_child(document: Document, position: int) -> bool:
    """ "die Kleine spricht", but neither "die kleine Tochter" nor "das kleine Haus"."""
    if document.inflected:
        return _stands_without_a_noun(document, position)
    if document.tag(position - 1) != "DET":
        return False
    token, after = document.tokens[position], document.at(position + 1)
    if token.capital or after is None:
        return True
    return after.tag not in ("CHILD", "ADULT") and not (after.tag == "WORD" and after.capital)


def _stands_without_a_noun(document: Document, position: int) -> bool:
    """ "старшему 7", but neither "старший сын" nor "ابني الكبير" nor "a small room"."""
    before = position - 1
    while document.tag(before) in ("DET", "FILL"):
        before -= 1
    after = document.at(position + 1)
    if document.tag(before) == "CHILD":
        return False
    return after is None or (
        after.tag not in ("CHILD", "ADULT", "AGE_ADJECTIVE") and not after.noun
    )


def _gendered(document: Document, position: int, who: str) -> str:
    """ "der Große" and "die Große" share a form; the article tells them apart."""
    masculine = document.tokens[position - 1].folded in ("der", "den", "dem", "meinen", "meinem",
                                                          "unseren", "unserem")  # fmt: skip
    return who.replace("_girl", "_boy") if masculine else who


def _is_a_child_by_order(document: Document, position: int) -> bool:
    """ "mein Zweiter", not "das zweite Angebot"."""
    after = document.at(position + 1)
    if document.inflected and document.tag(position + 1) not in ("VERB", "NUM", "AGE"):
        return False
    if document.inflected and document.tokens[position].tag == "OTHER":
        return True
    if document.tag(position - 1) == "DET" and document.tag(position + 1) in ("VERB", "NUM"):
        return True  # "das erste ist 4, das andere 7"
    if document.lemma(position - 1) not in ("mein", "unser"):
        return False
    return after is None or after.tag not in ("WORD", "CHILD", "UNIT") or not after.capital
