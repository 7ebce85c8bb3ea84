"""Whether a place is open in the afternoon or at the weekend, in weeks without holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import State

from index.reach.opening import ALWAYS, is_written, schedule_of

DAYS_AHEAD = 35
"""Within five weeks each weekday of a month comes round: the first Saturday, the third Monday."""
AFTERNOON = (time(14), time(18))
DAY = (time(6), time.max)
WEEKEND = frozenset({5, 6})
EVERY_DAY = frozenset(range(7))
LEAST_TIME = timedelta(hours=1)
"""Who is there until ten past two is not there in the afternoon."""

Interval = tuple[datetime, datetime, State, str]


@dataclass(frozen=True)
class Times:
    """None where it is not known."""

    afternoon: bool | None = None
    weekend: bool | None = None


NOT_KNOWN = Times()


@lru_cache(maxsize=10_000)
def regular_times(hours: str, zone: ZoneInfo, today: date) -> Times:
    """Of hours in OpenStreetMap's syntax, in the weeks from today on."""
    if hours == ALWAYS:
        return Times(afternoon=True, weekend=True)
    schedule = schedule_of(hours, zone)
    if schedule is None:
        return NOT_KNOWN
    start = datetime.combine(today, time(), zone)
    weeks = schedule.intervals(start, start + timedelta(days=DAYS_AHEAD))
    open_times = [interval for interval in weeks if interval[2] is not State.CLOSED]
    if not open_times:  # such as in summer only
        return NOT_KNOWN
    return Times(
        afternoon=_one_of(_is_afternoon(interval, hours) for interval in open_times),
        weekend=_one_of(_is_weekend(interval) for interval in open_times),
    )


def _one_of(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    if True in found:
        return True
    return None if None in found else False


def _is_afternoon(interval: Interval, hours: str) -> bool | None:
    if not _lasts_into(interval, *AFTERNOON, EVERY_DAY):
        return False
    start, end, _, _ = interval
    begins_then = AFTERNOON[0] <= start.time() < AFTERNOON[1]
    is_told = is_written(start, hours, open_ended=True) and (is_written(end, hours) or begins_then)
    return True if is_told and _is_certain(interval) else None


def _is_weekend(interval: Interval) -> bool | None:
    if not _lasts_into(interval, *DAY, WEEKEND):
        return False
    return True if _is_certain(interval) else None


def _is_certain(interval: Interval) -> bool:
    """A comment says “by appointment” or the like."""
    _, _, state, comment = interval
    return state is State.OPEN and not comment


def _lasts_into(interval: Interval, first: time, last: time, weekdays: frozenset[int]) -> bool:
    start, end, _, _ = interval
    days = (start.date() + timedelta(days=n) for n in range((end.date() - start.date()).days + 1))
    return any(
        min(end, datetime.combine(day, last, start.tzinfo))
        - max(start, datetime.combine(day, first, start.tzinfo))
        >= LEAST_TIME
        for day in days
        if day.weekday() in weekdays
    )
