"""Which terms stand in which numbered texts, and how often: an inverted index in arrays."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.spans import Places, places_within
from index.search.vectors import Numbers

MOST_SPREAD = 10_000
"""A term in more texts than this tells little and would cost much: it is left out. So memory and
time of a search grow slower than the number of offers."""
MOST_TIMES = 255
TEXTS_AT_ONCE = 500
_BLOCK = 1_000_000

Terms = NDArray[np.int32]
"""Words or groups of letters by their hash, from 0 up to less than what `TermIndex.of` is told."""


@dataclass(frozen=True)
class Counts:
    """One entry for each term of each text, by rising term and then rising number."""

    terms: Terms
    numbers: NDArray[np.int32]
    times: NDArray[np.uint8]

    @classmethod
    def of(cls, terms: Terms, places: Numbers, numbers: Numbers) -> "Counts":
        """`places` tells in which text each term stands; `numbers` are those of the texts."""
        order = np.argsort(numbers)
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        keys, times = np.unique(
            terms.astype(np.int64) * len(numbers) + rank[places], return_counts=True
        )
        texts = max(len(numbers), 1)
        return cls(
            (keys // texts).astype(np.int32),
            numbers[order[keys % texts]].astype(np.int32),
            np.minimum(times, MOST_TIMES).astype(np.uint8),
        )

    def runs(self) -> tuple[Terms, Numbers]:
        """The different terms, and in how many texts each stands."""
        firsts = np.flatnonzero(np.diff(self.terms, prepend=-1))
        return self.terms[firsts], np.diff(firsts, append=len(self.terms))

    def where(self, kept: NDArray[np.bool_]) -> "Counts":
        return Counts(self.terms[kept], self.numbers[kept], self.times[kept])


def in_chunks(
    count: Callable[[Sequence[str], Numbers], Counts], texts: Sequence[str]
) -> Iterator[Counts]:
    """The counts of texts numbered from 0, of some at a time."""
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        some = texts[start : start + TEXTS_AT_ONCE]
        yield count(some, np.arange(start, start + len(some)))


@dataclass(frozen=True)
class Postings:
    """`numbers` and `times` of the term `terms[i]` stand from `starts[i]` up to `starts[i + 1]`."""

    terms: Terms
    starts: Places
    numbers: NDArray[np.int32]
    times: NDArray[np.uint8]

    @classmethod
    def of(cls, chunks: Sequence[Counts]) -> "Postings":
        """The numbers of a term are in the order of the chunks."""
        runs = [chunk.runs() for chunk in chunks]
        terms = np.unique(np.concatenate([np.empty(0, np.int32), *(known for known, _ in runs)]))
        places = [np.searchsorted(terms, known) for known, _ in runs]
        sizes = np.zeros(len(terms), np.int64)
        for place, (_, lengths) in zip(places, runs, strict=True):
            sizes[place] += lengths
        starts = np.concatenate([[0], np.cumsum(sizes)])
        postings = cls(
            terms, starts, np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint8)
        )
        free = starts[:-1].copy()
        for chunk, place, (_, lengths) in zip(chunks, places, runs, strict=True):
            targets = places_within(free[place], free[place] + lengths)
            postings.numbers[targets] = chunk.numbers
            postings.times[targets] = chunk.times
            free[place] += lengths
        return postings

    def counts(self) -> Counts:
        return Counts(np.repeat(self.terms, np.diff(self.starts)), self.numbers, self.times)

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """Parts of `terms` that hold not too many postings, with the places of these postings."""
        ends = np.arange(_BLOCK, self.starts[-1] + _BLOCK, _BLOCK)
        bounds = np.unique([0, *np.searchsorted(self.starts, ends, side="right") - 1]).tolist()
        for first, last in pairwise(bounds):
            yield slice(first, last), slice(int(self.starts[first]), int(self.starts[last]))

    def spans(self, terms: Terms) -> tuple[Places, Places]:
        """Start and end for each term; an empty span for an unknown one."""
        if not len(self.terms):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.int64)
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        known = self.terms[places] == terms
        return self.starts[places], self.starts[places + known]


@dataclass(frozen=True)
class Hits:
    """Where the terms asked for stand: `which` of them, in the text of which number, how often.

    `spread` tells for each term asked for in how many texts it stands.
    """

    which: NDArray[np.int64]
    numbers: NDArray[np.int32]
    times: NDArray[np.uint8]
    spread: NDArray[np.int64]


@dataclass(frozen=True)
class TermIndex:
    """A large base that never changes, and beside it the texts that changed since.

    `common` are the terms left out, ascending; `stale` tells which numbers of the base no longer
    count; all numbers are below `size`.
    """

    size: int
    common: Terms
    base: Postings
    stale: NDArray[np.bool_]
    delta: Postings

    @classmethod
    def of(cls, chunks: Iterable[Counts], size: int, most_terms: int) -> "TermIndex":
        """Takes the counts chunk by chunk, so that common terms do not pile up in memory."""
        spread = np.zeros(most_terms, np.int32)
        kept = []
        for chunk in chunks:
            terms, texts = chunk.runs()
            spread[terms] += texts.astype(np.int32)
            kept.append(chunk.where(spread[chunk.terms] <= MOST_SPREAD))
        common = np.flatnonzero(spread > MOST_SPREAD).astype(np.int32)
        base = Postings.of([chunk.where(spread[chunk.terms] <= MOST_SPREAD) for chunk in kept])
        return cls(size, common, base, np.zeros(size, np.bool_), Postings.of([]))

    def changed(self, counts: Counts, numbers: Numbers) -> "TermIndex":
        """From now on these numbers have these terms; those without an entry have none."""
        old = self.delta.counts()
        kept = old.where(~np.isin(old.numbers, numbers))
        stale = self.stale.copy()
        stale[numbers[numbers < len(stale)]] = True
        return replace(
            self,
            size=max(self.size, 1 + int(numbers.max(initial=-1))),
            stale=stale,
            delta=Postings.of([kept, self.without_common(counts)]),
        )

    def merged(self) -> "TermIndex":
        """The same with all in the base."""
        old = self.base.counts()
        base = Postings.of([old.where(~self.stale[old.numbers]), self.delta.counts()])
        return replace(self, base=base, stale=np.zeros(self.size, np.bool_), delta=Postings.of([]))

    def without_common(self, counts: Counts) -> Counts:
        return counts.where(~np.isin(counts.terms, self.common))

    def spread(self, terms: Terms) -> NDArray[np.int64]:
        """In how many texts each term stands, those that are stale among them."""
        (base_starts, base_ends), (starts, ends) = self.base.spans(terms), self.delta.spans(terms)
        return (base_ends - base_starts) + (ends - starts)

    def hits(self, terms: Terms) -> Hits:
        in_base, in_delta = self._hits(self.base, terms), self._hits(self.delta, terms)
        current = ~self.stale[in_base.numbers]
        return Hits(
            np.concatenate([in_base.which[current], in_delta.which]),
            np.concatenate([in_base.numbers[current], in_delta.numbers]),
            np.concatenate([in_base.times[current], in_delta.times]),
            in_base.spread + in_delta.spread,
        )

    @staticmethod
    def _hits(postings: Postings, terms: Terms) -> Hits:
        starts, ends = postings.spans(terms)
        places = places_within(starts, ends)
        spread = ends - starts
        which = np.repeat(np.arange(len(terms)), spread)
        return Hits(which, postings.numbers[places], postings.times[places], spread)
