"""Finding by letters: names, rare words and misspellings that the model does not know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search.postings import MOST_TIMES, Counts, TermIndex, in_chunks
from index.search.space import Vector
from index.search.vectors import Numbers

SHORTEST, LONGEST = 3, 5
BUCKET_BITS = 18
"""Groups of letters are told apart by a hash; so few meet in one bucket that it does not show."""

_WORD = re.compile(r"\w+")
_SPACE = ord(" ")
_FACTOR, _SPREADING = np.uint32(0x01000193), np.uint32(0x9E3779B1)
_DAMPED = np.concatenate([[0], 1 + np.log(np.arange(1, MOST_TIMES + 1))]).astype(np.float32)
"""What it counts that a group of letters stands so many times in one text."""


@dataclass(frozen=True)
class LetterIndex:
    """Cosines of character 3- to 5-grams within words, weighted by tf-idf.

    `lengths` are those of the texts' vectors, by number. They are counted with what was rare when
    a text came or everything was last merged.
    """

    grams: TermIndex
    lengths: Vector

    @classmethod
    def of(cls, texts: Sequence[str]) -> "LetterIndex":
        chunks = in_chunks(count_grams, texts)
        grams = TermIndex.of(chunks, len(texts), most_terms=2**BUCKET_BITS)
        return cls(grams, _lengths(grams, sum(map(bool, texts))))

    def changed(self, texts: Sequence[str], numbers: Numbers) -> "LetterIndex":
        """From now on the texts stand under these numbers."""
        counts = self.grams.without_common(count_grams(texts, numbers))
        grams = self.grams.changed(counts, numbers)
        rarity = _rarity(grams.spread(counts.terms), int(np.count_nonzero(self.lengths)))
        weights = _DAMPED[counts.times] * rarity
        new = np.sqrt(np.bincount(counts.numbers, weights**2, minlength=grams.size))
        lengths = np.zeros(grams.size, np.float32)
        lengths[: len(self.lengths)] = self.lengths
        lengths[numbers] = new[numbers]
        return LetterIndex(grams, lengths)

    def merged(self) -> "LetterIndex":
        grams = self.grams.merged()
        return LetterIndex(grams, _lengths(grams, int(np.count_nonzero(self.lengths))))

    def cosines(self, query: str) -> Vector:
        """float32, one for each number"""
        asked = self.grams.without_common(count_grams([query], np.zeros(1, np.int64)))
        hits = self.grams.hits(asked.terms)
        rarity = _rarity(hits.spread, int(np.count_nonzero(self.lengths)))
        weights = _DAMPED[asked.times] * rarity
        products = (weights * rarity)[hits.which] * _DAMPED[hits.times]
        sums = np.bincount(hits.numbers, products, minlength=self.grams.size)
        lengths = np.maximum(self.lengths * np.linalg.norm(weights), 1e-9)
        cosines: Vector = (sums / lengths).astype(np.float32)
        return cosines


def count_grams(texts: Sequence[str], numbers: Numbers) -> Counts:
    """Of all texts at once, in arrays: one by one it would take a minute for 100,000."""
    spaced = [f" {' '.join(_WORD.findall(text.casefold()))} " for text in texts]
    letters = np.frombuffer("".join(spaced).encode("utf-32-le"), np.uint32)
    places = np.repeat(np.arange(len(texts)), [len(text) for text in spaced])
    spaces = np.concatenate([[0], np.cumsum(letters == _SPACE)])
    hashes = letters.copy()
    buckets, owners = [], []
    for length in range(2, LONGEST + 1):
        hashes = hashes[:-1] * _FACTOR + letters[length - 1 :]
        if length >= SHORTEST:
            # a space may stand at the ends, not between; texts are two spaces apart
            starts = np.arange(len(hashes))
            within = spaces[starts + length - 1] == spaces[starts + 1]
            buckets.append(hashes[within] * _SPREADING >> np.uint32(32 - BUCKET_BITS))
            owners.append(places[: len(hashes)][within])
    terms = np.concatenate(buckets).astype(np.int32)
    return Counts.of(terms, np.concatenate(owners), numbers)


def _rarity(spread: NDArray[np.int64], texts: int) -> Vector:
    rarity: Vector = (np.log((1 + texts) / (1 + spread)) + 1).astype(np.float32)
    return rarity


def _lengths(grams: TermIndex, texts: int) -> Vector:
    postings = grams.base
    squares = np.zeros(grams.size)
    spread = np.diff(postings.starts)
    rarity = _rarity(spread, texts)
    for terms, part in postings.blocks():
        weights = _DAMPED[postings.times[part]] * np.repeat(rarity[terms], spread[terms])
        squares += np.bincount(postings.numbers[part], weights**2, minlength=grams.size)
    return np.sqrt(squares).astype(np.float32)
