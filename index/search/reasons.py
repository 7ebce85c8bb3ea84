"""Why an offer fits and where it does not, each provable from record, request and hour alone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeGuard

from index.city import City
from index.offers.record import Gender, Offer
from index.reach import Reach
from index.reach.level import VISITED
from index.reach.opening import ALWAYS
from index.search.facts import age_limits, is_fresh
from index.search.places import household_postcodes
from index.search.request import AgeRange, Reason, SearchRequest
from index.search.wishes import is_met

SAID_IF_WISHED = ("barrier_free", "afternoon", "weekend", "childcare", "secular")
"""Reasons that tell nothing to who did not wish it."""
_MISSED: Mapping[str, Mapping[bool | None, str]] = {
    "afternoon": {False: "not_afternoon", None: "hours_unknown"},
    "weekend": {False: "not_weekend", None: "hours_unknown"},
    "at_home": {False: "not_at_home", None: "at_home_unknown"},
    "childcare": {False: "no_childcare", None: "childcare_unknown"},
    "secular": {False: "faith_based", None: "faith_based_unknown"},
}
"""What is said of a wish that is not met, and of one of which that is not known."""
_WHERE_ONE_GOES = frozenset({"at_home", "childcare"})
"""Wishes that are nothing to an offer by telephone."""
_ONLY: Mapping[frozenset[Gender], str] = {
    frozenset({"girls"}): "girls_only",
    frozenset({"boys"}): "boys_only",
    frozenset({"women"}): "women_only",
    frozenset({"men"}): "men_only",
    frozenset({"girls", "women"}): "girls_and_women_only",
    frozenset({"boys", "men"}): "boys_and_men_only",
}

NEAR_M = 3000
"""Metres; a distance up to this is a reason."""


def reasons(
    offer: Offer,
    request: SearchRequest,
    needs: tuple[str, ...],
    reach: Reach | None,
    city: City,
    *,
    today: date,
) -> tuple[Reason, ...]:
    """The most telling first. `reach` is that of this offer for this household."""
    return (
        *_topic_reasons(offer, needs),
        *_age_reasons(offer, request),
        *_place_reasons(offer, request, reach, city),
        *_wish_reasons(offer, request, today, city),
        *_gender_reasons(offer, request),
        *_access_reasons(offer, reach),
    )


def misses(
    offer: Offer, request: SearchRequest, reach: Reach | None, city: City, *, today: date
) -> tuple[Reason, ...]:
    return (
        *_age_misses(offer, request),
        *_wish_misses(offer, request, today, city),
        *_gender_misses(offer, request),
        *_burdens(offer, request, reach, city),
    )


def meets(offer: Offer, needs: Iterable[str]) -> bool:
    """Whether it is about one of the needs; an offer without topics may be, so it counts."""
    return not needs or not offer.topics or not set(offer.topics).isdisjoint(needs)


def age_gap(offer: Offer, child: AgeRange) -> int:
    """Months by which the child is younger (below 0) or older than the ages served; 0: it fits."""
    lowest, highest = age_limits(offer)
    if lowest is not None and child.max_months < lowest:
        return child.max_months - lowest
    if highest is not None and child.min_months > highest:
        return child.min_months - highest
    return 0


def fits_age(offer: Offer, children: Iterable[AgeRange]) -> bool:
    gaps = [age_gap(offer, child) for child in children]
    return not gaps or 0 in gaps


def _topic_reasons(offer: Offer, needs: tuple[str, ...]) -> Iterator[Reason]:
    for need in needs:
        if need in offer.topics:
            yield Reason("topic", {"topic": need})


def _age_reasons(offer: Offer, request: SearchRequest) -> Iterator[Reason]:
    lowest, highest = age_limits(offer)
    is_limited = lowest is not None or highest is not None
    if request.children and is_limited and fits_age(offer, request.children):
        limits = {"min_months": lowest, "max_months": highest}
        yield Reason("age", {side: age for side, age in limits.items() if age is not None})


def _age_misses(offer: Offer, request: SearchRequest) -> Iterator[Reason]:
    if fits_age(offer, request.children):
        return
    lowest, highest = age_limits(offer)
    nearest = min((age_gap(offer, child) for child in request.children), key=abs)
    if nearest < 0 and lowest is not None:
        yield Reason("age", {"min_months": lowest})
    elif highest is not None:
        yield Reason("age", {"max_months": highest})


def _place_reasons(
    offer: Offer, request: SearchRequest, reach: Reach | None, city: City
) -> Iterator[Reason]:
    if offer.service_area_postcodes and household_postcodes(request, city):
        yield Reason("serves_area", {})
    if offer.district_id == city.root_id and offer.scope == "city":
        yield Reason("whole_city", {})
    if reach is not None and _is_somewhere(offer, request, city):
        yield from _nearness(offer, request, reach, city)


def _nearness(offer: Offer, request: SearchRequest, reach: Reach, city: City) -> Iterator[Reason]:
    place = offer.district_id
    if _is_short(reach.distance_m):
        yield Reason("distance", {"metres": reach.distance_m, "district": place})
    elif city.contains(str(request.district_id), place):
        yield Reason("district", {"district": place})
    elif reach.level == "home":
        yield Reason("sozialraum", {"district": place})
    elif reach.level == "sozialraum":
        yield Reason("neighbouring", {"district": place})


def _wish_reasons(
    offer: Offer, request: SearchRequest, today: date, city: City
) -> Iterator[Reason]:
    if request.spoken in offer.languages:
        yield Reason("speaks", {"language": request.spoken})
    for wish in SAID_IF_WISHED:
        if wish in request.wishes and is_met(wish, offer, today, city.profile.zone):
            yield Reason(wish, {})


def _gender_reasons(offer: Offer, request: SearchRequest) -> Iterator[Reason]:
    for wish in _served(request):
        if wish in offer.for_gender:
            yield Reason(wish, {})


def _served(request: SearchRequest) -> list[str]:
    """Of girls and boys those for whom something is sought, as far as is known."""
    sexes = {f"{child.sex}s" for child in request.children}
    return [wish for wish in ("girls", "boys") if wish in request.wishes | sexes]


def _access_reasons(offer: Offer, reach: Reach | None) -> Iterator[Reason]:
    if offer.cost == "free":
        yield Reason("free", {})
    if offer.registration == "none":
        yield Reason("no_registration", {})
    if offer.opening_hours == ALWAYS:
        yield Reason("always_open", {})
    elif reach is not None and reach.opening.open_now and reach.opening.closes_at:
        yield Reason("open_now", {"until": reach.opening.closes_at.isoformat()})
    if offer.format == "phone":
        yield Reason("phone", {})
    if offer.format == "online":
        yield Reason("online", {})
    if offer.format == "outreach":
        yield Reason("at_home", {})


def _wish_misses(offer: Offer, request: SearchRequest, today: date, city: City) -> Iterator[Reason]:
    if request.spoken is not None and request.spoken not in offer.languages:
        yield Reason("language_unknown", {"language": request.spoken})
    if "barrier_free" in request.wishes and offer.format in VISITED:
        if offer.barrier_free == "no":
            yield Reason("not_barrier_free", {})
        elif offer.barrier_free == "unknown":
            yield Reason("barrier_free_unknown", {})
    if "free" in request.wishes and offer.cost == "unknown":
        yield Reason("cost_unknown", {})
    if "drop_in" in request.wishes and offer.registration in {"phone", "online"}:
        yield Reason("registration", {})
    kinds = [
        kind
        for wish, kind_of in _MISSED.items()
        if wish in request.wishes
        and (kind := kind_of.get(is_met(wish, offer, today, city.profile.zone)))
        and (wish not in _WHERE_ONE_GOES or offer.format in VISITED)
    ]
    for kind in dict.fromkeys(kinds):  # hours that are not known are said to be so once
        yield Reason(kind, {})


def _gender_misses(offer: Offer, request: SearchRequest) -> Iterator[Reason]:
    served = _served(request)
    if offer.for_gender:
        only = _ONLY.get(frozenset(offer.for_gender))
        if only and not set(served) & set(offer.for_gender):
            yield Reason(only, {})
        return
    for wish in ("girls", "boys"):
        if wish in request.wishes:
            yield Reason(f"not_{wish}_only", {})


def _burdens(
    offer: Offer, request: SearchRequest, reach: Reach | None, city: City
) -> Iterator[Reason]:
    if offer.waiting_time:
        yield Reason("waiting", {"text": offer.waiting_time})
    if offer.cost in {"paid", "income-based"}:
        yield Reason("costs", {})
    is_far = reach is not None and reach.level == "city" and not _is_short(reach.distance_m)
    if is_far and _is_somewhere(offer, request, city):
        yield Reason("far", {"district": offer.district_id})
    if not is_fresh(offer):
        yield Reason("needs_check", {})


def _is_somewhere(offer: Offer, request: SearchRequest, city: City) -> bool:
    """Whether one goes to a place in the city, from a home that is known."""
    return (
        offer.format in VISITED
        and offer.scope == "city"
        and offer.district_id != city.root_id
        and request.district_id not in {None, city.root_id}
    )


def _is_short(distance_m: int | None) -> TypeGuard[int]:
    return distance_m is not None and distance_m <= NEAR_M
