"""What a message says of the ages of children, and of which children it speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions.profile import MOST_CHILDREN, NO_NAME, Child, labelled, named
from bot.actions.whom import NAMES_OF_ONE, candidates, may_be, meant, rank_of
from bot.texts import Catalogue
from bot.texts.ages import interval_in_words
from bot.understanding import ChildAge, ChildMention, Reading


@dataclass(frozen=True)
class Spoken:
    """A child that a message speaks of: its place among the children, and where in the text.

    `is_new`: the message is the first to tell of it. `is_aged`: it tells how old the child is.
    """

    place: int
    start: int
    end: int
    is_new: bool = False
    is_aged: bool = False


@dataclass(frozen=True)
class Told:
    """The children after a message, and whom it spoke of.

    `places` tells where each child that was known before is now, None for one taken back.
    `unclear` is a child that the message means without telling which.
    """

    children: tuple[Child, ...]
    spoken: tuple[Spoken, ...]
    places: tuple[int | None, ...]
    unclear: ChildMention | None


def told(
    known: Sequence[Child],
    reading: Reading,
    *,
    ages_asked: bool,
    focus: int | None,
    name: str | None,
    texts: Catalogue,
) -> Told:
    """Take in what a message tells of children; a nameless age is that of the child `name`."""
    said = [(Child.of(mention), mention) for mention in reading.children]
    spans = [(child, (mention.start, mention.end)) for child, mention in said]
    if not said and (ages_asked or reading.correction):
        spans = [
            (labelled(n.min_months, n.max_months, texts), (n.start, n.end)) for n in reading.numbers
        ]
    if name and len(spans) == 1 and spans[0][0].who in NO_NAME:
        child, span = spans[0]
        spans = [(replace(child, who=name, label=named(name, child.label, texts)), span)]
    family = _Family(known, focus, texts)
    family.take_back(reading.rejected_children, [child for child, _ in spans])
    if reading.correction and not reading.rejected_children:
        family.correct([child for child, _ in spans])
    names = Counter(child.who for child, _ in spans)
    for child, span in spans:
        family.place(child, span, is_another=reading.adds_need or names[child.who] > 1)
    for mention in reading.unaged_children:
        family.mention(mention)
    return family.told()


class _Family:
    """The children while a message is taken in; one taken back leaves a gap."""

    def __init__(self, known: Sequence[Child], focus: int | None, texts: Catalogue) -> None:
        self._known = len(known)
        self._focus = focus
        self._texts = texts
        self._children: list[Child | None] = list(known)
        self._placed: dict[Child, int] = {}
        self._spoken: list[Spoken] = []
        self._unclear: list[ChildMention] = []

    def take_back(self, rejected: Sequence[ChildAge], said: Sequence[Child]) -> None:
        """Drop what was said wrongly, or put what was said instead in its place."""
        if not rejected:
            return
        instead = list(said)
        for mention in rejected:
            place = self._wrong(Child.of(mention))
            if place is None and self._known == 1 and said:
                place = 0  # an age that was misheard: the only child is the one that was meant
            if place is None:
                continue
            right = instead.pop(0) if instead else None
            self._set(place, right) if right else self._drop(place)

    def _wrong(self, rejected: Child) -> int | None:
        places = range(self._known)
        return next((i for i in places if _is(self._children[i], rejected)), None)

    def correct(self, said: Sequence[Child]) -> None:
        """Put corrected ages in the place of the children they are about."""
        if not said:
            return
        places = self._corrected(said)
        if places is None:
            for place in range(len(said), self._known):
                self._drop(place)
            places = list(range(min(len(said), self._known)))
        for place, right in zip(places, said, strict=False):
            self._set(place, right)

    def _corrected(self, said: Sequence[Child]) -> list[int] | None:
        """Return whom the ages are about, None where they are all there is to know."""
        if self._known <= 1:
            return None
        by_name = [meant(child.who, self._present) if child.who else None for child in said]
        places = [place for place in by_name if place is not None]
        if len(set(places)) == len(said):
            return places
        if len(said) > 1:
            return None
        fitting = candidates(said[0].who or "child", self._present)
        return [self._focus] if self._focus in fitting else fitting[-1:]

    def place(self, child: Child, span: tuple[int, int], *, is_another: bool) -> None:
        """Find the child that an age is of, or add it."""
        place = self._placed.get(child)
        if place is None:
            place = self._same(child, is_another=is_another)
        is_new = place is None
        if place is None:
            place = len(self._children)
            self._children.append(child)
            self._placed[child] = place
        else:
            self._set(place, child)
        self._spoken.append(Spoken(place, *span, is_new=is_new, is_aged=not _is_stage(child)))

    def _same(self, child: Child, *, is_another: bool) -> int | None:
        """Return the place of the same child: of that name, or of an age it may have."""
        taken = set(self._placed.values())
        by_name = None
        if child.who in NAMES_OF_ONE:
            by_name = meant(child.who, self._present[: self._known])
        if by_name is not None and by_name not in taken:
            known = self._present[by_name]
            is_definite = known.who == child.who or (rank_of(child.who) and self._known > 1)
            if known.overlaps(child) or (is_definite and not is_another):
                return by_name
        for place, other in enumerate(self._children):
            if other and other.overlaps(child) and self._may_be(place, other, child):
                return place
        return None

    def _may_be(self, place: int, other: Child, child: Child) -> bool:
        """Two children of one message are one child only if their names do not differ."""
        if place in self._placed.values():
            return child.who is None or other.who in (None, child.who)
        return may_be(other.who, child.who)

    def mention(self, mention: ChildMention) -> None:
        """Find the child that is spoken of without an age, and let it keep that name."""
        if mention.count != 1:
            return
        place = meant(mention.who, self._present)
        if place is None:
            if mention.who in NAMES_OF_ONE:
                self._unclear.append(mention)
            return
        child = self._present[place]
        if child.who in NO_NAME and mention.who not in NO_NAME:
            label = named(mention.who, child.label, self._texts)
            self._children[place] = replace(child, who=mention.who, label=label)
        self._spoken.append(Spoken(place, mention.start, mention.end))

    def told(self) -> Told:
        kept = [place for place, child in enumerate(self._children) if child][:MOST_CHILDREN]
        now = {place: i for i, place in enumerate(kept)}
        spoken = [
            replace(each, place=now[each.place]) for each in self._spoken if each.place in now
        ]
        return Told(
            children=tuple(child for place in kept if (child := self._children[place])),
            spoken=tuple(sorted(spoken, key=lambda each: each.start)),
            places=tuple(now.get(place) for place in range(self._known)),
            unclear=self._unclear[0] if len(self._unclear) == 1 else None,
        )

    @property
    def _present(self) -> list[Child]:
        """All children, a gap filled with one that nobody can mean."""
        return [child or _NOBODY for child in self._children]

    def _set(self, place: int, said: Child) -> None:
        known = self._children[place]
        self._placed[said] = place
        if known is not None:
            self._children[place] = _aged(known, said, self._texts)

    def _drop(self, place: int) -> None:
        self._children[place] = None


_AFTER_THE_NAME = re.compile("[,،] ")
_NOBODY = Child(-10_000, -10_000, "", "self")


def _is(known: Child | None, rejected: Child) -> bool:
    return known is not None and known.overlaps(rejected) and may_be(known.who, rejected.who)


def _aged(known: Child, said: Child, texts: Catalogue) -> Child:
    """Return the child with the age said last, unless it is known more exactly already."""
    keeps_name = known.who not in NO_NAME and may_be(known.who, said.who)
    who = known.who if keeps_name else said.who
    if known.lies_within(said):
        if who == known.who:
            return known
        return replace(known, who=who, label=named(who, known.label, texts))
    label = said.label if said.who == who else named(who, _age_alone(said, texts), texts)
    return replace(said, who=who, label=label, needs=known.needs, need_text=known.need_text)


def _is_stage(child: Child) -> bool:
    """“das Baby” names a child as “die Kleine” does, though the word says an age too."""
    by_age = child.who in NO_NAME or _AFTER_THE_NAME.search(child.label)
    return not by_age and child.who not in NAMES_OF_ONE


def _age_alone(child: Child, texts: Catalogue) -> str:
    """Return the age of a label that may say a name too: “Tochter, 3 Jahre”, “Baby”."""
    *name, age = _AFTER_THE_NAME.split(child.label)
    if name or child.who in NO_NAME:
        return age
    return interval_in_words(child.age_min_months, child.age_max_months, texts)
