"""Opening hours, written in OpenStreetMap's syntax, said in words.

Reads what offers use of https://wiki.openstreetmap.org/wiki/Key:opening_hours: days, day ranges,
nth weekdays of a month, public holidays, times, open ends. Anything else is shown as given.
"""

from __future__ import annotations

import re
from datetime import datetime

from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list

from bot.texts.catalogue import Catalogue
from index.reach import Opening

ALWAYS = "24/7"
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth"}

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_DAYS = rf"{_DAY}(?:-{_DAY}|\[[1-5](?:,[1-5])*\])?(?:,{_DAY}(?:-{_DAY}|\[[1-5](?:,[1-5])*\])?)*"
_TIME = r"\d{2}:\d{2}"
_TIMES = rf"{_TIME}(?:-{_TIME}|\+)(?:,{_TIME}(?:-{_TIME}|\+))*"
_RULE = re.compile(rf"(?P<days>{_DAYS})?\s*(?P<times>{_TIMES})?")
_DAY_PART = re.compile(rf"(?P<first>{_DAY})(?:-(?P<last>{_DAY})|\[(?P<nth>[1-5,]+)\])?")


def hours_in_words(opening_hours: str, texts: Catalogue) -> str:
    """Say when it is open, in the catalogue's language."""
    if opening_hours == ALWAYS:
        return texts.text("reason.always_open")
    rules = [_RULE.fullmatch(rule.strip()) for rule in opening_hours.split(";")]
    if not all(rules):
        return opening_hours
    return texts.semicolons(_rule(rule, texts) for rule in rules if rule)


def opening_in_words(
    opening: Opening, at: datetime, texts: Catalogue, *, by_phone: bool = False
) -> str | None:
    """Say whether it is open and until when, or when next; None where that is not known."""
    verb = "answers" if by_phone else "open"
    if opening.open_now and opening.closes_at:
        return texts.text(f"opening.{verb}_until", time=clock_in_words(opening.closes_at, texts))
    if opening.opens_at is None:
        return None
    verb, time = "answers" if by_phone else "opens", clock_in_words(opening.opens_at, texts)
    if opening.opens_at.date() == at.date():
        return texts.text(f"opening.{verb}_today", time=time)
    day = _day_ahead(opening.opens_at, at, texts)
    return texts.text(f"opening.{verb}_again", day=day, time=time)


def clock_in_words(time: datetime, texts: Catalogue) -> str:
    """Say the time of day, in German 9 or 13:30."""
    return _clock(f"{time:%H:%M}", texts)


def _day_ahead(day: datetime, at: datetime, texts: Catalogue) -> str:
    """Name the weekday within a week, else the date."""
    if (day.date() - at.date()).days < len(DAYS):
        return str(get_day_names("wide", locale=texts.locale)[day.weekday()])
    return format_skeleton("MMMMd", day, locale=texts.locale)


def _rule(rule: re.Match[str], texts: Catalogue) -> str:
    days = texts.commas(_days(part, texts) for part in _DAY_PART.finditer(rule["days"] or ""))
    parts = [_time(part, texts) for part in (rule["times"] or "").split(",") if part]
    times = format_list(parts, locale=texts.locale)
    if not times:
        return days
    said = texts.text("hours.times", times=times)
    return texts.text("hours.days_and_times", days=days, times=said) if days else said


def _days(part: re.Match[str], texts: Catalogue) -> str:
    first = _day(part["first"], texts)
    if part["last"]:
        return texts.text("hours.range", first=first, last=_day(part["last"], texts))
    if part["nth"]:
        each = [texts.text(f"hours.ordinal.{_ORDINALS[n]}") for n in part["nth"].split(",")]
        numbers = format_list(each, locale=texts.locale)
        return texts.text("hours.nth", numbers=numbers, day=first)
    return first


def _day(name: str, texts: Catalogue) -> str:
    if name == "PH":
        return texts.text("hours.holidays")
    return str(get_day_names("abbreviated", locale=texts.locale)[DAYS.index(name)])


def _time(part: str, texts: Catalogue) -> str:
    if part.endswith("+"):
        return texts.text("hours.from", time=_clock(part.rstrip("+"), texts))
    first, last = part.split("-")
    return texts.text("hours.range", first=_clock(first, texts), last=_clock(last, texts))


def _clock(time: str, texts: Catalogue) -> str:
    hour, minutes = time.split(":")
    form = "hours.clock_full" if minutes == "00" else "hours.clock"
    return texts.text(form, hour=int(hour), minutes=minutes)
