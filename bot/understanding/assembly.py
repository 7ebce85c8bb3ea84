"""Statements and their owners become children, each once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.understanding.corrections import takes_back
from bot.understanding.labels import Labels
from bot.understanding.ownership import Owner, Owners
from bot.understanding.persons import Kind, Person
from bot.understanding.reading import ChildAge, ChildMention, NumberMention
from bot.understanding.rules import Spans
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document, Token

_OLDEST_CHILD = 27 * 12 + 11
_OLDEST_WRITER = 20 * 12 + 11
_MORE = ("weitere", "weiteren")
_YOUNGEST_ADULT = 13 * 12
_YOUNGEST_WRITER = 6 * 12
_SHORT = 4  # words of a message that may be an age and nothing else
_SPANS = ("woche", "tag")
_OLDEST_SIBLING = 17 * 12 + 11


@dataclass(frozen=True)
class Ages:
    """`used` are the token positions that the ages took up."""

    children: tuple[ChildAge, ...]
    unaged: tuple[ChildMention, ...]
    rejected: tuple[ChildAge, ...]
    numbers: tuple[NumberMention, ...]
    used: frozenset[int]


@dataclass(frozen=True)
class _Claim:
    """A statement that is a child's age; `key` is the same for the same child."""

    statement: Statement
    who: str | None
    key: object
    denied: bool


