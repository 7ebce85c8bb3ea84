"""The times ahead, and that none is told that is not certain."""

from datetime import date, datetime

import pytest

from index.city import City
from index.reach.ahead import times_ahead

MONDAY = date(2026, 11, 23)


def told(city: City, hours: str, first: date = MONDAY, days: int = 7) -> list[str]:
    """Each as “23 11:00-19:00”, the day of the month first."""
    times = times_ahead(hours, city.profile, first, days)
    return [f"{t.start:%d %H:%M}-{t.end:%H:%M}" if t.end else f"{t.start:%d %H:%M}" for t in times]


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ("Mo,We 11:00-19:00", ["23 11:00-19:00", "25 11:00-19:00"]),
        ("Tu 10:00-13:00,14:00-17:00", ["24 10:00-13:00", "24 14:00-17:00"]),
        ("Sa[4] 14:00-18:00; Sa[1] 9:00-10:00", ["28 14:00-18:00"]),
        ("Fr 22:00-02:00", ["27 22:00-02:00"]),
        ("We 15:00+", ["25 15:00"]),
    ],
)
def test_times_follow_each_other(city: City, hours: str, times: list[str]) -> None:
    assert told(city, hours) == times


@pytest.mark.parametrize("hours", ["24/7", "", "Su", "nach Absprache", "SH Mo 10:00-12:00"])
def test_hours_without_certain_times_have_none(city: City, hours: str) -> None:
    assert told(city, hours) == []


def test_a_day_off_is_left_out_unless_the_hours_name_it(city: City) -> None:
    christmas = date(2026, 12, 25)  # a Friday
    assert told(city, "Fr 10:00-12:00", christmas, 15) == ["08 10:00-12:00"]  # not on 1 January
    assert told(city, "Fr 10:00-12:00; PH 11:00-12:00", christmas, 1) == ["25 11:00-12:00"]


def test_clocks_go_on_when_the_time_changes(city: City) -> None:
    changed = date(2027, 3, 28)
    (sunday,) = times_ahead("Su 10:00-12:00", city.profile, changed, 1)
    assert sunday.start == datetime(2027, 3, 28, 10, tzinfo=city.profile.zone)
    assert sunday.start.utcoffset() != datetime(2027, 3, 27, tzinfo=city.profile.zone).utcoffset()
