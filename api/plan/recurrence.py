"""Puts single times together into what a calendar repeats (RFC 5545, 3.3.10)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from index.reach.ahead import OpenTime

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

IsDayOff = Callable[[date], bool]


@dataclass(frozen=True)
class Series:
    """A first time and when it comes again.

    `by_day` are weekdays like MO, or those of certain weeks of the month like 2SA; without any it
    is this once. `without` are beginnings that the rule names though it is closed then.
    """

    first: OpenTime
    by_day: tuple[str, ...] = ()
    without: tuple[datetime, ...] = ()

    @property
    def is_monthly(self) -> bool:
        return any(name not in WEEKDAYS for name in self.by_day)


def series_of(
    times: Sequence[OpenTime], days: Sequence[date], is_day_off: IsDayOff
) -> list[Series]:
    """What comes every week, in certain weeks of the month, and day by day what does neither.

    `times` are all those within `days`, which follow each other. A rule may miss days off alone.
    """
    by_clock: dict[tuple[time, timedelta | None], list[OpenTime]] = defaultdict(list)
    for each in times:
        long = each.end - each.start if each.end else None
        by_clock[each.start.time(), long].append(each)
    return [series for alike in by_clock.values() for series in _repeated(alike, days, is_day_off)]


def _repeated(
    times: Sequence[OpenTime], days: Sequence[date], is_day_off: IsDayOff
) -> Iterator[Series]:
    """Of times that differ in their day alone."""
    held = {each.start.date() for each in times}
    names = [name for weekday in range(7) for name in _names(weekday, held, days, is_day_off)]
    weekly = tuple(name for name in names if name in WEEKDAYS)
    monthly = tuple(name for name in names if name not in WEEKDAYS)
    for by_day in filter(None, (weekly, monthly)):
        first = next(each for each in times if _is_one_of(each.start.date(), by_day))
        missed = (day for day in days if _is_one_of(day, by_day) and day not in held)
        clock = first.start.timetz()
        without = [datetime.combine(day, clock) for day in missed if day > first.start.date()]
        yield Series(first, by_day, tuple(without))
    yield from (Series(each) for each in times if not _is_one_of(each.start.date(), names))


def _names(
    weekday: int, held: set[date], days: Sequence[date], is_day_off: IsDayOff
) -> tuple[str, ...]:
    """How a rule names the days of a weekday on which it is held; none if no rule can."""
    mine = {day for day in held if day.weekday() == weekday}
    weeks = sorted({_week_of_month(day) for day in mine})
    name = WEEKDAYS[weekday]
    for names in ((name,), tuple(f"{week}{name}" for week in weeks)):
        ruled = [day for day in days if _is_one_of(day, names)]
        if mine and all(day in mine or is_day_off(day) for day in ruled):
            return names
    return ()


def _is_one_of(day: date, names: Sequence[str]) -> bool:
    name = WEEKDAYS[day.weekday()]
    return name in names or f"{_week_of_month(day)}{name}" in names


def _week_of_month(day: date) -> int:
    """1 for the first Monday of a month, as for the first of every other weekday."""
    return (day.day - 1) // 7 + 1
