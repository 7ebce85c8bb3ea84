"""Opening hours, written in OpenStreetMap's syntax, said in words.

Reads what offers use of https://wiki.openstreetmap.org/wiki/Key:opening_hours: days, day ranges,
nth weekdays of a month, public holidays, times, open ends. Anything else is shown as given.
"""

from __future__ import annotations

import re

from babel.dates import get_day_names
from babel.lists import format_list

from bot.texts.catalogue import Catalogue

ALWAYS = "24/7"
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_DAYS = rf"{_DAY}(?:-{_DAY}|\[\d(?:,\d)*\])?(?:,{_DAY}(?:-{_DAY}|\[\d(?:,\d)*\])?)*"
_TIME = r"\d{2}:\d{2}"
_TIMES = rf"{_TIME}(?:-{_TIME}|\+)(?:,{_TIME}(?:-{_TIME}|\+))*"
_RULE = re.compile(rf"(?P<days>{_DAYS})?\s*(?P<times>{_TIMES})?")
_DAY_PART = re.compile(rf"(?P<first>{_DAY})(?:-(?P<last>{_DAY})|\[(?P<nth>[\d,]+)\])?")


def hours_in_words(opening_hours: str, texts: Catalogue) -> str:
    """Say when it is open, in the catalogue's language."""
    if opening_hours == ALWAYS:
        return texts.text("reason.always_open")
    rules = [_RULE.fullmatch(rule.strip()) for rule in opening_hours.split(";")]
    if not all(rules):
        return opening_hours
    return "; ".join(_rule(rule, texts) for rule in rules if rule)


def _rule(rule: re.Match[str], texts: Catalogue) -> str:
    days = ", ".join(_days(part, texts) for part in _DAY_PART.finditer(rule["days"] or ""))
    parts = [_time(part, texts) for part in (rule["times"] or "").split(",") if part]
    times = format_list(parts, locale=texts.language)
    return " ".join(filter(None, (days, texts.text("hours.times", times=times) if times else "")))


def _days(part: re.Match[str], texts: Catalogue) -> str:
    first = _day(part["first"], texts)
    if part["last"]:
        return texts.text("hours.range", first=first, last=_day(part["last"], texts))
    if part["nth"]:
        each = [f"{number}." for number in part["nth"].split(",")]
        numbers = format_list(each, locale=texts.language)
        return texts.text("hours.nth", numbers=numbers, day=first)
    return first


def _day(name: str, texts: Catalogue) -> str:
    if name == "PH":
        return texts.text("hours.holidays")
    return str(get_day_names("abbreviated", locale=texts.language)[DAYS.index(name)])


def _time(part: str, texts: Catalogue) -> str:
    if part.endswith("+"):
        return texts.text("hours.from", time=_clock(part.rstrip("+")))
    first, last = part.split("-")
    return texts.text("hours.range", first=_clock(first), last=_clock(last))


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"
