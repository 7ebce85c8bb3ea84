"""Reading tab-separated files of graded queries, so that every fault can be found again."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from index.tables import Fault, Row, TableRejected

GRADES = frozenset("123")


class CollectionRejected(TableRejected):
    """A file of a collection has faults; nothing was measured with it."""


def read_lines(path: Path) -> list[str]:
    """Raises CollectionRejected."""
    try:
        return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(1, "", str(error), "a file that can be read, in UTF-8")
        raise CollectionRejected(path, [fault]) from error


def read_rows(path: Path, columns: Sequence[str], *, heading: bool) -> list[Row]:
    """Rows of a tab-separated UTF-8 file, none with an empty cell; raises CollectionRejected."""
    lines = read_lines(path)
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if heading:
        wanted = "\t".join(columns)
        if not numbered or numbered[0][1] != wanted:
            named = ", ".join(columns)
            raise CollectionRejected(path, [Fault(1, "", lines[0], f"the column names {named}")])
        numbered = numbered[1:]
    faults = [fault for number, line in numbered for fault in _faults(number, line, columns)]
    if not numbered:
        faults.append(Fault(len(lines), "", "", "at least one row"))
    if faults:
        raise CollectionRejected(path, faults)
    return [
        Row(number, dict(zip(columns, line.split("\t"), strict=True))) for number, line in numbered
    ]


def read_grades(
    path: Path, rows: Sequence[Row], column: str, known: Container[str]
) -> list[dict[str, int]]:
    """For each row what `offer:3 other:1` says; raises CollectionRejected with all faults."""
    faults = [fault for row in rows for fault in _grade_faults(row, column, known)]
    if faults:
        raise CollectionRejected(path, faults)
    pairs = [[_parts(pair) for pair in row.cells[column].split()] for row in rows]
    return [{offer_id: int(grade) for offer_id, grade in of_row} for of_row in pairs]


def _faults(number: int, line: str, columns: Sequence[str]) -> Iterator[Fault]:
    cells = line.split("\t")
    if len(cells) != len(columns):
        yield Fault(number, "", f"{len(cells)} cells", f"{len(columns)} cells, tabs between them")
        return
    for column, cell in zip(columns, cells, strict=True):
        if not cell.strip():
            yield Fault(number, column, cell, "a value")


def _grade_faults(row: Row, column: str, known: Container[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for pair in row.cells[column].split():
        offer_id, grade = _parts(pair)
        if grade not in GRADES:
            yield Fault(row.line, column, pair, "an offer's id, a colon and a grade from 1 to 3")
        elif offer_id not in known:
            yield Fault(row.line, column, pair, "an offer of the collection that may be shown")
        elif offer_id in seen:
            yield Fault(row.line, column, pair, "each offer once")
        seen.add(offer_id)


def _parts(pair: str) -> tuple[str, str]:
    offer_id, _, grade = pair.partition(":")
    return offer_id, grade
