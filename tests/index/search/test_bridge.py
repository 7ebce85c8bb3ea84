"""What helps until there is room where it is best. It is always noon of a Sunday here."""

from typing import Any

import pytest

from index.search import AgeRange, Match, OfferIndex, SearchRequest
from index.search.bridge import waits_long
from tests.index.cast import offer

WAIT = "im Schnitt etwa sieben Wochen"


def put(index: OfferIndex, name: str, **changes: Any) -> None:
    unlike = {
        "id": name,
        "name": name,
        "description_de": name,
        "organisation": name,
        "topics": ("parenting",),
        "min_age_months": None,
        "max_age_months": None,
        "registration": "phone",
        "format": "counselling",
        "opening_hours": "",
    }
    index.put(offer(**(unlike | changes)))


def put_line(index: OfferIndex, **changes: Any) -> None:
    line = {"format": "phone", "registration": "none", "verification": "needs_check"}
    put(index, "line", **(line | changes))


@pytest.fixture
def waiting(index: OfferIndex) -> OfferIndex:
    """The best offer has a long wait, and others fill the list."""
    put(index, "best", waiting_time=WAIT, description_de="Streit und Trotz")
    for number in range(5):
        put(index, f"other-{number}", description_de=f"Streit{number} Trotz{number}")
    return index


def matches(index: OfferIndex, **request: Any) -> tuple[Match, ...]:
    asked: dict[str, Any] = {"query": "Streit und Trotz", "needs": ("parenting",), "limit": 4}
    return index.search(SearchRequest(**(asked | request))).matches


def bridges(found: tuple[Match, ...]) -> list[tuple[int, str, str]]:
    return [
        (place, match.offer.id, reason.kind)
        for place, match in enumerate(found, start=1)
        for reason in match.reasons
        if reason.kind.startswith("bridge")
    ]


@pytest.mark.parametrize(
    ("hours", "kind"),
    [
        ("24/7", "bridge"),
        ("Su 10:00-14:00", "bridge"),
        ("Su 20:00-22:00", "bridge"),
        ("", "bridge_without_hours"),
    ],
)
def test_a_line_without_waiting_takes_the_last_place(
    waiting: OfferIndex, hours: str, kind: str
) -> None:
    put_line(waiting, opening_hours=hours)

    found = matches(waiting)

    assert len(found) == 4
    assert bridges(found) == [(4, "line", kind)]
    assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"opening_hours": "Mo-Fr 10:00-14:00"},
        {"opening_hours": "Su 08:00-10:00"},
        {"registration": "phone"},
        {"waiting_time": "zwei Wochen"},
        {"topics": ("sports",)},
        {"format": "place"},
        {"max_age_months": 12},
    ],
)
def test_what_does_not_help_today_is_no_bridge(
    waiting: OfferIndex, changes: dict[str, Any]
) -> None:
    put_line(waiting, **changes)

    assert bridges(matches(waiting, children=(AgeRange(60, 71),))) == []


def test_who_may_come_today_is_a_bridge(waiting: OfferIndex) -> None:
    put_line(waiting, format="place", opening_hours="Su 10:00-14:00")

    assert bridges(matches(waiting)) == [(4, "line", "bridge")]


def test_without_a_long_wait_no_bridge_is_needed(waiting: OfferIndex) -> None:
    put(waiting, "best", description_de="Streit und Trotz")
    put_line(waiting, opening_hours="24/7")

    assert bridges(matches(waiting)) == []


def test_where_something_shown_helps_today_no_bridge_is_needed(waiting: OfferIndex) -> None:
    put_line(waiting, opening_hours="24/7")

    found = matches(waiting, limit=10)

    assert "line" in {match.offer.id for match in found}
    assert bridges(found) == []


def test_a_list_of_one_keeps_the_best(waiting: OfferIndex) -> None:
    put_line(waiting, opening_hours="24/7")

    assert [match.offer.id for match in matches(waiting, limit=1)] == ["best"]


@pytest.mark.parametrize(
    ("waiting_time", "is_long"),
    [
        (WAIT, True),
        ("lange Warteliste", True),
        ("zwei Monate", True),
        ("", False),
        ("wenige Tage", False),
        ("keine", False),
    ],
)
def test_weeks_and_lists_are_long(waiting_time: str, is_long: bool) -> None:
    assert waits_long(offer(waiting_time=waiting_time)) is is_long
