"""What pydantic finds, told as faults of a file."""

from collections.abc import Mapping

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


def faults_of(row: Row, error: ValidationError) -> list[Fault]:
    return [_fault(row, details) for details in error.errors(include_url=False)]


def _fault(row: Row, details: ErrorDetails) -> Fault:
    context = details.get("ctx", {})
    column = str(details["loc"][0])
    phrase = _PHRASES.get(details["type"])
    expected = phrase.format(**context) if phrase else details["msg"]
    return Fault(row.line, column, row.cells.get(column, ""), expected)
