"""Finding by words, whatever their ending: BM25 over German stems."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import Stemmer

from index.search.postings import Counts, TermIndex, in_chunks
from index.search.space import Vector
from index.search.vectors import Numbers

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""k1 and b of Robertson and Zaragoza, The Probabilistic Relevance Framework (2009)."""
MOST_STEMS = 2**22
"""Stems are told apart by a hash of so many values."""


@dataclass(frozen=True)
class WordIndex:
    """`lengths` are those of the texts in words, by number; `usual` is their mean."""

    stems: TermIndex
    lengths: Vector
    usual: float

    @classmethod
    def of(cls, texts: Sequence[str]) -> "WordIndex":
        lengths = np.array([len(_words(text)) for text in texts], np.float32)
        stems = TermIndex.of(in_chunks(count_stems, texts), len(texts), most_terms=MOST_STEMS)
        return cls(stems, lengths, _usual(lengths))

    def changed(self, texts: Sequence[str], numbers: Numbers) -> "WordIndex":
        """From now on the texts stand under these numbers."""
        stems = self.stems.changed(count_stems(texts, numbers), numbers)
        lengths = np.zeros(stems.size, np.float32)
        lengths[: len(self.lengths)] = self.lengths
        lengths[numbers] = [len(_words(text)) for text in texts]
        return WordIndex(stems, lengths, _usual(lengths))

    def merged(self) -> "WordIndex":
        return WordIndex(self.stems.merged(), self.lengths, self.usual)

    def scores(self, query: str) -> Vector:
        """float32 for each number, from 0 to 1: the share of all that the query could score.

        So a query of which the texts have only a word or two, as one in another language, scores
        low everywhere.
        """
        asked = self.stems.without_common(count_stems([query], np.zeros(1, np.int64)))
        hits = self.stems.hits(asked.terms)
        size = self.stems.size
        others = np.maximum(np.count_nonzero(self.lengths) - hits.spread, 0)
        rarity = np.log1p((others + 0.5) / (hits.spread + 0.5))
        shares = rarity / max(float(rarity.sum()), 1e-9)
        # the longer a text, the more often a word must stand in it to count as much
        relative = 1 - LENGTH_SHARE + LENGTH_SHARE * self.lengths / self.usual
        damping = SATURATION * relative[hits.numbers]
        scores = shares[hits.which] * hits.times / (hits.times + damping)
        return np.bincount(hits.numbers, scores, minlength=size).astype(np.float32)


def count_stems(texts: Sequence[str], numbers: Numbers) -> Counts:
    stems = [[_stem_hash(word) for word in _words(text)] for text in texts]
    places = np.repeat(np.arange(len(texts)), [len(of_text) for of_text in stems])
    terms = np.array([stem for of_text in stems for stem in of_text], np.int32)
    return Counts.of(terms, places, numbers)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@lru_cache(maxsize=100_000)
def _stem_hash(word: str) -> int:
    # a stemmer of one's own: they must not be shared between threads
    return zlib.crc32(Stemmer.Stemmer("german", 0).stemWord(word).encode()) % MOST_STEMS


def _usual(lengths: Vector) -> float:
    known = lengths[lengths > 0]
    return float(known.mean()) if len(known) else 1.0
