"""How the values of an offer are written in offers.csv."""

import re
from collections.abc import Iterable, Mapping

from index.fields import LANGUAGE_TAG
from index.offers.record import Offer
from index.tables import split_list

COLUMNS = tuple(n for n in Offer.model_fields if n not in {"descriptions", "verified_at"})
"""Beside those of translations."""
TRANSLATION = re.compile(rf"description_(?!de$)(?P<language>{LANGUAGE_TAG})")
"""The name of a column with translations of the description."""

_LISTS = frozenset({"topics", "life_phase", "languages", "service_area_postcodes", "for_gender"})
_MAY_BE_EMPTY = frozenset(
    {
        "min_age_months",
        "max_age_months",
        "postcode",
        "lat",
        "lon",
        "geo_certainty",
        "phone",
        "email",
        "website",
        "valid_until",
        "source_url",
    }
)
# The writer of CSV files leaves a lone carriage return unquoted; readers take it for a new row.
_LINE_BREAK = re.compile(r"\r\n?")
_YES_OR_NO = {"yes": True, "no": False}

# A spreadsheet runs a cell that begins so as a formula; an apostrophe makes it text. Where it takes
# another character than the comma for the end of a cell, cells begin within a text too (OWASP, CSV
# Injection). Telephone numbers may begin with a sign, but hold no letters.
_BEGINS = r"(?<![^;\t\n])"
_FORMULA = r"""(?:[^\S\t\n]|['"])*[=+\-@＝＋－＠]"""
_BEFORE_FORMULA = re.compile(f"{_BEGINS}(?={_FORMULA})")
_ESCAPED = re.compile(f"{_BEGINS}'(?={_FORMULA})")
_FREE_TEXTS = frozenset(
    {
        "name",
        "organisation",
        "description_de",
        "descriptions",
        "for_whom",
        "cost_note",
        "waiting_time",
        "opening_hours",
        "street",
        "facts_as_of",
        "notes",
    }
)


def from_cells(cells: Mapping[str, str]) -> dict[str, object]:
    """Values for Offer; what is malformed stays as it is, for Offer to name."""
    values = {column: _parsed(column, cell) for column, cell in cells.items() if column in COLUMNS}
    translated = {
        column["language"]: _parsed("descriptions", cell)
        for name, cell in cells.items()
        if (column := TRANSLATION.fullmatch(name))
    }
    return {**values, "descriptions": translated} if translated else values


def to_cells(offer: Offer) -> dict[str, str]:
    cells = {column: _written(column, getattr(offer, column)) for column in COLUMNS}
    for language, description in offer.descriptions.items():
        cells[translation_column(language)] = _written("descriptions", description)
    return cells


def columns_of(offers: Iterable[Offer]) -> tuple[str, ...]:
    """All that have something to hold, those of translations last."""
    languages = {language for offer in offers for language in offer.descriptions}
    return *COLUMNS, *map(translation_column, sorted(languages))


def translation_column(language: str) -> str:
    return f"description_{language}"


def _parsed(column: str, cell: str) -> object:
    if column in _LISTS:
        return split_list(cell)
    if column in _MAY_BE_EMPTY:
        return cell or None
    if column == "confidential_address":
        return _YES_OR_NO.get(cell, cell)
    return _ESCAPED.sub("", cell) if column in _FREE_TEXTS else cell


def _written(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _LINE_BREAK.sub("\n", str(value))
    return _BEFORE_FORMULA.sub("'", text) if column in _FREE_TEXTS else text
