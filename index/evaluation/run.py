from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from index.city import City
from index.evaluation.aims import aims_of
from index.evaluation.collections import Collection
from index.evaluation.intervals import Estimate, Values, estimate
from index.evaluation.loading import (
    load_graded,
    load_needs,
    load_omos_qa,
    load_retrieval,
    load_shown_offers,
    load_unanswerable,
)
from index.evaluation.measuring import (
    ABLATION_METRIC,
    Measured,
    measure,
    report_collection,
    report_silences,
)
from index.evaluation.metrics import Scores
from index.evaluation.names import CollectionName
from index.evaluation.report import Ablation, Report, Silence
from index.evaluation.systems import PRODUCT, Systems
from index.search.weights import read_weights

Say = Callable[[str], None]

SHARED = (CollectionName.RETRIEVAL, CollectionName.OMOS_QA)
ABLATED = (CollectionName.RETRIEVAL, CollectionName.CITY, CollectionName.NEEDS)
"""Collections in which each part of the ranking may count."""
ANSWERABLE = (CollectionName.CITY, CollectionName.NEEDS)
"""Collections over the same offers as the unanswerable queries."""


@dataclass(frozen=True)
class Sources:
    """Where collections lie: with the city, and in a folder beside the project."""

    city: City
    city_dir: Path
    shared: Path

    def path(self, name: CollectionName) -> Path:
        """What must be there to measure the collection."""
        return {
            CollectionName.RETRIEVAL: self.shared / "retrieval",
            CollectionName.OMOS_QA: self.shared / "omos-qa",
            CollectionName.CITY: self.city_dir / "graded_queries.tsv",
            CollectionName.NEEDS: self.city_dir / "situations",
            CollectionName.UNANSWERABLE: self.city_dir / "unanswerable_queries.tsv",
        }[name]

    def collections(self, names: Sequence[CollectionName]) -> Iterator[Collection]:
        """Those with graded queries; raises CollectionRejected for one with faults."""
        for name in names:
            match name:
                case CollectionName.RETRIEVAL:
                    yield load_retrieval(self.path(name), self.city)
                case CollectionName.OMOS_QA:
                    yield load_omos_qa(self.path(name), self.city)
                case CollectionName.CITY:
                    yield load_graded(self.city_dir, self.city)
                case CollectionName.NEEDS:
                    yield load_needs(self.city_dir, self.city)


def evaluate(
    sources: Sources,
    systems: Systems,
    *,
    only: Sequence[CollectionName] = (),
    ablation: bool = True,
    say: Say = lambda _: None,
) -> Report:
    """Measures every system on every collection, or on `only` some.

    A collection that is not there is skipped and named; one with faults raises CollectionRejected.
    """
    wanted = [name for name in CollectionName if not only or name in only]
    skipped = {name: _absence(sources, name) for name in wanted if not sources.path(name).exists()}
    present = [name for name in wanted if name not in skipped]
    runs = [_run(collection, systems, say) for collection in sources.collections(present)]
    reports = tuple(report_collection(run.collection, run.measured) for run in runs)
    ablated = [run for run in runs if run.collection.name in ABLATED] if ablation else []
    return Report(
        encoders=systems.fingerprints,
        collections=reports,
        silences=tuple(_silences(sources, systems, runs, say))
        if CollectionName.UNANSWERABLE in present
        else (),
        ablations=tuple(_ablations(ablated, systems, say)),
        skipped=skipped,
        aims=tuple(aims_of(reports)),
    )


@dataclass(frozen=True)
class _Run:
    """Both are by system."""

    collection: Collection
    scores: Mapping[str, Scores]
    measured: Mapping[str, Measured]


def _run(collection: Collection, systems: Systems, say: Say) -> _Run:
    say(f"Measuring {collection.name}: {len(collection.queries)} queries.")
    scores = systems.scores(collection.offers, _texts(collection))
    measured = {system: measure(collection, found) for system, found in scores.items()}
    return _Run(collection, scores, measured)


def _silences(sources: Sources, systems: Systems, runs: Sequence[_Run], say: Say) -> list[Silence]:
    queries = load_unanswerable(sources.city_dir)
    say(f"Measuring {CollectionName.UNANSWERABLE}: {len(queries)} queries.")
    offers = load_shown_offers(sources.city_dir, sources.city)
    scores = systems.scores(offers, [query.text for query in queries])
    silences = list(
        report_silences(
            CollectionName.UNANSWERABLE, [query.language for query in queries], _silent(scores)
        )
    )
    for run in runs:
        if run.collection.name in ANSWERABLE:
            languages = [query.language for query in run.collection.queries]
            silences += report_silences(run.collection.name, languages, _silent(run.scores))
    return silences


def _silent(scores: Mapping[str, Scores]) -> dict[str, Values]:
    """1 for each query to which nothing is shown."""
    return {
        system: np.all(np.isneginf(found), axis=1).astype(np.float64)
        for system, found in scores.items()
    }


def _ablations(runs: Sequence[_Run], systems: Systems, say: Say) -> list[Ablation]:
    if not runs:
        return []
    say("Measuring the search without each part of its ranking.")
    parts = {part: weight for part, weight in asdict(read_weights()).items() if weight}
    weightings = [replace(read_weights(), **{part: 0.0}) for part in parts]
    without = [
        [measure(run.collection, scores) for scores in found]
        for run in runs
        for found in [systems.product(run.collection.offers, _texts(run.collection), weightings)]
    ]
    return [
        Ablation(
            part,
            weight,
            {
                run.collection.name: _change(run, measured[number])
                for run, measured in zip(runs, without, strict=True)
            },
        )
        for number, (part, weight) in enumerate(parts.items())
    ]


def _change(run: _Run, without: Measured) -> Estimate:
    change = without[ABLATION_METRIC] - run.measured[PRODUCT][ABLATION_METRIC]
    return estimate(change, [query.need for query in run.collection.queries])


def _texts(collection: Collection) -> list[str]:
    return [query.text for query in collection.queries]


def _absence(sources: Sources, name: CollectionName) -> str:
    option = "; --shared names the folder that holds it" if name in SHARED else ""
    return f"{sources.path(name)} is not there{option}."
