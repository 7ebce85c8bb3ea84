"""Reading the CSV files people keep, so that every fault can be found again in the file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexFailure
from index.printable import printable

if TYPE_CHECKING:
    from _csv import Reader as CsvReader  # has no public name

OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
LARGEST_FILE_BYTES = 200_000_000
"""A hundred thousand offers with a page of text each; it is read as a whole."""

MOST_ROWS = 250_000
MOST_COLUMNS = 500
LONGEST_CELL = 1_000_000
"""Characters."""
MOST_FAULTS = 1_000
"""So many faults are enough to begin with."""

# The module's own limit of 131,072 letters would be told as a fault of quotation marks.
csv.field_size_limit(LARGEST_FILE_BYTES)


@dataclass(frozen=True)
class Fault:
    """One thing to mend in a file.

    `line` is the physical line as an editor counts it; for a row that spans lines, its first.
    `column` is the heading, or empty where the fault concerns the whole line or file.
    """

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {_shortened(self.column)}" if self.column else "")
        found = f"found “{_shortened(self.value)}”, " if self.value else ""
        return f"{place}: {found}expected {self.expected}"


class TableRejected(IndexFailure):
    """A file has faults; nothing of it was used."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = _first(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(f"{path}: {fault}" for fault in self.faults))


@dataclass(frozen=True)
class Row:
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list separated by semicolons."""
    return tuple(item for item in (part.strip() for part in cell.split(";")) if item)


def read_table(
    path: Path,
    columns: Sequence[str],
    optional: Collection[str] = (),
    *,
    further: Mapping[str, re.Pattern[str]] | None = None,
) -> Table:
    """Rows of a comma-separated UTF-8 file with these columns, in any order.

    A file may lack an `optional` column; then no row has a cell of that name. It may have `further`
    columns whose names match a pattern, each with a wording of it for who has to mend the file.
    """
    try:
        text = _text(path)
    except _Unreadable as unreadable:
        return _failed(unreadable.fault)
    lines = csv.reader(io.StringIO(text, newline=None), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
    except csv.Error as error:
        return _failed(Fault(1, "", "", f"a line of column names ({error})"))
    faults = _header_faults(header, columns, optional, further or {})
    if faults:
        return Table((), tuple(faults))
    return _read_rows(lines, header)


class _Unreadable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _Unreadable(Fault(1, "", str(path), f"a file that can be read ({reason})")) from error
    if len(content) > LARGEST_FILE_BYTES:
        most = f"a file of at most {LARGEST_FILE_BYTES // 10**6} MB; divide it"
        raise _Unreadable(Fault(1, "", str(path), most))
    if b"\0" in content:  # as in UTF-16; the database could not keep it either
        raise _Unreadable(_encoding_fault(content, content.index(0)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable(_encoding_fault(content, error.start)) from error


def _read_rows(lines: "CsvReader", header: Sequence[str]) -> Table:
    rows: list[Row] = []
    faults: list[Fault] = []
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines, None)
        except csv.Error as error:
            expected = f"quotation marks in pairs, those inside a text doubled ({error})"
            faults.append(Fault(line, "", "", expected))
            break
        if cells is None:
            break
        if len(rows) == MOST_ROWS:
            faults.append(Fault(line, "", "", f"at most {MOST_ROWS} rows; divide the file"))
            break
        if len(faults) > MOST_FAULTS:
            break
        if max(map(len, cells), default=0) > LONGEST_CELL:
            faults.append(Fault(line, "", "", f"cells of at most {LONGEST_CELL} letters"))
        elif len(cells) == len(header):
            values = (cell.strip() for cell in cells)
            rows.append(Row(line, dict(zip(header, values, strict=True))))
        elif cells:
            expected = f"{len(header)} cells as in the first line"
            faults.append(Fault(line, "", f"{len(cells)} cells", expected))
    if not rows and not faults:
        faults.append(Fault(2, "", "", "at least one row below the column names"))
    return Table(tuple(rows), tuple(faults))


def _header_faults(
    header: Sequence[str],
    columns: Sequence[str],
    optional: Collection[str],
    further: Mapping[str, re.Pattern[str]],
) -> list[Fault]:
    if not any(header):
        return [Fault(1, "", "", "a line of column names; the file is empty")]
    if len(header) == 1 and len(columns) > 1:
        for delimiter, plural in OTHER_DELIMITERS.items():
            if delimiter in header[0]:
                return [Fault(1, "", header[0], f"commas between the columns, not {plural}")]
    if len(header) > MOST_COLUMNS:
        return [Fault(1, "", f"{len(header)} columns", f"at most {MOST_COLUMNS}")]
    missing = [name for name in columns if name not in header and name not in optional]
    known = ", ".join((*columns, *further))
    unknown = [
        name
        for name in dict.fromkeys(header)
        if name not in columns and not any(p.fullmatch(name) for p in further.values())
    ]
    doubled = [name for name, times in Counter(header).items() if times > 1]
    return (
        [Fault(1, name, "", "this column, which is missing") for name in missing]
        + [Fault(1, name, name, f"one of the known columns ({known})") for name in unknown]
        + [Fault(1, name, name, "this column once only") for name in doubled]
    )


def _encoding_fault(content: bytes, position: int) -> Fault:
    line = content.count(b"\n", 0, position) + 1
    return Fault(line, "", repr(content[position : position + 1]), "text encoded as UTF-8")


def _failed(fault: Fault) -> Table:
    return Table((), (fault,))


def _first(faults: list[Fault]) -> list[Fault]:
    """All or, where there are too many to be read, the first with a remark about the others."""
    if len(faults) <= MOST_FAULTS:
        return faults
    others = "the faults above to be mended first; not all of those below were looked for"
    return [*faults[:MOST_FAULTS], Fault(faults[MOST_FAULTS].line, "", "", others)]


def _shortened(value: str, length: int = 80) -> str:
    return printable(value if len(value) <= length else value[: length - 1] + "…")
