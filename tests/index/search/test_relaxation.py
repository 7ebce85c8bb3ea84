"""What is let go where nothing fits, in which order, and what never is."""

from datetime import timedelta
from typing import Any

import pytest

from index.search import AgeRange, OfferIndex, SearchRequest, SearchResult
from tests.index.cast import offer
from tests.index.conftest import TODAY

NEAR = frozenset({"near"})
PLACES = {
    "own": {"district_id": "holten"},
    "beside": {"district_id": "sterkrade-mitte"},
    "far": {"district_id": "styrum"},
    "whole": {"district_id": "oberhausen"},
    "line": {"district_id": "oberhausen", "format": "phone"},
    "land": {"district_id": "oberhausen", "scope": "nrw"},
}


def put(index: OfferIndex, *names: str, **changes: Any) -> None:
    for name in names:
        unlike = {"id": name, "name": name, "description_de": name, "organisation": name}
        index.put(offer(**(unlike | PLACES.get(name, {}) | changes)))


def search(index: OfferIndex, home: str | None = "holten", **request: Any) -> SearchResult:
    asked = {"needs": ("parent-child-group",)} | request
    return index.search(SearchRequest(district_id=home, **asked))


def ids(result: SearchResult) -> list[str]:
    return sorted(match.offer.id for match in result.matches)


@pytest.mark.parametrize(
    ("names", "shown", "relaxed"),
    [
        (("own", "beside", "far", "line", "land"), ["own"], ()),
        (("beside", "far", "line"), ["beside"], ("sozialraum",)),
        (("far", "whole", "line", "land"), ["far", "whole"], ("sozialraum", "city")),
        (("line", "land"), ["line"], ("sozialraum", "city", "phone_online")),
        (("land",), ["land"], ("sozialraum", "city", "phone_online", "nrw")),
        ((), [], ()),
    ],
)
def test_the_wish_for_nearness_goes_no_farther_than_needed(
    index: OfferIndex, names: tuple[str, ...], shown: list[str], relaxed: tuple[str, ...]
) -> None:
    put(index, *names)

    result = search(index, wishes=NEAR)

    assert (ids(result), result.relaxed) == (shown, relaxed)
    assert result.more is (len(names) > len(shown))


def test_what_is_near_must_meet_the_need(index: OfferIndex) -> None:
    put(index, "own", topics=("sports",))
    put(index, "beside", "far")

    shown = ids(search(index, wishes=NEAR))

    assert "beside" in shown
    assert "far" not in shown


def test_what_is_named_is_shown_however_far(index: OfferIndex) -> None:
    put(index, "own", "beside", "far")

    assert ids(search(index, query="far", wishes=NEAR)) == ["far", "own"]


def test_who_asks_for_more_is_led_farther(index: OfferIndex) -> None:
    put(index, "own", "beside", "far")

    further = search(index, wishes=NEAR, exclude=frozenset({"own"}))

    assert (ids(further), further.relaxed) == (["beside"], ("sozialraum",))


def test_without_the_wish_all_are_shown_and_the_nearest_level_is_told(index: OfferIndex) -> None:
    put(index, "far", "line", "land")

    result = search(index)

    assert ids(result) == ["far", "land", "line"]
    assert result.relaxed == ("sozialraum", "city")


def test_where_no_home_is_known_no_place_is_let_go(index: OfferIndex) -> None:
    put(index, "line", "land")

    assert search(index, home=None).relaxed == ()
    assert search(index, home="oberhausen").relaxed == ()
    assert search(index, home=None, wishes=NEAR).relaxed == ("phone_online",)


def test_another_need_is_told(index: OfferIndex) -> None:
    put(index, "own", topics=("sports",))

    assert search(index).relaxed == ("needs",)


def test_an_offer_whose_topics_are_unknown_may_meet_the_need(index: OfferIndex) -> None:
    put(index, "own", topics=())

    assert search(index).relaxed == ()


@pytest.mark.parametrize(
    ("child", "found"),
    [((39, 40), True), ((40, 40), False), ((-2, -1), True), ((-9, -4), False)],
)
def test_an_age_is_missed_by_three_months_at_most(
    index: OfferIndex, child: tuple[int, int], found: bool
) -> None:
    put(index, "own", min_age_months=0, max_age_months=36)

    result = search(index, children=(AgeRange(*child),))

    assert ids(result) == (["own"] if found else [])
    assert result.relaxed == (("age",) if found else ())


def test_no_age_is_missed_where_something_fits(index: OfferIndex) -> None:
    put(index, "own", max_age_months=36)
    put(index, "beside", max_age_months=60)

    result = search(index, children=(AgeRange(38, 38),))

    assert ids(result) == ["beside"]
    assert "age" not in result.relaxed


def test_no_age_is_missed_again_once_what_fits_was_shown(index: OfferIndex) -> None:
    put(index, "own", max_age_months=36)
    put(index, "beside", max_age_months=60)

    assert ids(search(index, children=(AgeRange(38, 38),), exclude=frozenset({"beside"}))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": TODAY - timedelta(days=1)},
        {"audience": "professionals"},
        {"status": "draft"},
        {"service_area_postcodes": ("46049",)},
    ],
)
def test_what_may_not_be_shown_is_never_let_in(index: OfferIndex, changes: dict[str, Any]) -> None:
    put(index, "own", **changes)

    assert ids(search(index, children=(AgeRange(38, 38),), wishes=NEAR)) == []


def test_a_spoken_language_lifts_and_excludes_nothing(index: OfferIndex) -> None:
    put(index, "german", languages=("de",))
    put(index, "turkish", languages=("de", "tr"))

    matches = search(index, spoken="tr").matches

    assert [match.offer.id for match in matches] == ["turkish", "german"]
    assert "speaks" in {reason.kind for reason in matches[0].reasons}
    assert "language_unknown" in {miss.kind for miss in matches[1].misses}


def test_the_wish_for_the_telephone_lifts_it(index: OfferIndex) -> None:
    put(index, "own", "line")

    assert search(index, wishes=frozenset({"phone"})).matches[0].offer.id == "line"
