"""Types of the single values that people type into the city's files.

Each says in its error what was expected, in words that fit behind “expected”.
"""

import re
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from index.printable import is_printable

EARLIEST_AGE = -9
"""Months: the beginning of a pregnancy."""
LATEST_AGE = 1200
"""Months: a hundred years, so that a typing error shows."""

_WHOLE_NUMBER = re.compile(r"[+-]?\d+")


def expected(description: str) -> PydanticCustomError:
    """The error to raise in a validator."""
    return PydanticCustomError("expected", "{expected}", {"expected": description})


def _matching(pattern: str, description: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise expected(description)
        return value

    return AfterValidator(check)


def _whole_number(value: object) -> object:
    if isinstance(value, str) and not _WHOLE_NUMBER.fullmatch(value):
        raise expected("a whole number of months")
    return value


def _iso_date(value: object) -> object:
    # pydantic alone would read "20241231" as seconds since 1970
    if not isinstance(value, str):
        return value
    try:
        if len(value) == len("2026-01-31"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise expected("a date like 2026-01-31")


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        raise expected("a web address that begins with https:// or http://")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise expected("a text")
    return value


def _on_one_line(value: str) -> str:
    if not value.strip() or "\n" in value:
        raise expected("a text on one line")
    return value


def _printable(value: str) -> str:
    # spreadsheets leave a lone carriage return in a cell; a line break is written for it
    if not is_printable(value.replace("\r", "\n")):
        raise expected("a text without control characters; type it anew")
    return value


LONGEST_TEXT = 100_000
"""Characters; a book of a description is a mistake in the file."""
LONGEST_NOTE = 5_000

Note = Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(_printable)]
Name = Annotated[Note, AfterValidator(_on_one_line)]
Text = Annotated[
    str, Field(max_length=LONGEST_TEXT), AfterValidator(_not_blank), AfterValidator(_printable)
]
"""Unlike a name, it may have several lines."""
Slug = Annotated[
    str,
    Field(max_length=80),
    _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters a-z, digits and single hyphens"),
]
Identifier = Annotated[
    str,
    Field(max_length=80),
    _matching(
        r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?",
        "letters a-z or A-Z and digits, between them also hyphens, dots and underscores",
    ),
]
"""What other systems give their records: 5580318, O-01, kita_3.2."""
Postcode = Annotated[str, _matching(r"\d{5}", "a postcode of five digits")]
Postcodes = tuple[Postcode, ...]
Language = Annotated[str, _matching(r"[a-z]{2,3}", "language codes like de or tr")]
LANGUAGE_TAG = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""BCP 47, as far as it tells languages apart."""
LanguageTag = Annotated[str, _matching(LANGUAGE_TAG, "language tags like tr or de-simple")]
Email = Annotated[
    str,
    Field(max_length=254),
    _matching(r"\w[\w.+-]*@[\w-]+(\.[\w-]+)+", "an e-mail address"),
]
"""Narrower than RFC 5322: nothing a link takes for a subject, or a spreadsheet for a formula."""
Phone = Annotated[str, Field(max_length=40), _matching(r"\+?\d[\d /()-]*\d", "a telephone number")]
WebAddress = Annotated[
    str, Field(max_length=2_000), AfterValidator(_printable), AfterValidator(_web_address)
]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
AgeInMonths = Annotated[int, BeforeValidator(_whole_number), Field(ge=EARLIEST_AGE, le=LATEST_AGE)]
Day = Annotated[date, BeforeValidator(_iso_date)]
