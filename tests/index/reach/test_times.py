"""Whether a place is open in the afternoon or at the weekend, and that nothing is guessed."""

from datetime import date

import pytest

from index.city import City
from index.reach.times import Times, regular_times

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("hours", "afternoon", "weekend"),
    [
        ("24/7", True, True),
        ("Mo-Fr 08:00-12:00", False, False),
        ("Mo-Fr 08:00-12:00; We 14:00-16:00", True, False),
        ("Mo-Fr 08:00-15:00", True, False),
        ("Mo-Fr 08:00-14:30", False, False),
        ("Mo 17:30-20:00", False, False),
        ("Sa 10:00-13:00", False, True),
        ("We[2] 16:30-18:00", True, False),
        ("Sa[4] 14:00-18:00", True, True),
        ("Fr 22:00-02:00", False, False),
        ("Mo-Su 00:00-24:00", True, True),
        ("Mo-Fr 09:00-12:00; PH 15:00-17:00", False, False),
        # an open end
        ("Mo 15:00+", True, False),
        ("Mo 13:00+", None, False),
        ("Mo 19:00+", False, False),
        # a day without times
        ("Su", None, True),
        ("Mo-Fr", None, False),
        # what cannot be told
        ("", None, None),
        ("nach Vereinbarung", None, None),
        ('Tu 14:00-16:00 "nach Vereinbarung"', None, False),
        ("SH Mo-Fr 14:00-16:00", None, None),
        ("May-Aug Mo-Fr 14:00-16:00", None, None),
    ],
)
def test_it_is_open_then(
    city: City, hours: str, afternoon: bool | None, weekend: bool | None
) -> None:
    assert regular_times(hours, city.profile.zone, TODAY) == Times(afternoon, weekend)


def test_hours_of_the_season_count_in_the_season(city: City) -> None:
    hours = "May-Aug Sa 14:00-16:00"

    assert regular_times(hours, city.profile.zone, date(2026, 6, 1)) == Times(True, True)
