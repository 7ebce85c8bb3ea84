"""How good one list of results is.

Where documents share a score, their order is chance: every metric is the expected value over all
orders of the tied ones (McSherry and Najork 2008, "Computing Information Retrieval Performance
Measures Efficiently in the Presence of Tied Scores").

`scores` are float64, one for each document, -inf for one that is not shown. `grades` are integers
of the same shape: 3 exactly what is needed, 2 helps well, 1 somewhat, 0 not at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import comb

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Grades = NDArray[np.int64]

HELPS = 2
"""Least grade of a document a family would be content with."""


@dataclass(frozen=True)
class Tie:
    """Documents of one score: their grades, and how many documents stand above."""

    above: int
    grades: Grades


def ndcg(scores: Scores, grades: Grades, most: int) -> float:
    """Normalised discounted cumulative gain of the first `most`; the gain is 2^grade - 1.

    Järvelin and Kekäläinen 2002, with the gain of Burges et al. 2005.
    """
    ideal = _dcg((Tie(n, grade[None]) for n, grade in enumerate(np.sort(grades)[::-1])), most)
    return _dcg(_ties(scores, grades), most) / ideal


def reciprocal_rank(scores: Scores, grades: Grades, most: int) -> float:
    """One by the rank of the first helpful document, 0 where it is not among the first `most`."""
    for tie in _ties(scores, grades):
        if helpful := _helpful(tie, grades):
            return _expected_reciprocal(tie.above, len(tie.grades), helpful, most)
    return 0.0


def hit(scores: Scores, grades: Grades, most: int) -> float:
    """How probably one of the first `most` documents is helpful."""
    for tie in _ties(scores, grades):
        if tie.above >= most:
            return 0.0
        if helpful := _helpful(tie, grades):
            size, places = len(tie.grades), min(most - tie.above, len(tie.grades))
            return 1 - comb(size - helpful, places) / comb(size, places)
    return 0.0


METRICS: Mapping[str, Callable[[Scores, Grades], float]] = {
    "nDCG@5": partial(ndcg, most=5),
    "nDCG@10": partial(ndcg, most=10),
    "MRR@10": partial(reciprocal_rank, most=10),
    "hit@3": partial(hit, most=3),
}


def _ties(scores: Scores, grades: Grades) -> Iterator[Tie]:
    """Best first; what is not shown is left out."""
    order = np.argsort(-scores, kind="stable")
    order = order[np.isfinite(scores[order])]
    starts = [0, *(np.flatnonzero(np.diff(scores[order])) + 1).tolist(), len(order)]
    for start, end in pairwise(starts):
        if start < end:
            yield Tie(start, grades[order[start:end]])


def _dcg(ties: Iterator[Tie], most: int) -> float:
    discounts = 1 / np.log2(np.arange(2, most + 2))
    total = 0.0
    for tie in ties:
        if tie.above >= most:
            break
        places = discounts[tie.above : tie.above + len(tie.grades)]
        total += float(np.mean(2.0**tie.grades - 1) * places.sum())
    return total


def _helpful(tie: Tie, grades: Grades) -> int:
    """How many of the tied documents help; where none helps well, those of the best grade."""
    return int(np.count_nonzero(tie.grades >= min(HELPS, grades.max())))


def _expected_reciprocal(above: int, size: int, helpful: int, most: int) -> float:
    """Of `size` tied documents in random order, `helpful` of which help."""
    places = range(1, min(size - helpful + 1, most - above) + 1)
    return sum(
        comb(size - place, helpful - 1) / comb(size, helpful) / (above + place) for place in places
    )
