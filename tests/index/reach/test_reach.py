"""How far an offer is: levels of reach, distances and what is not told."""

from datetime import datetime
from typing import Any

import pytest

from index.city import City
from index.reach import LEVELS, Reach, reach_of
from tests.index.cast import offer


def reach(
    city: City, home_id: str | None = None, postcodes: tuple[str, ...] = (), **changes: Any
) -> Reach | None:
    noon = datetime(2026, 3, 4, 12, tzinfo=city.profile.zone)
    return reach_of(offer(**changes), home_id, postcodes, city, noon)


def level(city: City, home_id: str | None, **changes: Any) -> str | None:
    told = reach(city, home_id, **changes)
    return None if told is None else told.level


@pytest.mark.parametrize(
    ("home", "changes", "expected"),
    [
        ("alsfeld", {}, "home"),
        ("sterkrade", {"district_id": "holten"}, "home"),
        ("holten", {"district_id": "sterkrade"}, "sozialraum"),
        ("osterfeld-mitte", {"district_id": "osterfeld"}, "home"),
        ("holten", {}, "sozialraum"),
        ("styrum", {}, "city"),
        ("holten", {"district_id": "oberhausen"}, "city"),
        ("oberhausen", {}, "city"),
        (None, {}, "city"),
        ("styrum", {"format": "outreach"}, "home"),
        ("alsfeld", {"format": "phone"}, "phone_online"),
        ("alsfeld", {"format": "online", "scope": "national"}, "phone_online"),
        ("alsfeld", {"format": "financial"}, "city"),
        ("alsfeld", {"format": "financial", "scope": "national"}, "nrw"),
        ("alsfeld", {"scope": "nrw"}, "nrw"),
    ],
)
def test_levels(city: City, home: str | None, changes: dict[str, Any], expected: str) -> None:
    assert level(city, home, **changes) == expected
    assert expected in LEVELS


def test_the_sozialraeume_of_the_map_lie_side_by_side(city: City) -> None:
    beside = city.adjacent_areas

    assert beside["sr-sterkrade-nord"] == {"sr-sterkrade-mitte"}
    assert "sr-osterfeld" not in beside["sr-mitte-styrum"]
    assert all(a in beside[b] for a in beside for b in beside[a])
    assert not any(area in neighbours for area, neighbours in beside.items())


@pytest.mark.parametrize(
    ("certainty", "distance", "told"),
    [
        ("source", 2200, "source"),
        ("approx", 2000, "approx"),
        ("district-centroid", None, "district"),
        ("coarse-centroid", None, None),
        (None, None, None),
    ],
)
def test_a_distance_is_only_as_exact_as_the_place(
    city: City, certainty: str | None, distance: int | None, told: str | None
) -> None:
    found = reach(city, "schwarze-heide", geo_certainty=certainty, lat=51.5131, lon=6.8567)

    assert found is not None
    assert (found.distance_m, found.certainty) == (distance, told)


def test_far_distances_are_told_in_half_kilometres(city: City) -> None:
    found = reach(city, "alstaden", geo_certainty="source")

    assert found is not None
    assert found.distance_m == 8000


def test_a_postcode_is_where_its_quarters_are(city: City) -> None:
    whole = reach(city, "oberhausen", geo_certainty="source")
    narrowed = reach(city, "oberhausen", ("46145",), geo_certainty="source")

    assert whole is not None
    assert narrowed is not None
    assert whole.distance_m is None
    assert narrowed.distance_m is not None


@pytest.mark.parametrize("format_", ["phone", "online", "outreach", "financial"])
def test_where_nobody_goes_is_no_distance(city: City, format_: str) -> None:
    found = reach(city, "alsfeld", format=format_)

    assert found is not None
    assert (found.distance_m, found.certainty) == (None, None)


def test_nothing_is_told_of_a_confidential_address(city: City) -> None:
    assert reach(city, "alsfeld", confidential_address=True) is None


def test_a_group_that_meets_is_not_open(city: City) -> None:
    group = reach(city, opening_hours="We 10:00-14:00", format="group")
    place = reach(city, opening_hours="We 10:00-14:00", format="place")

    assert group is not None
    assert place is not None
    assert group.opening.open_now is None
    assert place.opening.open_now is True
