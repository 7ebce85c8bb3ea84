"""`lotse fit`: the weights of the ranking, chosen on graded queries.

Only parts that graded queries say something about are chosen: they tell nothing of where a family
lives or what it wishes for. The city's own graded queries stay out, to be measured with.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.evaluation.collections import Collection
from index.evaluation.metrics import METRICS, Grades
from index.evaluation.names import CollectionName
from index.evaluation.systems import Systems
from index.search import SearchRequest
from index.search.search import Compared
from index.search.weights import Weights

Say = Callable[[str], None]

CHOSEN_ON = (CollectionName.RETRIEVAL, CollectionName.OMOS_QA, CollectionName.NEEDS)
METRIC = "nDCG@5"
CHOICES = {
    "helping": (0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.5),
    "guessed": (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.2),
    "letters": (0.0, 0.15, 0.3, 0.5, 0.75, 1.0),
    "words": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4),
}
ROUNDS = 2
WORTH_A_CHANGE = 0.001
"""A choice that gains less is chance."""
MOST_QUERIES = 400
"""Of each collection; more of them change nothing but the time it takes."""


@dataclass(frozen=True)
class Case:
    """A query compared with all offers of its collection, with the grade of each by its number."""

    compared: Compared
    grades: Grades
    kinds: tuple[int, ...]

    def quality(self, weights: Weights) -> float:
        ranking = self.compared.rank(weights)
        scores = np.full(1 + max(self.kinds), -np.inf)
        for place, number in enumerate(ranking.numbers.tolist()):
            kind = self.kinds[number]
            scores[kind] = max(scores[kind], -place)
        return METRICS[METRIC](scores, self.grades)


def fit(
    systems: Systems, collections: Sequence[Collection], start: Weights, say: Say
) -> tuple[Weights, float]:
    """The best weights found and their quality: each part in turn is set to its best choice.

    Every collection counts alike, however many queries it has.
    """
    with_cases = [list(_cases(systems, collection, say)) for collection in collections]

    def quality(weights: Weights) -> float:
        means = [np.mean([case.quality(weights) for case in cases]) for cases in with_cases]
        return float(np.mean(means))

    best, highest = start, quality(start)
    for _ in range(ROUNDS):
        for part, choices in CHOICES.items():
            tried = {choice: quality(replace(best, **{part: choice})) for choice in choices}
            choice = max(tried, key=tried.__getitem__)
            if tried[choice] > highest + WORTH_A_CHANGE:
                best, highest = replace(best, **{part: choice}), tried[choice]
            say(f"{part} {getattr(best, part)}: {METRIC} {highest:.4f}")
    return best, highest


def _cases(systems: Systems, collection: Collection, say: Say) -> Iterator[Case]:
    say(f"Comparing the queries of {collection.name}.")
    chance = np.random.default_rng(0)
    count = min(MOST_QUERIES, len(collection.queries))
    chosen = chance.choice(len(collection.queries), count, replace=False)
    queries = [collection.queries[number] for number in sorted(chosen)]
    with systems.opened(collection.offers, [query.text for query in queries]) as index:
        for query in queries:
            compared = index.compare(SearchRequest(query=query.text))
            yield Case(compared, collection.grades(query), _kinds(compared, collection))


def _kinds(compared: Compared, collection: Collection) -> tuple[int, ...]:
    """The kind of the offer at each number of the index."""
    kinds = dict(zip((offer.id for offer in collection.offers), collection.kinds, strict=True))
    by_number = sorted((number, kinds[key]) for key, number in compared.snapshot.numbers.items())
    return tuple(kind for _, kind in by_number)
