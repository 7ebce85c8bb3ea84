"""What a conversation adds to the statistics when it ends: a few words of the city's own lists."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from index.city import City

Dimension = Literal["topic", "age", "sozialraum", "language", "found", "fits", "does_not_fit"]
"""The last two are of offers, not of conversations: counted when a family says so."""
Counted = tuple[Dimension, str]

AGE_BANDS: Mapping[str, tuple[int, int]] = {
    "unborn": (-9, -1),
    "0-2": (0, 35),
    "3-5": (36, 71),
    "6-9": (72, 119),
    "10-13": (120, 167),
    "14-17": (168, 215),
    "18+": (216, 324),
}
"""Months, both ends included."""

_SOZIALRAUM = "sozialraum"

Json = Mapping[str, Any]


def count(profile: Json, contents: Iterable[Json], city: City) -> frozenset[Counted]:
    """What is counted once for a conversation, from its profile and the messages of the contract.

    Where danger was recognised, nothing is.
    """
    types = [str(content["type"]) for content in contents]
    if "crisis" in types:
        return frozenset()
    return frozenset(_counted(profile, types, city))


def week_of(seconds: float) -> date:
    """The Monday, in UTC, of a time in seconds since the epoch."""
    day = datetime.fromtimestamp(seconds, UTC).date()
    return day - timedelta(days=day.weekday())


def _counted(profile: Json, types: list[str], city: City) -> Iterator[Counted]:
    yield "language", profile["language"]
    children = profile["children"]
    topics = {topic for each in (profile, *children) for topic in each["needs"]}
    for topic in topics & city.topics.keys():
        yield "topic", topic
    for child in children:
        yield "age", _band((child["age_min_months"] + child["age_max_months"]) // 2)
    if (sozialraum := _sozialraum(profile["district"], city)) is not None:
        yield "sozialraum", sozialraum
    if topics or profile["need_text"]:
        yield "found", "yes" if "offers" in types else "no"


def _band(months: int) -> str:
    return next(name for name, (_, last) in AGE_BANDS.items() if months <= last)


def _sozialraum(home: Json | None, city: City) -> str | None:
    """The one a district lies in; None for a whole Stadtbezirk."""
    district = city.districts.get(home["id"]) if home else None
    while district is not None and district.level != _SOZIALRAUM:
        district = city.districts.get(district.parent_id or "")
    return district.id if district else None
