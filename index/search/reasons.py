"""Why an offer fits and where it does not, each provable from the record and the request alone."""

from collections.abc import Iterator

from index.city import City
from index.offers.record import Offer
from index.search.facts import age_limits, is_fresh
from index.search.places import FAR_KM, NEAR_KM, household_postcodes
from index.search.request import Reason, SearchRequest

AROUND_THE_CLOCK = "24/7"


def reasons(
    offer: Offer, request: SearchRequest, needs: tuple[str, ...], city: City
) -> tuple[Reason, ...]:
    """The most telling first."""
    return (
        *_topic_reasons(offer, needs),
        *_age_reasons(offer, request),
        *_place_reasons(offer, request, city),
        *_access_reasons(offer),
    )


def misses(offer: Offer, request: SearchRequest, city: City) -> tuple[Reason, ...]:
    return tuple(_misses(offer, request, city))


def _topic_reasons(offer: Offer, needs: tuple[str, ...]) -> Iterator[Reason]:
    for need in needs:
        if need in offer.topics:
            yield Reason("topic", {"topic": need})


def _age_reasons(offer: Offer, request: SearchRequest) -> Iterator[Reason]:
    lowest, highest = age_limits(offer)
    if request.children and (lowest is not None or highest is not None):
        limits = {"min_months": lowest, "max_months": highest}
        yield Reason("age", {side: age for side, age in limits.items() if age is not None})


def _place_reasons(offer: Offer, request: SearchRequest, city: City) -> Iterator[Reason]:
    if offer.service_area_postcodes and household_postcodes(request, city):
        yield Reason("serves_area", {})
    if offer.district_id == city.root_id:
        if offer.scope == "city":
            yield Reason("whole_city", {})
        return
    home = _home(request, city)
    if home is None:
        return
    if city.contains(home, offer.district_id):
        yield Reason("district", {"district": offer.district_id})
    elif (distance := _distance_km(home, offer, city)) <= NEAR_KM:
        yield Reason("distance", {"km": distance, "district": offer.district_id})


def _access_reasons(offer: Offer) -> Iterator[Reason]:
    if offer.cost == "free":
        yield Reason("free", {})
    if offer.registration == "none":
        yield Reason("no_registration", {})
    if offer.opening_hours == AROUND_THE_CLOCK:
        yield Reason("always_open", {})
    if offer.format == "phone":
        yield Reason("phone", {})
    if offer.format == "online":
        yield Reason("online", {})
    if offer.format == "outreach":
        yield Reason("at_home", {})


def _misses(offer: Offer, request: SearchRequest, city: City) -> Iterator[Reason]:
    if offer.waiting_time:
        yield Reason("waiting", {"text": offer.waiting_time})
    if offer.cost in {"paid", "income-based"}:
        yield Reason("costs", {})
    home = _home(request, city)
    if home is not None and offer.district_id != city.root_id:
        distance = _distance_km(home, offer, city)
        if distance > FAR_KM and not city.contains(home, offer.district_id):
            yield Reason("far", {"km": distance, "district": offer.district_id})
    if not is_fresh(offer):
        yield Reason("needs_check", {})


def _home(request: SearchRequest, city: City) -> str | None:
    return None if request.district_id == city.root_id else request.district_id


def _distance_km(home: str, offer: Offer, city: City) -> float:
    return round(city.distance_km(home, offer.district_id), 1)
