"""What a measurement found, as plain data that can be written as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.evaluation.intervals import Estimate
from index.evaluation.names import CollectionName

ALL = ""


@dataclass(frozen=True)
class Slice:
    """Some queries of a collection: all (`by` and `value` empty), or of one language or kind.

    `figures` are by system, then by metric.
    """

    by: str
    value: str
    queries: int
    needs: int
    figures: Mapping[str, Mapping[str, Estimate]]


@dataclass(frozen=True)
class Loss:
    """What a language loses against German on the same needs, as a share; by system."""

    language: str
    needs: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class CollectionReport:
    """`documents` are offers, those alike counted as one. The first of `slices` is the whole."""

    name: CollectionName
    about: str
    offers: int
    documents: int
    slices: tuple[Slice, ...]
    losses: tuple[Loss, ...]

    @property
    def whole(self) -> Slice:
        return self.slices[0]

    def language(self, language: str) -> Slice | None:
        of_it = (s for s in self.slices if (s.by, s.value) == ("language", language))
        return next(of_it, None)


@dataclass(frozen=True)
class Silence:
    """The share of queries, by system, to which nothing is shown. Right only if unanswerable."""

    queries_of: CollectionName
    language: str
    queries: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class Ablation:
    """By collection: what the product's nDCG@10 changes when one part weighs nothing."""

    part: str
    weight: float
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class Aim:
    what: str
    aim: float
    figure: float
    reached: bool


@dataclass(frozen=True)
class Report:
    """`skipped` says of each collection that was asked for and not measured why."""

    encoders: Mapping[str, str]
    collections: tuple[CollectionReport, ...]
    silences: tuple[Silence, ...]
    ablations: tuple[Ablation, ...]
    skipped: Mapping[CollectionName, str]
    aims: tuple[Aim, ...]
