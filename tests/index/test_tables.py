from pathlib import Path

import pytest

from index.tables import Fault, TableRejected, read_table, split_list

COLUMNS = ("id", "name")


def faults(tmp_path: Path, content: bytes | str) -> list[Fault]:
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_table(path, COLUMNS).faults)


def test_rows_come_with_the_line_they_begin_at(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,name\na,"two\nlines"\n\nb,one\n', newline="")

    rows = read_table(path, COLUMNS).rows

    assert [(row.line, row.cells["id"]) for row in rows] == [(2, "a"), (5, "b")]
    assert rows[0].cells["name"] == "two\nlines"


def test_line_breaks_in_a_cell_are_those_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b'id,name\r\na,"one\r\ntwo\rthree"\r\nb,four\r\n')

    rows = read_table(path, COLUMNS).rows

    assert [row.cells["name"] for row in rows] == ["one\ntwo\nthree", "four"]


def test_an_optional_column_may_be_missing_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,name\na,b\n")

    assert read_table(path, (*COLUMNS, "age"), {"age"}).rows[0].cells == {"id": "a", "name": "b"}
    (fault,) = read_table(path, (*COLUMNS, "age", "town"), {"age"}).faults
    assert (fault.column, fault.expected) == ("town", "this column, which is missing")


def test_a_cell_may_be_as_long_as_a_book(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"id,name\na,{'x' * 1_000_000}\n")

    assert len(read_table(path, COLUMNS).rows[0].cells["name"]) == 1_000_000


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.tables.LARGEST_FILE_BYTES", 1_000_000)

    (fault,) = faults(tmp_path, b"id,name\n" + b"a,b\n" * 250_000)

    assert fault.expected == "a file of at most 1 MB; divide it"


@pytest.mark.parametrize(
    ("bound", "content", "expected"),
    [
        ("MOST_ROWS", "id,name\n" + "a,b\n" * 11, "at most 10 rows; divide the file"),
        ("MOST_COLUMNS", "id,name" + ",x" * 10 + "\n", "at most 10"),
        ("LONGEST_CELL", f"id,name\na,{'b' * 11}\nc,d\n", "cells of at most 10 letters"),
    ],
)
def test_a_small_file_cannot_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, content: str, expected: str
) -> None:
    monkeypatch.setattr(f"index.tables.{bound}", 10)

    (fault,) = faults(tmp_path, content)

    assert fault.expected == expected


def test_of_very_many_faults_the_first_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.tables.MOST_FAULTS", 2)

    rejected = TableRejected(tmp_path, faults(tmp_path, "id,name\n" + "a\n" * 9))

    assert [fault.line for fault in rejected.faults] == [2, 3, 4]
    assert "to be mended first" in rejected.faults[-1].expected


def test_windows_line_ends_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\ufeffid,name\r\na,Ä\r\nb,Ö\r\n".encode())

    rows = read_table(path, COLUMNS).rows

    assert [(row.line, row.cells) for row in rows] == [
        (2, {"id": "a", "name": "Ä"}),
        (3, {"id": "b", "name": "Ö"}),
    ]


@pytest.mark.parametrize(
    ("content", "line", "column", "expected"),
    [
        ("", 1, "", "the file is empty"),
        ("id,name\n", 2, "", "at least one row"),
        ("id;name\na;b\n", 1, "", "commas between the columns, not semicolons"),
        ("id\tname\na\tb\n", 1, "", "commas between the columns, not tabs"),
        ("id\na\n", 1, "name", "this column, which is missing"),
        ("id, name ,age\na,b,3\n", 1, "age", "one of the known columns"),
        ("id,name,name\na,b,c\n", 1, "name", "this column once only"),
        ("id,name\na\n", 2, "", "2 cells"),
        ("id,name\na,b\nc,d,e\n", 3, "", "2 cells"),
        ('id,name\na,b\nc,"open\n', 3, "", "quotation marks in pairs"),
        ("id,name\na,M\u00fcller\n".encode("latin-1"), 2, "", "text encoded as UTF-8"),
        ("id,name\na,b\n".encode("utf-16"), 1, "", "text encoded as UTF-8"),
        ("id,name\na,b\n".encode("utf-16-le"), 1, "", "text encoded as UTF-8"),
    ],
)
def test_a_broken_file_gives_one_clear_fault(
    tmp_path: Path, content: bytes | str, line: int, column: str, expected: str
) -> None:
    (fault,) = faults(tmp_path, content)

    assert (fault.line, fault.column) == (line, column)
    assert expected in fault.expected


def test_every_row_with_too_few_cells_is_named(tmp_path: Path) -> None:
    assert [fault.line for fault in faults(tmp_path, "id,name\na\nb,c\nd\n")] == [2, 4]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    (fault,) = read_table(tmp_path / "nowhere.csv", COLUMNS).faults

    assert "No such file" in fault.expected


def test_a_fault_reads_as_a_sentence_and_shortens_long_values() -> None:
    fault = Fault(7, "name", "x" * 200, "a text")

    assert str(fault).startswith("line 7, name: found “xxx")
    assert str(fault).endswith("…”, expected a text")
    assert len(str(fault)) < 130


def test_lists_ignore_blanks_and_empty_items() -> None:
    assert split_list(" a; b;;c ;") == ("a", "b", "c")
