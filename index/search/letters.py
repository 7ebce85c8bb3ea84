"""Finding by letters: names, rare words and misspellings that the model does not know."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.search.space import Vector

SHORTEST, LONGEST = 3, 5
BUCKETS = 2**18
"""Groups of letters are told apart by a hash; so few meet in one bucket that it does not show."""

Buckets = NDArray[np.int32]


@dataclass(frozen=True)
class LetterIndex:
    """Cosines of character 3- to 5-grams within words, weighted by tf-idf.

    `buckets`, `numbers` and `weights` are one posting each, sorted by bucket. How rare a group of
    letters is gets counted when the index is built, not at every change.
    """

    rarity: Vector
    size: int
    buckets: Buckets
    numbers: NDArray[np.int32]
    weights: Vector

    @classmethod
    def of(cls, texts: Sequence[str]) -> "LetterIndex":
        counts = [_counts(text) for text in texts]
        spread = np.zeros(BUCKETS, np.float32)
        for buckets, _ in counts:
            spread[buckets] += 1
        rarity = np.log((1 + len(texts)) / (1 + spread)) + 1
        postings = [
            (buckets, np.full(len(buckets), number, np.int32), _weights(buckets, times, rarity))
            for number, (buckets, times) in enumerate(counts)
        ]
        nothing = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))
        columns = [np.concatenate(column) for column in zip(nothing, *postings, strict=True)]
        order = np.argsort(columns[0], kind="stable")
        return cls(rarity, len(texts), *(column[order] for column in columns))

    def with_text(self, number: int, text: str) -> "LetterIndex":
        kept = self.numbers != number
        buckets, times = _counts(text)
        places = np.searchsorted(self.buckets[kept], buckets)
        return replace(
            self,
            size=max(self.size, number + 1),
            buckets=np.insert(self.buckets[kept], places, buckets),
            numbers=np.insert(self.numbers[kept], places, number),
            weights=np.insert(self.weights[kept], places, _weights(buckets, times, self.rarity)),
        )

    def cosines(self, query: str) -> Vector:
        """float32, one for each number"""
        buckets, times = _counts(query)
        starts = np.searchsorted(self.buckets, buckets, side="left")
        ends = np.searchsorted(self.buckets, buckets, side="right")
        cosines = np.zeros(self.size, np.float32)
        spans = zip(starts, ends, _weights(buckets, times, self.rarity), strict=True)
        for start, end, weight in spans:
            # a bucket holds a number once at most, so that nothing is added over
            cosines[self.numbers[start:end]] += weight * self.weights[start:end]
        return cosines


def _counts(text: str) -> tuple[Buckets, Vector]:
    counts = Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text))
    buckets = np.fromiter(counts.keys(), np.int32, len(counts))
    times = np.fromiter(counts.values(), np.float32, len(counts))
    order = np.argsort(buckets)
    return buckets[order], times[order]


def _grams(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.casefold()):
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(max(1, len(padded) - length + 1)):
                yield padded[start : start + length]


def _weights(buckets: Buckets, times: Vector, rarity: Vector) -> Vector:
    weights = (1 + np.log(times)) * rarity[buckets]
    unit: Vector = weights / max(float(np.linalg.norm(weights)), 1e-9)
    return unit
