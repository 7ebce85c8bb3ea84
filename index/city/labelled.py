"""Rows of the city's tables that families read the names of, in every language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.tables import Fault, Row, TableRejected, read_table

LABEL_COLUMNS = {
    "de": "label_de",
    "de-simple": "label_simple_de",
    **{language: f"label_{language}" for language in ("en", "tr", "ar", "uk", "ru", "pl", "ro")},
}


@dataclass(frozen=True)
class Labelled:
    """`labels` are by language, `de-simple` is plain German."""

    id: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels["de"]


Kind = TypeVar("Kind", bound=Labelled)


def read_labelled(
    path: Path,
    columns: Sequence[str],
    build: Callable[[Row], Kind],
    faults_of: Callable[[Row], list[Fault]] = lambda _: [],
) -> dict[str, Kind]:
    """By id, in the order of the file; `columns` are those beside the id and the labels.

    `build` gets only rows that `faults_of` finds nothing in. Raises TableRejected.
    """
    table = read_table(path, ("id", *LABEL_COLUMNS.values(), *columns))
    faults = list(table.faults)
    read: dict[str, Kind] = {}
    for row in table.rows:
        faults += (
            Fault(row.line, column, "", "a text")
            for column in ("id", LABEL_COLUMNS["de"])
            if not row.cells[column]
        )
        if row.cells["id"] in read:
            faults.append(Fault(row.line, "id", row.cells["id"], "an id no other row has"))
        wrong = faults_of(row)
        faults += wrong
        if not wrong:
            read[row.cells["id"]] = build(row)
    if faults:
        raise TableRejected(path, faults)
    return read


def labels_of(row: Row) -> dict[str, str]:
    """Those that are filled in."""
    labels = {language: row.cells[column] for language, column in LABEL_COLUMNS.items()}
    return {language: label for language, label in labels.items() if label}
