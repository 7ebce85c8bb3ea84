"""What a wish lifts, what it keeps out, and what is said where nothing meets it."""

from typing import Any

import pytest

from index.search import AgeRange, OfferIndex, SearchRequest, SearchResult
from tests.index.cast import offer

MEETING: dict[str, dict[str, Any]] = {
    "free": {"cost": "free"},
    "online": {"format": "online"},
    "phone": {"format": "phone"},
    "barrier_free": {"barrier_free": "yes"},
    "drop_in": {"registration": "none"},
    "afternoon": {"opening_hours": "Mo 14:00-18:00"},
    "weekend": {"opening_hours": "Sa 10:00-12:00"},
    "at_home": {"format": "outreach"},
    "girls": {"for_gender": ("girls",)},
    "boys": {"for_gender": ("boys",)},
    "childcare": {"childcare": "yes"},
    "secular": {"faith_based": "no"},
}
PLAIN = {"cost": "unknown", "registration": "unknown", "opening_hours": ""}


def put(index: OfferIndex, offer_id: str, **changes: Any) -> None:
    alone = {"id": offer_id, "name": offer_id, "organisation": offer_id, "description_de": offer_id}
    index.put(offer(**(alone | PLAIN | changes)))


def search(index: OfferIndex, *wishes: str, **request: Any) -> SearchResult:
    asked = {"needs": ("parent-child-group",)} | request
    return index.search(SearchRequest(wishes=frozenset(wishes), **asked))


def ids(result: SearchResult) -> list[str]:
    return [match.offer.id for match in result.matches]


@pytest.mark.parametrize("wish", MEETING)
def test_what_meets_a_wish_comes_first_and_what_may_is_shown_too(
    index: OfferIndex, wish: str
) -> None:
    put(index, "another")
    put(index, "wished", **MEETING[wish])

    result = search(index, wish)

    assert (ids(result), result.relaxed) == (["wished", "another"], ())


@pytest.mark.parametrize("wish", MEETING)
def test_a_wish_that_nothing_is_known_to_meet_is_let_go(index: OfferIndex, wish: str) -> None:
    put(index, "another")
    put(index, "wished", topics=("sports",), **MEETING[wish])

    assert search(index, wish).relaxed == (wish,)


def test_a_language_that_nobody_is_known_to_speak_is_let_go(index: OfferIndex) -> None:
    put(index, "another")

    assert search(index, spoken="ar").relaxed == ("language",)


def test_a_wish_that_was_met_before_is_not_let_go_with_more(index: OfferIndex) -> None:
    put(index, "another")
    put(index, "wished", cost="free")

    assert search(index, "free", exclude=frozenset({"wished"})).relaxed == ()


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ("girls", ["both", "girls", "girls-and-women", "plain", "women"]),
        ("boys", ["both", "boys", "men", "plain"]),
    ],
)
def test_what_is_for_others_alone_is_not_shown(
    index: OfferIndex, wish: str, shown: list[str]
) -> None:
    put_all_genders(index)

    assert sorted(ids(search(index, wish, limit=9))) == shown


@pytest.mark.parametrize(("sex", "missing"), [("girl", {"boys"}), ("boy", {"girls"})])
def test_parents_may_come_whatever_the_child_is(
    index: OfferIndex, sex: Any, missing: set[str]
) -> None:
    put_all_genders(index)
    everything = set(ids(search(index, limit=9)))

    assert set(ids(search(index, children=(AgeRange(8, 8, sex),), limit=9))) == (
        everything - missing
    )


def test_one_of_two_children_is_enough(index: OfferIndex) -> None:
    put(index, "girls", for_gender=("girls",))
    daughter, son = AgeRange(8, 8, "girl"), AgeRange(8, 8, "boy")

    assert ids(search(index, children=(daughter, son))) == ["girls"]
    assert ids(search(index, children=(AgeRange(60, 60, "girl"), son))) == []


def test_what_a_church_runs_is_shown_only_where_nothing_else_meets_the_need(
    index: OfferIndex,
) -> None:
    put(index, "church", faith_based="yes")
    put(index, "sports", topics=("sports",), faith_based="no")
    assert "church" in ids(search(index, "secular"))
    assert search(index, "secular").relaxed == ("secular",)

    put(index, "unknown")
    assert "church" not in ids(search(index, "secular"))
    assert "church" not in ids(search(index, "secular", exclude=frozenset({"unknown"})))


def test_something_that_meets_need_and_wish_is_always_among_what_is_shown(
    index: OfferIndex,
) -> None:
    for number in range(5):
        put(index, f"krabbeln-{number}", cost="unknown")
    put(index, "free", cost="free", description_de="xyz")
    put(index, "elsewhere", cost="free", topics=("sports",), description_de="krabbeln")

    shown = ids(search(index, "free", query="krabbeln", needs=("parent-child-group",), limit=4))

    assert "free" in shown


def put_all_genders(index: OfferIndex) -> None:
    put(index, "plain")
    put(index, "girls", for_gender=("girls",))
    put(index, "boys", for_gender=("boys",))
    put(index, "women", for_gender=("women",))
    put(index, "men", for_gender=("men",))
    put(index, "both", for_gender=("girls", "boys"))
    put(index, "girls-and-women", for_gender=("girls", "women"))
