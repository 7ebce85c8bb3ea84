"""What a search never returns, whatever is asked."""

from datetime import timedelta
from typing import Any

import pytest

from index.offers.record import Offer
from index.search import AgeRange, OfferIndex, SearchRequest
from tests.index.cast import offer
from tests.index.conftest import NOW, TODAY


def is_found(index: OfferIndex, **request: Any) -> bool:
    return bool(index.search(SearchRequest(**request)).matches)


def put(index: OfferIndex, **changes: Any) -> Offer:
    changed = offer(**changes)
    index.put(changed)
    return changed


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": TODAY - timedelta(days=1)},
        {"audience": "professionals"},
        {"status": "draft"},
        {"status": "archived"},
    ],
)
def test_what_may_not_be_shown_is_neither_found_nor_given(
    index: OfferIndex, changes: dict[str, Any]
) -> None:
    put(index, **changes)

    assert not is_found(index)
    assert not is_found(index, query="Krabbelgruppe am Markt")
    assert not is_found(index, needs=("parent-child-group",))
    assert index.get("krabbelgruppe") is None


def test_an_offer_is_shown_through_its_last_day(index: OfferIndex) -> None:
    put(index, valid_until=TODAY)

    assert is_found(index)
    assert index.get("krabbelgruppe") is not None


@pytest.mark.parametrize(
    ("limits", "child", "fits"),
    [
        ((12, 36), (36, 47), True),  # may be just 36
        ((12, 36), (37, 47), False),
        ((12, 36), (0, 12), True),
        ((12, 36), (0, 11), False),
        ((12, 36), (24, 24), True),
        ((12, 36), (0, 200), True),
        ((None, 36), (37, 37), False),
        ((None, 36), (-9, -1), True),
        ((12, None), (11, 11), False),
        ((12, None), (300, 300), True),
        ((None, None), (-9, -1), True),
        ((0, 36), (-9, -1), False),
        ((-9, 36), (-2, -2), True),
    ],
)
def test_ages_fit_when_they_overlap(
    index: OfferIndex, limits: tuple[int | None, int | None], child: tuple[int, int], fits: bool
) -> None:
    put(index, min_age_months=limits[0], max_age_months=limits[1])

    assert is_found(index, children=(AgeRange(*child),)) is fits
    assert is_found(index, children=(AgeRange(*child),), query="Krabbelgruppe am Markt") is fits


def test_an_offer_of_the_pregnancy_phase_serves_the_unborn_though_ages_begin_at_birth(
    index: OfferIndex,
) -> None:
    put(index, min_age_months=0, max_age_months=12, life_phase=("pregnancy", "0-3"))

    assert is_found(index, children=(AgeRange(-5, -4),))


def test_an_offer_for_adults_serves_the_parents_of_a_small_child(index: OfferIndex) -> None:
    put(index, min_age_months=168, max_age_months=None, life_phase=("14-18", "18+", "parents"))

    assert is_found(index, children=(AgeRange(24, 35),))


def test_an_offer_for_the_young_does_not_serve_a_small_child(index: OfferIndex) -> None:
    put(index, min_age_months=168, max_age_months=323, life_phase=("14-18", "18+"))

    assert not is_found(index, children=(AgeRange(24, 35),))


def test_a_month_in_common_is_enough_of_a_year_and_not_of_a_school_year(index: OfferIndex) -> None:
    put(index, min_age_months=60, max_age_months=84)

    assert is_found(index, children=(AgeRange(84, 95),))
    assert not is_found(index, children=(AgeRange(84, 107),))
    assert is_found(index, children=(AgeRange(83, 106),))


def test_one_child_that_fits_is_enough(index: OfferIndex) -> None:
    put(index, min_age_months=12, max_age_months=36)

    assert is_found(index, children=(AgeRange(200, 200), AgeRange(20, 20)))
    assert not is_found(index, children=(AgeRange(200, 200), AgeRange(90, 90)))


@pytest.mark.parametrize(
    ("household", "served"),
    [
        ({}, False),
        ({"postcodes": ("46145",)}, True),
        ({"postcodes": ("46049",)}, False),
        ({"postcodes": ("46145", "46147")}, True),
        ({"postcodes": ("46145", "46049")}, False),  # it may live where nobody is served
        ({"district_id": "holten"}, True),
        ({"district_id": "sterkrade"}, True),
        ({"district_id": "lirich"}, False),
        ({"district_id": "tackenberg"}, False),  # half of it is served
        ({"district_id": "tackenberg", "postcodes": ("46145",)}, True),
        ({"district_id": "oberhausen"}, False),
    ],
)
def test_only_households_of_the_served_postcodes_are_sent(
    index: OfferIndex, household: dict[str, Any], served: bool
) -> None:
    put(index, service_area_postcodes=("46145", "46147", "46149"))

    assert is_found(index, **household) is served
    assert is_found(index, **household, query="Krabbelgruppe am Markt") is served


def test_what_was_shown_is_not_shown_again(index: OfferIndex) -> None:
    put(index)

    assert not is_found(index, exclude=frozenset({"krabbelgruppe", "unheard-of"}))


def test_a_confidential_address_never_leaves_the_store(index: OfferIndex) -> None:
    put(index, confidential_address=True)

    (match,) = index.search(SearchRequest(district_id="sterkrade-mitte")).matches
    given = index.get("krabbelgruppe")

    assert given == match.offer
    for trace in ("Marktweg", "46145", "51.513", "sterkrade"):
        assert trace not in match.offer.model_dump_json()
    assert {reason.kind for reason in match.reasons}.isdisjoint({"district", "distance"})


def test_a_confidential_offer_ranks_as_if_it_were_nowhere(index: OfferIndex) -> None:
    put(index, id="a", confidential_address=True, district_id="sterkrade-mitte")
    put(index, id="b", confidential_address=True, district_id="lirich", topics=("violence",))

    scores = {
        match.offer.id: match.score
        for match in index.search(SearchRequest(district_id="sterkrade-mitte")).matches
    }

    assert scores["a"] == scores["b"]


def test_the_address_is_not_embedded(index: OfferIndex) -> None:
    put(index, street="Geheimweg 7", postcode="46119")

    encoded = " ".join(index._space._encoder.encoded)  # type: ignore[attr-defined]

    assert "Krabbelgruppe am Markt" in encoded
    assert "Geheimweg" not in encoded
    assert "46119" not in encoded


def test_the_day_changes_with_the_clock(index: OfferIndex) -> None:
    put(index, valid_until=TODAY)
    index._now = lambda: NOW + timedelta(days=1)

    assert not is_found(index)
