"""Dates to the day: a birth date becomes month and year, so that the age is still understood."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale

from bot.languages import WRITTEN
from bot.safety.personal_data.found import Found

_LEVANT = "ar_SY"  # Syria and Iraq call the months otherwise than Egypt
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)?\d\d)"
_FIGURES = (
    re.compile(rf"(?<![\d.]){_DAY}[ ]?[./-][ ]?{_MONTH}[ ]?[./-][ ]?{_YEAR}(?![\d])"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\w)(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d\d)(?!\w)"),
)
_ENDING = r"(?:\.|st|nd|rd|th|[ ]?-?(?:го|е|ого))?"
_CENTURY = 100


def birth_dates(text: str, today: date) -> Iterator[Found]:
    """Days of the past, with a year; what lies ahead is an appointment or a birth to come."""
    for pattern in _FIGURES:
        for found in pattern.finditer(text):
            day = _day(found, today)
            if day is not None and day < today:
                instead = f"{day.month:02}.{day.year}"
                yield Found(found.start(), found.end(), "birth date", instead)
    for pattern in _named():
        for found in pattern.finditer(text):
            if int(found["year"]) <= today.year:
                yield Found(found.start("drop"), found.end("drop"), "birth date", "")


def _day(found: re.Match[str], today: date) -> date | None:
    year = int(found["year"])
    if year < _CENTURY:
        century = today.year // _CENTURY * _CENTURY
        year += century if century + year <= today.year else century - _CENTURY
    day, month = int(found["day"]), int(found["month"])
    try:
        return date(year, month, day)
    except ValueError:
        pass
    try:  # the American way
        return date(year, day, month)
    except ValueError:
        return None


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(map(re.escape, _month_names()), key=len, reverse=True))
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    return (
        re.compile(
            rf"(?<!\w)(?P<drop>\d{{1,2}}{_ENDING}[ ]?(?:of |de )?)(?:{months})\.?,?[ ]{{0,2}}"
            + year,
            re.I,
        ),
        re.compile(
            rf"(?<!\w)(?:{months})\.?(?P<drop>[ ]\d{{1,2}}{_ENDING},?)[ ]{{1,2}}{year}", re.I
        ),
    )


def _month_names() -> set[str]:
    return {
        name
        for code in (*WRITTEN, _LEVANT)
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in (Locale.parse(code).months[form][width]).values()
        if not name.isdigit() and len(name) > 2
    }
