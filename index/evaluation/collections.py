"""Offers and graded queries for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.evaluation.metrics import Grades, Scores
from index.evaluation.names import CollectionName
from index.offers.record import Offer
from index.search.picking import same_kind


@dataclass(frozen=True)
class Query:
    """`grades` are those of offer ids; queries for the same `need` depend on each other."""

    need: str
    language: str
    kind: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Collection:
    """`kinds` has a number for each offer; offers of one number count as one document.

    `about` says in a sentence what this is and where it comes from.
    """

    name: CollectionName
    about: str
    offers: tuple[Offer, ...]
    queries: tuple[Query, ...]
    kinds: tuple[int, ...]

    def documents(self, scores: Scores) -> Scores:
        """The score of each document: that of its best offer. The last axis is that of offers."""
        folded = np.full((*scores.shape[:-1], 1 + max(self.kinds)), -np.inf)
        for number, kind in enumerate(self.kinds):
            np.maximum(folded[..., kind], scores[..., number], out=folded[..., kind])
        return folded

    def grades(self, query: Query) -> Grades:
        """The grade of each document: that of its best offer."""
        grades = np.zeros(1 + max(self.kinds), np.int64)
        for offer_id, grade in query.grades.items():
            kind = self.kinds[self._numbers[offer_id]]
            grades[kind] = max(grades[kind], grade)
        return grades

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {offer.id: number for number, offer in enumerate(self.offers)}


def each_its_own(offers: Sequence[Offer]) -> tuple[int, ...]:
    return tuple(range(len(offers)))


def alike_as_one(offers: Sequence[Offer]) -> tuple[int, ...]:
    """One number for all that the search may show only one of.

    Offers that are alike by way of a third count as alike, whichever of them is met first.
    """
    groups: list[set[int]] = []
    for number, offer in enumerate(offers):
        alike = [group for group in groups if any(same_kind(offers[n], offer) for n in group)]
        groups = [group for group in groups if group not in alike]
        groups.append(set[int]().union(*alike, {number}))
    return _numbered(groups)


def _numbered(groups: Iterable[set[int]]) -> tuple[int, ...]:
    kinds = {number: kind for kind, group in enumerate(groups) for number in group}
    return tuple(kinds[number] for number in sorted(kinds))
