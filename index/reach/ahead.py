"""When a place opens in the coming weeks, as far as its hours say it for certain."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from opening_hours import State

from index.city import CityProfile
from index.reach.opening import ALWAYS, is_uncertain_day, is_written, schedule_of

LONGEST = timedelta(days=1)
"""What is open for longer has no time at which one had better come."""


@dataclass(frozen=True)
class OpenTime:
    """In the city's time; `end` is None where it is not known, as of “15:00+”."""

    start: datetime
    end: datetime | None


def times_ahead(hours: str, profile: CityProfile, first: date, days: int) -> list[OpenTime]:
    """Each time from a day on, in their order; none where they are not known, and none for 24/7."""
    schedule = schedule_of(hours, profile.zone, profile.country)
    if hours == ALWAYS or schedule is None:
        return []
    begin = datetime.combine(first, time(), profile.zone)
    return [
        OpenTime(start, end if is_written(end, hours) else None)
        for start, end, state, comment in schedule.intervals(begin, begin + timedelta(days=days))
        if state is State.OPEN
        and not comment
        and end - start <= LONGEST
        and is_written(start, hours, open_ended=True)
        and not is_uncertain_day(start, hours, profile)
    ]