class Assembly:
    """One text on its way from statements to children."""

    def __init__(
        self,
        *,
        document: Document,
        found: Mapping[str, Spans],
        labels: Labels,
        persons: tuple[Person, ...],
        correcting: bool,
        duration_stems: tuple[str, ...],
    ) -> None:
        self._document = document
        self._found = found
        self._labels = labels
        self._persons = persons
        self._owners = Owners(document, persons)
        self._correcting = correcting
        self._duration_stems = duration_stems

    def ages(self, statements: list[Statement]) -> Ages:
        claims: list[_Claim] = []
        numbers: list[NumberMention] = []
        self._parent = self._writes_a_parent(statements)
        for group in _lists(statements):
            owners = [self._owners.of(statement, group[-1].end) for statement in group]
            if self._are_ages(group, owners):
                claims += self._claims(group, owners)
            else:
                numbers += [number for each in group if (number := self._number(each))]
        asserted = _merged([claim for claim in claims if not claim.denied])
        denied = [claim for claim in claims if claim.denied]
        return Ages(
            children=tuple(self._child(claim) for claim in asserted),
            unaged=self._unaged(asserted),
            rejected=tuple(self._child(claim) for claim in denied),
            numbers=tuple(numbers),
            used=self._used(claims, numbers),
        )

    def _claims(self, group: list[Statement], owners: list[Owner]) -> list[_Claim]:
        row: tuple[Person, ...] = ()
        if len(group) > 1 and owners[0].person is not None:
            row = self._owners.listed(owners[0].person, len(group))
        claims = []
        for i, (statement, owner) in enumerate(zip(group, owners, strict=True)):
            claim = self._claim(statement, row[i] if row else owner.person, owner.tied, i)
            if claim is not None:
                claims.append(claim)
        return claims

    def _claim(
        self, statement: Statement, person: Person | None, tied: bool, place: int
    ) -> _Claim | None:
        denied = takes_back(self._document, self._found, statement.start, statement.end)
        low, high = statement.months
        if high > _OLDEST_CHILD:
            return None
        if person is None or statement.who == "unborn":
            return _Claim(statement, statement.who, (statement.start,), denied)
        if person.kind is Kind.ANIMAL and tied:
            return None
        if person.kind in (Kind.ADULT, Kind.SELF):
            return self._adults_claim(statement, person, tied, denied)
        if person.who == "relative" and low > _OLDEST_SIBLING:
            return None
        many = person.plural or place
        key = (person.position, statement.start) if many else (person.position,)
        return _Claim(statement, person.who, key, denied)

    def _adults_claim(
        self, statement: Statement, person: Person, tied: bool, denied: bool
    ) -> _Claim | None:
        if not tied or (statement.months[1] < _YOUNGEST_ADULT and person.kind is Kind.ADULT):
            return _Claim(statement, None, (statement.start,), denied)
        if statement.months[1] < _YOUNGEST_WRITER:
            return _Claim(statement, None, (statement.start,), denied)
        if person.kind is Kind.ADULT or self._parent or statement.months[0] > _OLDEST_WRITER:
            return None
        return _Claim(statement, "self", ("self",), denied)

    def _are_ages(self, group: list[Statement], owners: list[Owner]) -> bool:
        """The members of a list belong together: what holds for one of them holds for all."""
        if not any(each.bare for each in group):
            said = any(owner.tied or each.old for each, owner in zip(group, owners, strict=True))
            return said or not (self._is_duration(group[0]) or self._is_a_span(group[-1]))
        if self._counts_a_noun(group[-1]):
            return False
        if any(not each.bare for each in group):
            return True
        if self._correcting and not self._counts_children():
            return True
        return any(
            owner.tied or self._is_said_to_be_an_age(each)
            for each, owner in zip(group, owners, strict=True)
        )

    def _counts_children(self) -> bool:
        """ "two kids, not three": what is corrected is how many there are."""
        return any(person.plural and person.count for person in self._persons)

    def _counts_a_noun(self, statement: Statement) -> bool:
        """ "3 Freunde": a noun right behind a bare number is what it counts."""
        after = self._document.at(statement.end)
        if after is None or after.tag not in ("WORD", "OTHER"):
            return False
        if self._document.inflected and self._document.tag(statement.start - 1) == "AGE":
            return False  # "мне 12 родители меня бьют"
        if self._document.inflected and statement.value == 1:
            return True  # "is there one where"
        return after.noun or after.tag == "OTHER" or after.folded in _MORE

    def _is_said_to_be_an_age(self, statement: Statement) -> bool:
        """ "Alter: 4", "im Alter von 4", "Mia (4)", "Ben ist 4"."""
        document, start = self._document, statement.start
        before = start - 1
        while document.tag(before) in ("FILL", "AND") or document.lemma(before) == "colon":
            before -= 1
        token = document.at(before)
        if token is None:
            return False
        if (
            token.tag == "AGE"
            or token.folded == "alter"
            or self._is_a_name_in_a_list(statement, token)
        ):
            return True
        name = document.at(before - 1)
        if name is None or name.tag not in ("WORD", "ORD"):
            return False
        return token.lemma in ("sein", "werden") or (token.lemma == "open" and name.capital)

    def _is_a_name_in_a_list(self, statement: Statement, before: Token) -> bool:
        """ "unsere Kinder: Lea 9, Max 6"."""
        sentence = self._document.sentence[statement.start]
        return (
            before.tag == "WORD"
            and before.capital
            and any(
                person.plural
                and person.position < statement.start
                and self._document.sentence[person.position] == sentence
                for person in self._persons
            )
        )

    def _is_duration(self, statement: Statement) -> bool:
        """ "wir wohnen 3 Jahre hier": the sentence speaks of time that passes."""
        return any(
            token.folded.startswith(self._duration_stems)
            for token in self._document.around(statement.start, clause=self._document.inflected)
        )

    def _is_a_span(self, statement: Statement) -> bool:
        """ "three weeks by the sea", "двадцать лет стажа": in a longer text, of nobody's age."""
        if not self._document.inflected or len(self._document) <= _SHORT:
            return False
        if not statement.value or self._document.tag(statement.start - 1) == "AGE":
            return False
        units = {token.lemma for token in self._document.tokens[statement.start : statement.end]}
        half_a_year = "6-monat" in units
        short = any(unit.rpartition("-")[2] in _SPANS for unit in units)
        return half_a_year or short or self._document.is_noun(statement.end)

    def _number(self, statement: Statement) -> NumberMention | None:
        low, high = statement.months
        if not statement.bare or low > _OLDEST_CHILD or self._counts_a_noun(statement):
            return None
        if takes_back(self._document, self._found, statement.start, statement.end):
            return None
        start, end = self._offsets(statement)
        return NumberMention(statement.value, low, high, start, end)

    def _child(self, claim: _Claim) -> ChildAge:
        statement = claim.statement
        start, end = self._offsets(statement)
        label = self._labels.whole(claim.who, statement.phrase)
        low, high = statement.months
        if not label:
            label = self._labels.of_months(low, high)
        return ChildAge(low, high, label, claim.who, start, end)

    def _offsets(self, statement: Statement) -> tuple[int, int]:
        tokens = self._document.tokens
        return tokens[statement.start].start, tokens[statement.end - 1].end

    def _writes_a_parent(self, statements: list[Statement]) -> bool:
        """A young writer with a child of their own is no child here."""
        return (
            "own_parent" in self._found
            or any(statement.who == "unborn" for statement in statements)
            or any(
                person.kind is Kind.CHILD and person.who != "relative" for person in self._persons
            )
        )

    def _unaged(self, claims: list[_Claim]) -> tuple[ChildMention, ...]:
        aged = {claim.key[0] for claim in claims if isinstance(claim.key, tuple)}
        whos = {claim.who for claim in claims}
        mentions = []
        for person in self._persons:
            if person.kind is not Kind.CHILD or person.who is None or person.position in aged:
                continue
            count = person.count
            if person.plural and claims:
                count = (count or 0) - len(claims)
            if (count is not None and count <= 0) or person.who == "relative":
                continue
            if claims and not person.plural and (person.who in whos or person.who == "child"):
                continue
            if "unborn" in whos and person.who in ("baby", "child", "newborn", "infant"):
                continue
            token = self._document.tokens[person.position]
            mentions.append(ChildMention(person.who, count, token.start, token.end))
        return tuple(mentions)

    def _used(self, claims: list[_Claim], numbers: list[NumberMention]) -> frozenset[int]:
        spans = [(claim.statement.start, claim.statement.end) for claim in claims]
        used = {position for start, end in spans for position in range(start, end)}
        starts = {number.start for number in numbers}
        used |= {i for i, token in enumerate(self._document.tokens) if token.start in starts}
        return frozenset(
            used | {each.position for each in self._persons if each.kind is not Kind.ADULT}
        )


def _lists(statements: list[Statement]) -> list[list[Statement]]:
    groups: list[list[Statement]] = []
    for statement in statements:
        if statement.listed and groups:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def _merged(claims: list[_Claim]) -> list[_Claim]:
    """Two statements about one child narrow each other; where they disagree the first holds."""
    merged: dict[object, _Claim] = {}
    for claim in claims:
        known = merged.get(claim.key)
        merged[claim.key] = claim if known is None else _narrowed(known, claim)
    return list(merged.values())


def _narrowed(known: _Claim, other: _Claim) -> _Claim:
    low = max(known.statement.months[0], other.statement.months[0])
    high = min(known.statement.months[1], other.statement.months[1])
    if low > high:  # a stage of life says less than an age: "a baby, one year old"
        low, high = (known if known.statement.phrase else other).statement.months
    first = known.statement if known.statement.phrase else other.statement
    return replace(known, statement=replace(first, months=(low, high)))
