"""Whose age it is: the child, an adult, the writer, or nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding.persons import Kind, Person
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document, Token

_COPULAS = ("sein", "bin", "werden", "wurde", "war")
_TIES = ("FILL", "VERB", "AND", "DET", "CHILD_ADJECTIVE", "MONTH", "ALT", "AGE")
_BEFORE_A_NOUN = ("WORD", "CHILD_ADJECTIVE", "ALT")
_NEXT_IN_A_ROW = 4  # tokens
_LIKELY = (Kind.CHILD, Kind.PRONOUN)
_SIGNS = ("open", "comma", "colon", "dash", "equals", "star", "slash")
_TIE_WORDS = (*_SIGNS, "nicht", "mal", "mit", "in", "der", "am", "dot", "sondern", "noch", "ganz",
              "heisst", "seit", "gestern", "dort", "ca")  # fmt: skip


@dataclass(frozen=True)
class Owner:
    """`person` is None for a child the text does not name; `tied` if the words bind the two."""

    person: Person | None
    tied: bool


class Owners:
    """Finds the owner of a statement among the persons of one text."""

    def __init__(self, document: Document, persons: tuple[Person, ...]) -> None:
        self._document = document
        self._inflected = document.inflected
        self._persons = persons
        self._at = {person.position: person for person in persons}

    def of(self, statement: Statement, list_end: int) -> Owner:
        if statement.attributive:
            return self._ahead(list_end, statement)
        if statement.who is not None:
            return self._of_a_stage(statement)
        if self._after_bin(statement):
            return Owner(Person(statement.start, Kind.SELF), tied=True)
        bracketed = self._in_brackets_behind(list_end)
        left = self._left(statement)
        if left is not None:
            tied = (
                self._tied(left, statement)
                or self._at_the_age_of(statement)
                or (left.kind in _LIKELY and self._verb_beside(statement))
            )
            if tied or bracketed is None:
                return Owner(self._resolved(left), tied)
        if bracketed is not None:
            return Owner(bracketed, tied=True)
        right = self._right(list_end)
        if right is not None:
            tied = self._verb_beside(statement) or self._at_the_age_of(statement)
            return Owner(self._resolved(right), tied)
        return Owner(self._in_sentence_before(statement), tied=False)

    def listed(self, last: Person, count: int) -> tuple[Person, ...]:
        """The `count` children named in a row that ends with `last`, or nothing."""
        row = [person for person in self._persons if person.kind is Kind.CHILD]
        index = row.index(last) if last in row else -1
        names = tuple(row[index - count + 1 : index + 1]) if index + 1 >= count else ()
        positions = [person.position for person in names]
        between = self._document.tokens[positions[0] : positions[-1]] if positions else ()
        if any(token.tag == "NUM" for token in between):
            return ()
        near = all(after - before <= _NEXT_IN_A_ROW for before, after in pairwise(positions))
        return names if near and not any(person.plural for person in names) else ()

    def _ahead(self, position: int, statement: Statement) -> Owner:
        behind = self._child_right_before(statement.start) if self._inflected else None
        if behind is not None:
            return Owner(behind, tied=True)
        for offset in range(3):
            person = self._at.get(position + offset)
            token = self._document.at(position + offset)
            if person is not None and person.kind in (Kind.CHILD, Kind.ADULT):
                return Owner(person, tied=True)
            known = ("WORD", "CHILD_ADJECTIVE", "ALT", "DET") if self._inflected else _BEFORE_A_NOUN
            if token is None or token.tag not in known:
                break
        determined = self._document.tag(statement.start - 1) == "DET"
        left = self._left(statement) if self._inflected and not determined else None
        if left is not None and left.kind in _LIKELY and not left.plural:
            return Owner(self._resolved(left), tied=True)  # "oğlum okula gidiyor, 7 yaşında"
        return Owner(None, tied=True)

    def _child_right_before(self, position: int) -> Person | None:
        """ "kızım şimdi 3 yaşında", "дочь пятилетняя"."""
        for i, token in self._document.backwards(position):
            if i in self._at:
                return self._at[i] if self._at[i].kind is Kind.CHILD else None
            if not _is_small(token) and token.tag != "AGE":
                return None
        return None

    def _of_a_stage(self, statement: Statement) -> Owner:
        """ "mein Sohn ist ein Teenager" is about the son, "mein Teenager" about himself."""
        itself = Owner(self._at.get(statement.start), tied=True)
        if self._says_is(statement.start) or self._document.lemma(statement.start - 1) == "open":
            left = self._left(statement)
            if left is not None:
                return Owner(self._resolved(left), tied=True)
        return itself

    def _says_is(self, position: int) -> bool:
        for _, token in self._document.backwards(position):
            if token.tag == "VERB" and token.lemma in _COPULAS:
                return True
            if token.tag not in ("DET", "FILL", "CHILD_ADJECTIVE") and token.lemma not in ("in",):
                return False
        return False

    def _after_bin(self, statement: Statement) -> bool:
        ends = (self._document.lemma(statement.end - 1), self._document.lemma(statement.end))
        if self._inflected and "bin" in ends:
            return True  # "15 yaşındayım"
        for _, token in self._document.backwards(statement.start):
            if token.lemma == "bin":
                return True
            if not _is_small(token) and token.lemma not in ("ich", "mal", "mit", "in",
                                                                        "der"):  # fmt: skip
                return False
        return False

    def _in_brackets_behind(self, position: int) -> Person | None:
        if self._document.lemma(position) == "dot":
            position += 1
        if self._document.lemma(position) != "open":
            return None
        return self._at.get(position + 1) or self._at.get(position + 2)

    def _left(self, statement: Statement) -> Person | None:
        sentence = self._document.sentence[statement.start]
        for person in reversed(self._persons):
            if person.position < statement.start:
                same = self._document.sentence[person.position] == sentence
                return person if same else None
        return None

    def _right(self, position: int) -> Person | None:
        for i in range(position, min(len(self._document), position + 6)):
            if self._document.lemma(i) in ("dot", "comma") or self._document.tag(i) == "AND":
                return None
            if i in self._at:
                return self._at[i]
        return None

    def _in_sentence_before(self, statement: Statement) -> Person | None:
        children = [
            person
            for person in self._persons
            if person.position < statement.start and person.kind is Kind.CHILD
        ]
        return children[-1] if children else None

    def _tied(self, person: Person, statement: Statement) -> bool:
        """Between the two stand only words that bind them, and at most one unknown: a name."""
        document, unknown = self._document, 0
        between = document.tokens[person.position + 1 : statement.start]
        for position, token in enumerate(between, person.position + 1):
            if (
                token.tag in _TIES
                or _is_small(token)
                or token.lemma in _TIE_WORDS
                or document.is_name(position)
            ):
                continue
            unknown += 1
            if unknown > 1 or token.tag != "WORD":
                return False
        if person.kind is Kind.SELF and unknown:
            return False
        if person.kind is Kind.CHILD and not unknown:
            return True
        return len(between) <= 8 and (self._verb_in(between) or _near_enough(between))

    def _verb_in(self, tokens: Sequence[Token]) -> bool:
        return any(token.tag == "VERB" and token.lemma in _COPULAS for token in tokens)

    def _before(self, statement: Statement) -> int:
        """The position before a statement and the small words that lead to it."""
        before = statement.start - 1
        while (token := self._document.at(before)) is not None and _is_small(token):
            before -= 1
        return before

    def _at_the_age_of(self, statement: Statement) -> bool:
        """ "mit drei spricht sie kaum"."""
        before = self._before(statement)
        return self._document.lemma(before) == "mit"

    def _verb_beside(self, statement: Statement) -> bool:
        before = self._before(statement)
        return (
            self._document.lemma(before) in _COPULAS
            or self._document.lemma(statement.end) in _COPULAS
        )

    def _resolved(self, person: Person) -> Person:
        """A pronoun stands for the last child of its gender."""
        if person.kind is not Kind.PRONOUN:
            return person
        before = [each for each in self._persons if each.position <= person.position]
        children = [each for each in before if each.kind is Kind.CHILD]
        if children and _agree(person, children[-1]):
            return children[-1]
        first = next(each for each in before if each.who == person.who)
        return replace(first, kind=Kind.CHILD, who=None)


def _is_small(token: Token) -> bool:
    return token.tag == "FILL" or token.tag.startswith("HEDGE_")


def _near_enough(tokens: Sequence[Token]) -> bool:
    return len(tokens) <= 2


_FEMALE = {"daughter", "girl", "big_girl", "middle_girl", "little_girl"}
_MALE = {"son", "boy", "big_boy", "middle_boy", "little_boy"}


def _agree(pronoun: Person, child: Person) -> bool:
    if pronoun.who == "sie":
        return child.who not in _MALE
    if pronoun.who == "er":
        return child.who not in _FEMALE
    return True
