"""From scores to figures with their intervals."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.evaluation.collections import Collection, Query
from index.evaluation.intervals import Values, estimate, estimate_loss
from index.evaluation.metrics import METRICS, Scores
from index.evaluation.names import CollectionName
from index.evaluation.report import ALL, CollectionReport, Loss, Silence, Slice

ABLATION_METRIC = "nDCG@10"
LOSS_METRIC = "nDCG@10"
PARALLEL = "parallel"
REFERENCE = "de"

Measured = Mapping[str, Values]
"""By metric, one value for each query."""


def measure(collection: Collection, scores: Scores) -> Measured:
    documents = collection.documents(scores)
    graded = [collection.grades(query) for query in collection.queries]
    return {
        name: np.array([metric(*pair) for pair in zip(documents, graded, strict=True)])
        for name, metric in METRICS.items()
    }


def report_collection(collection: Collection, measured: Mapping[str, Measured]) -> CollectionReport:
    """`measured` are by system."""
    return CollectionReport(
        name=collection.name,
        about=collection.about,
        offers=len(collection.offers),
        documents=len(set(collection.kinds)),
        slices=tuple(_slices(collection.queries, measured)),
        losses=tuple(_losses(collection.queries, measured)),
    )


def report_silences(
    queries_of: CollectionName, languages: Sequence[str], silent: Mapping[str, Values]
) -> Iterator[Silence]:
    """`silent` has a 1, by system, for each query to which nothing is shown."""
    for language in (ALL, *dict.fromkeys(languages)):
        chosen = np.array([language in {ALL, other} for other in languages])
        each_alone = [str(number) for number in np.flatnonzero(chosen)]
        figures = {
            system: estimate(shares[chosen], each_alone) for system, shares in silent.items()
        }
        yield Silence(queries_of, language, len(each_alone), figures)


def _slices(queries: Sequence[Query], measured: Mapping[str, Measured]) -> Iterator[Slice]:
    yield _slice(ALL, ALL, queries, measured)
    for by in ("language", "kind"):
        values = dict.fromkeys(getattr(query, by) for query in queries)
        if len(values) > 1:
            for value in values:
                yield _slice(by, value, queries, measured)


def _slice(
    by: str, value: str, queries: Sequence[Query], measured: Mapping[str, Measured]
) -> Slice:
    chosen = np.array([by == ALL or getattr(query, by) == value for query in queries])
    needs = [query.need for query, is_chosen in zip(queries, chosen, strict=True) if is_chosen]
    figures = {
        system: {name: estimate(values[chosen], needs) for name, values in metrics.items()}
        for system, metrics in measured.items()
    }
    return Slice(by, value, len(needs), len(set(needs)), figures)


def _losses(queries: Sequence[Query], measured: Mapping[str, Measured]) -> Iterator[Loss]:
    parallel = {
        (query.language, query.need): number
        for number, query in enumerate(queries)
        if query.kind == PARALLEL
    }
    for language in dict.fromkeys(language for language, _ in parallel):
        pairs = {
            need: (number, parallel[REFERENCE, need])
            for (other, need), number in parallel.items()
            if other == language != REFERENCE and (REFERENCE, need) in parallel
        }
        if pairs:
            own, german = np.array(list(pairs.values())).T
            figures = {
                system: estimate_loss(
                    metrics[LOSS_METRIC][own], metrics[LOSS_METRIC][german], list(pairs)
                )
                for system, metrics in measured.items()
            }
            yield Loss(language, len(pairs), figures)
