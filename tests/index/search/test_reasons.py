"""No reason and no miss that the record and the request do not bear out."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.city import City, load_city
from index.offers.record import Offer
from index.search import AgeRange, Reason, SearchRequest
from index.search.places import FAR_KM, NEAR_KM
from index.search.reasons import misses, reasons
from tests.index.cast import CITY, offer

OBERHAUSEN = load_city(CITY)
DISTRICTS = sorted(OBERHAUSEN.districts)
TOPICS = sorted(OBERHAUSEN.topics)
POSTCODES = OBERHAUSEN.districts["oberhausen"].postcodes
COORDINATES = {"lat": None, "lon": None, "geo_certainty": None}


@st.composite
def ages(draw: st.DrawFn) -> dict[str, int | None]:
    limits = st.none() | st.integers(-9, 300)
    low, high = draw(limits), draw(limits)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return {"min_age_months": low, "max_age_months": high}


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    def some(*values: object) -> Any:
        return draw(st.sampled_from(values))

    confidential = draw(st.booleans())
    topics = draw(st.lists(st.sampled_from(TOPICS), max_size=4, unique=True))
    area = draw(st.lists(st.sampled_from(POSTCODES), max_size=3, unique=True))
    record = offer(
        topics=tuple(topics),
        district_id=draw(st.sampled_from(DISTRICTS)),
        confidential_address=confidential,
        service_area_postcodes=tuple(area),
        life_phase=some((), ("pregnancy",), ("0-3", "parents"), ("pregnancy", "0-3")),
        format=some("place", "phone", "online", "outreach", "financial"),
        cost=some("free", "paid", "income-based", "mixed", "unknown"),
        registration=some("none", "phone", "online", "unknown"),
        opening_hours=some("", "24/7", "We 15:00+"),
        waiting_time=some("", "sechs Wochen"),
        scope=some("city", "nrw", "national"),
        verification=some("recent", "needs_check"),
        verified_at=some(None, "2026-01-01T00:00:00Z"),
        **draw(ages()),
    )
    return record.public("oberhausen")


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    children = draw(st.lists(st.tuples(st.integers(-9, 300), st.integers(0, 24)), max_size=3))
    return SearchRequest(
        children=tuple(AgeRange(start, start + span) for start, span in children),
        needs=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True))),
        district_id=draw(st.none() | st.sampled_from(DISTRICTS)),
        postcodes=tuple(draw(st.lists(st.sampled_from(POSTCODES), max_size=2, unique=True))),
    )


def lowest_age(offer: Offer) -> int | None:
    """From birth on means the unborn too, where the offer names pregnancy among its phases."""
    from_birth = offer.min_age_months is not None and offer.min_age_months >= 0
    return -9 if from_birth and "pregnancy" in offer.life_phase else offer.min_age_months


def is_fitting(offer: Offer, request: SearchRequest) -> bool:
    """The hard filters, told anew from the record: reasons are only given for what passes them."""
    lowest = lowest_age(offer)
    low = -999 if lowest is None else lowest
    high = 9999 if offer.max_age_months is None else offer.max_age_months
    aged = not request.children or any(
        low <= child.max_months and high >= child.min_months for child in request.children
    )
    home = set(request.postcodes)
    if not home and request.district_id not in {None, "oberhausen"}:
        home = set(OBERHAUSEN.districts[str(request.district_id)].postcodes)
    area = set(offer.service_area_postcodes)
    return aged and (not area or (bool(home) and home <= area))


def is_true(reason: Reason, offer: Offer, request: SearchRequest) -> bool:
    """Whether the sentence holds, by the record and the request alone."""
    params = dict(reason.params)
    home, place = request.district_id, offer.district_id
    match reason.kind:
        case "topic":
            return params["topic"] in offer.topics and params["topic"] in request.needs
        case "age":
            limits = (params.get("min_months"), params.get("max_months"))
            return bool(request.children) and limits == (lowest_age(offer), offer.max_age_months)
        case "district":
            return home is not None and OBERHAUSEN.contains(home, str(params["district"]))
        case "distance" | "far":
            assert home is not None
            km = OBERHAUSEN.distance_km(home, place)
            near = km <= NEAR_KM + 0.05 if reason.kind == "distance" else km >= FAR_KM
            told = abs(float(params["km"]) - km) <= 0.05 + 1e-9
            return near and told and params["district"] == place != "oberhausen"
        case "serves_area":
            return bool(offer.service_area_postcodes)
        case "whole_city":
            return place == "oberhausen" and offer.scope == "city"
        case "waiting":
            return bool(offer.waiting_time) and params["text"] == offer.waiting_time
    simple = {
        "free": offer.cost == "free",
        "no_registration": offer.registration == "none",
        "always_open": offer.opening_hours == "24/7",
        "phone": offer.format == "phone",
        "online": offer.format == "online",
        "at_home": offer.format == "outreach",
        "needs_check": offer.verification == "needs_check" and offer.verified_at is None,
        "costs": offer.cost in {"paid", "income-based"},
    }
    return simple[reason.kind]


@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(offers(), requests())
def test_every_reason_and_every_miss_is_true(offer: Offer, request: SearchRequest) -> None:
    if not is_fitting(offer, request):
        return
    told = (
        *reasons(offer, request, request.needs, OBERHAUSEN),
        *misses(offer, request, OBERHAUSEN),
    )

    assert [reason for reason in told if not is_true(reason, offer, request)] == []


@settings(deadline=None)
@given(offers(), requests())
def test_near_and_far_are_not_said_of_one_offer(offer: Offer, request: SearchRequest) -> None:
    kinds = [reason.kind for reason in reasons(offer, request, (), OBERHAUSEN)]
    missed = [reason.kind for reason in misses(offer, request, OBERHAUSEN)]

    assert len({"district", "distance", "whole_city"} & set(kinds)) <= 1
    assert not ({"district", "distance", "whole_city"} & set(kinds) and "far" in missed)
    assert not ("free" in kinds and "costs" in missed)


@pytest.mark.parametrize(
    ("changes", "request_", "expected"),
    [
        ({}, {"children": (AgeRange(8, 8),)}, Reason("age", {"min_months": 0, "max_months": 36})),
        (
            {"min_age_months": None},
            {"children": (AgeRange(8, 8),)},
            Reason("age", {"max_months": 36}),
        ),
        (
            {"life_phase": ("pregnancy",)},
            {"children": (AgeRange(-5, -4),)},
            Reason("age", {"min_months": -9, "max_months": 36}),
        ),
        ({}, {"district_id": "sterkrade"}, Reason("district", {"district": "sterkrade-mitte"})),
        (
            {},
            {"district_id": "alsfeld"},
            Reason("distance", {"km": 1.4, "district": "sterkrade-mitte"}),
        ),
        (
            {"service_area_postcodes": ("46145",)},
            {"postcodes": ("46145",)},
            Reason("serves_area", {}),
        ),
        ({"district_id": "oberhausen"}, {}, Reason("whole_city", {})),
        ({"format": "outreach"}, {}, Reason("at_home", {})),
    ],
)
def test_a_reason_is_given(
    city: City, changes: dict[str, Any], request_: dict[str, Any], expected: Reason
) -> None:
    assert expected in reasons(offer(**changes), SearchRequest(**request_), (), city)


@pytest.mark.parametrize(
    ("changes", "district", "expected"),
    [
        ({}, "alstaden", Reason("far", {"km": 6.3, "district": "sterkrade-mitte"})),
        ({"waiting_time": "sechs Wochen"}, None, Reason("waiting", {"text": "sechs Wochen"})),
        ({"cost": "paid"}, None, Reason("costs", {})),
        ({"verification": "needs_check"}, None, Reason("needs_check", {})),
    ],
)
def test_a_miss_is_told(
    city: City, changes: dict[str, Any], district: str | None, expected: Reason
) -> None:
    assert expected in misses(offer(**changes), SearchRequest(district_id=district), city)


def test_nothing_is_said_against_an_offer_without_fault(city: City) -> None:
    assert misses(offer(), SearchRequest(district_id="sterkrade"), city) == ()


def test_home_anywhere_in_the_city_makes_nothing_near_or_far(city: City) -> None:
    request = SearchRequest(district_id="oberhausen")

    told = {reason.kind for reason in reasons(offer(), request, (), city)}

    assert told.isdisjoint({"district", "distance"})
    assert misses(offer(), request, city) == ()
