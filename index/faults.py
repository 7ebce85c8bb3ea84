"""What pydantic finds, told as faults of a file."""

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from index.tables import Fault, Row

_PHRASES: Mapping[str, str] = {
    "missing": "a value",
    "literal_error": "{expected}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "float_parsing": "a number like 51.4716",
    "string_too_long": "at most {max_length} letters",
    "bool_type": "yes or no",
    "expected": "{expected}",
}


Place = tuple[int | str, ...]
"""Where a value stands in a model: its field, and its key or index in there."""


def faults_of(
    row: Row, error: ValidationError, column_of: Callable[[Place], str] | None = None
) -> list[Fault]:
    """`column_of` tells the column of a value; else it is named like the field."""
    named = column_of or (lambda place: str(place[0]))
    return [_fault(row, details, named) for details in error.errors(include_url=False)]


def _fault(row: Row, details: ErrorDetails, column_of: Callable[[Place], str]) -> Fault:
    context = details.get("ctx", {})
    column = column_of(details["loc"])
    phrase = _PHRASES.get(details["type"])
    expected = phrase.format(**context) if phrase else details["msg"]
    return Fault(row.line, column, row.cells.get(column, ""), expected)
