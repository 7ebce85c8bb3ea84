from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.tables import Fault, Row, TableRejected, read_table, split_list

LABEL_COLUMNS = {
    "de": "label_de",
    "de-simple": "label_simple_de",
    **{language: f"label_{language}" for language in ("en", "tr", "ar", "uk", "ru", "pl", "ro")},
}
COLUMNS = (
    "id",
    *LABEL_COLUMNS.values(),
    "scope_note",
    "example_phrases",
)


@dataclass(frozen=True)
class Topic:
    """A need a family may have; its labels by language, `de-simple` is plain German."""

    id: str
    labels: Mapping[str, str]
    scope_note: str
    example_phrases: tuple[str, ...]

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels["de"]


def read_topics(path: Path) -> dict[str, Topic]:
    table = read_table(path, COLUMNS)
    faults = list(table.faults)
    topics: dict[str, Topic] = {}
    for row in table.rows:
        if row.cells["id"] in topics:
            faults.append(Fault(row.line, "id", row.cells["id"], "an id no other topic has"))
        faults += [
            Fault(row.line, column, "", "a text")
            for column in ("id", "label_de")
            if not row.cells[column]
        ]
        topics[row.cells["id"]] = _topic(row)
    if faults:
        raise TableRejected(path, faults)
    return topics


def _topic(row: Row) -> Topic:
    labels = {language: row.cells[column] for language, column in LABEL_COLUMNS.items()}
    return Topic(
        id=row.cells["id"],
        labels={language: label for language, label in labels.items() if label},
        scope_note=row.cells["scope_note"],
        example_phrases=split_list(row.cells["example_phrases"]),
    )
