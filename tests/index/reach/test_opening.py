"""What is told of opening hours, and that nothing is told that is not certain."""

from datetime import datetime
from typing import Any

import pytest

from index.city import City
from index.reach.opening import Opening, opening

MONDAY = (2026, 11, 23)
NOTHING = Opening()


def at(city: City, *moment: int) -> datetime:
    year, month, day, hour, minute = (*moment, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=city.profile.zone)


def told(city: City, hours: str, *moment: int) -> Opening:
    return opening(hours, city.profile, at(city, *moment))


@pytest.mark.parametrize(
    ("hours", "moment", "closes"),
    [
        ("Mo-Fr 11:00-19:00", (*MONDAY, 12), (*MONDAY, 19)),
        ("Mo-Fr 9:00-9:30", (*MONDAY, 9), (*MONDAY, 9, 30)),
        ("Mo 10:00-12:00,14:00-16:00", (*MONDAY, 15), (*MONDAY, 16)),
        ("Fr 22:00-02:00", (2026, 11, 27, 23), (2026, 11, 28, 2)),
        ("Mo 18:00-24:00", (*MONDAY, 19), (2026, 11, 24)),
        ("Sa[4] 14:00-18:00", (2026, 11, 28, 15), (2026, 11, 28, 18)),
        ("Sa,Su,PH 10:00-21:00", (2026, 12, 25, 12), (2026, 12, 25, 21)),
    ],
)
def test_it_is_open_until_it_closes(
    city: City, hours: str, moment: Any, closes: tuple[int, ...]
) -> None:
    assert told(city, hours, *moment) == Opening(open_now=True, closes_at=at(city, *closes))


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        ("Mo-Fr 11:00-19:00", (*MONDAY, 9), (*MONDAY, 11)),
        ("Mo-Fr 11:00-19:00", (2026, 11, 21, 9), (*MONDAY, 11)),
        ("Mo 15:00+", (*MONDAY, 9), (*MONDAY, 15)),
        ("We[2] 16:30-18:00", (*MONDAY, 9), (2026, 12, 9, 16, 30)),
    ],
)
def test_it_is_closed_until_it_opens(
    city: City, hours: str, moment: Any, opens: tuple[int, ...]
) -> None:
    assert told(city, hours, *moment) == Opening(open_now=False, opens_at=at(city, *opens))


def test_around_the_clock_has_no_end(city: City) -> None:
    assert told(city, "24/7", 2026, 12, 25) == Opening(open_now=True)


@pytest.mark.parametrize(
    ("hours", "moment"),
    [
        ("", (*MONDAY, 12)),
        ("nach Vereinbarung", (*MONDAY, 12)),
        ("täglich 9-12", (*MONDAY, 10)),
        ("Mo-Fr 25:00-26:00", (*MONDAY, 10)),
        ("Mo 15:00+", (*MONDAY, 16)),  # nobody knows until when
        ("Mo 10:00-12:00,14:00-16:00+", (*MONDAY, 15)),
        ("Mo", (*MONDAY, 3)),  # nobody knows from when
        ("sunrise-sunset", (*MONDAY, 12)),
        ("SH Mo-Fr 10:00-12:00", (*MONDAY, 11)),
        ('Mo-Fr 10:00-12:00 "nur mit Termin"', (*MONDAY, 11)),
        ("Mo-Fr 10:00-12:00 unknown", (*MONDAY, 11)),
    ],
)
def test_what_is_not_known_is_not_told(city: City, hours: str, moment: tuple[int, ...]) -> None:
    assert told(city, hours, *moment) == NOTHING


@pytest.mark.parametrize("holiday", [(2026, 12, 25), (2026, 6, 4), (2027, 11, 1), (2026, 5, 14)])
def test_ordinary_hours_say_nothing_of_public_holidays(
    city: City, holiday: tuple[int, ...]
) -> None:
    assert told(city, "Mo-Su 10:00-18:00", *holiday, 12) == NOTHING


def test_a_holiday_of_the_land_alone_is_none_that_hours_mean(city: City) -> None:
    corpus_christi = (2026, 6, 4, 12)

    assert told(city, "Mo-We 10:00-18:00; PH 10:00-12:00", *corpus_christi) == NOTHING


def test_the_next_opening_is_not_told_where_it_falls_on_a_holiday(city: City) -> None:
    assert told(city, "Mo-Fr 11:00-19:00", 2026, 12, 24, 20) == Opening(open_now=False)


def test_the_hour_counts_in_the_city(city: City) -> None:
    in_utc = datetime.fromisoformat("2026-11-23T10:30:00+00:00")

    assert opening("Mo 11:00-12:00", city.profile, in_utc).open_now is True
