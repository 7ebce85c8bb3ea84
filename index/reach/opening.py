"""Whether a place is open, as far as its hours say it for certain.

Hours are read by the library opening-hours-py. It takes an open end (“15:00+”) and a day without
times for open until midnight, and an ordinary weekday's hours for valid on public holidays. None
of that is known, so nothing is told of it here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from index.city import CityProfile

ALWAYS = "24/7"
HOLIDAYS = "PH"
_BEYOND_KNOWING = re.compile(r"SH|sun|dawn|dusk|unknown")
"""School holidays and the course of the sun are not known here."""


@dataclass(frozen=True)
class Opening:
    """`open_now` is None where it is not known; times are the city's, None where not known."""

    open_now: bool | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None


NOT_KNOWN = Opening()


def opening(hours: str, profile: CityProfile, now: datetime) -> Opening:
    """`hours` are in OpenStreetMap's syntax; what cannot be read is not known."""
    if hours == ALWAYS:
        return Opening(open_now=True)
    schedule = schedule_of(hours, profile.zone, profile.country)
    now = now.astimezone(profile.zone)
    if schedule is None or is_uncertain_day(now, hours, profile):
        return NOT_KNOWN
    state, comment = schedule.state(now)
    change = schedule.next_change(now)
    if state is State.OPEN and not comment and change is not None:
        is_told = is_written(change, hours) and schedule.state(change)[0] is State.CLOSED
        return Opening(open_now=True, closes_at=change) if is_told else NOT_KNOWN
    if state is State.CLOSED and not comment:
        return Opening(open_now=False, opens_at=_opens_at(change, schedule, hours, profile))
    return NOT_KNOWN


def _opens_at(
    change: datetime | None, schedule: OpeningHours, hours: str, profile: CityProfile
) -> datetime | None:
    if change is None or schedule.state(change) != (State.OPEN, ""):
        return None
    is_told = is_written(change, hours, open_ended=True)
    return change if is_told and not is_uncertain_day(change, hours, profile) else None


def is_written(time: datetime, hours: str, *, open_ended: bool = False) -> bool:
    """Whether the time of day stands in the hours; an open end says nothing of the end."""
    clock = rf"0?{time.hour}:{time:%M}" if time.hour or time.minute else "(00|24):00"
    after = "" if open_ended else r"(?!\+)"
    return re.search(rf"(?<!\d){clock}{after}", hours) is not None


def is_uncertain_day(day: datetime, hours: str, profile: CityProfile) -> bool:
    """A public holiday that the hours do not speak of, or one the library does not know."""
    if not is_holiday(day, profile):
        return False
    return HOLIDAYS not in hours or not _is_one_of(HOLIDAYS, day, profile)


def is_holiday(day: date, profile: CityProfile) -> bool:
    """Whether the city has a day off."""
    return _is_one_of(profile.public_holidays, day, profile)


def _is_one_of(days: str, day: date, profile: CityProfile) -> bool:
    schedule = schedule_of(days, profile.zone, profile.country)
    noon = datetime.combine(day, time(12), profile.zone)
    return schedule is not None and schedule.is_open(noon)


@lru_cache(maxsize=10_000)
def schedule_of(hours: str, zone: ZoneInfo, country: str | None = None) -> OpeningHours | None:
    """None where the hours cannot be read; without a country there are no public holidays."""
    if _BEYOND_KNOWING.search(hours) or not validate(hours):
        return None
    return OpeningHours(hours, timezone=zone, country=country, max_interval_days=366)
