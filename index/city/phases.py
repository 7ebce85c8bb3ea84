from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.city.labelled import Labelled, labels_of, read_labelled
from index.city.topics import faults_in_topics
from index.fields import AgeInMonths
from index.tables import Fault, Row, split_list

AGES = ("age_min_months", "age_max_months")

_AGE: TypeAdapter[int] = TypeAdapter(AgeInMonths)


@dataclass(frozen=True)
class Phase(Labelled):
    """A part of a childhood, by which a family can begin.

    The ages are in months, both ends included; -9 to -1 are before birth. `needs` are topics that
    come with it.
    """

    age_min_months: int
    age_max_months: int
    needs: tuple[str, ...]


def read_phases(path: Path, topics: Collection[str]) -> dict[str, Phase]:
    def faults_of(row: Row) -> list[Fault]:
        return [*_faults_in_ages(row), *faults_in_topics(row, "needs", topics)]

    return read_labelled(path, (*AGES, "needs"), _phase, faults_of)


def _phase(row: Row) -> Phase:
    first, last = (_AGE.validate_python(row.cells[name]) for name in AGES)
    return Phase(row.cells["id"], labels_of(row), first, last, split_list(row.cells["needs"]))


def _faults_in_ages(row: Row) -> list[Fault]:
    ages = []
    for name in AGES:
        try:
            ages.append(_AGE.validate_python(row.cells[name]))
        except ValidationError:
            message = "a whole number of months from -9 on"
            return [Fault(row.line, name, row.cells[name], message)]
    if ages[0] > ages[1]:
        return [Fault(row.line, AGES[1], row.cells[AGES[1]], "an age not below the smallest")]
    return []
