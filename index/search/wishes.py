"""What meets a wish, what does not, and where that is not known."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from index.offers.record import Offer
from index.reach.times import regular_times
from index.search.request import NEAR, SPOKEN, TIMES, SearchRequest

Answer = bool | None
"""None where it is not known."""

_YES_OR_NO: Mapping[str, bool] = {"yes": True, "no": False}
_IS_FREE: Mapping[str, bool] = {"free": True, "paid": False, "income-based": False}
_NEEDS_NO_REGISTRATION: Mapping[str, bool] = {"none": True, "phone": False, "online": False}
_PERHAPS_AT_HOME = frozenset({"counselling", "medical", "financial"})
"""Who advises or treats may also come, without a word of it in the record."""


def is_met(wish: str, offer: Offer, today: date, zone: ZoneInfo) -> Answer:
    """Of any wish of LIFTING; `zone` is the city's, in which hours are told."""
    if wish in TIMES:
        times = regular_times(offer.opening_hours, zone, today)
        return times.afternoon if wish == "afternoon" else times.weekend
    return is_met_by_record(wish, offer)


def is_met_by_record(wish: str, offer: Offer) -> Answer:
    """Of a wish of LASTING."""
    return _BY_RECORD[wish](offer)


def unmet(
    offers: Iterable[Offer], request: SearchRequest, today: date, zone: ZoneInfo
) -> tuple[str, ...]:
    """The wishes that none of the offers is known to meet, SPOKEN for the spoken language."""
    offers = list(offers)
    wishes = [
        wish
        for wish in sorted(request.wishes - {NEAR})
        if not any(is_met(wish, offer, today, zone) for offer in offers)
    ]
    spoken = request.spoken
    if spoken is not None and not any(spoken in offer.languages for offer in offers):
        wishes.append(SPOKEN)
    return tuple(wishes)


def _comes_home(offer: Offer) -> Answer:
    return None if offer.format in _PERHAPS_AT_HOME else offer.format == "outreach"


def _is_secular(offer: Offer) -> Answer:
    is_faith_based = _YES_OR_NO.get(offer.faith_based)
    return None if is_faith_based is None else not is_faith_based


_BY_RECORD: Mapping[str, Callable[[Offer], Answer]] = {
    "free": lambda offer: _IS_FREE.get(offer.cost),
    "online": lambda offer: offer.format == "online",
    "phone": lambda offer: offer.format == "phone",
    "barrier_free": lambda offer: _YES_OR_NO.get(offer.barrier_free),
    "drop_in": lambda offer: _NEEDS_NO_REGISTRATION.get(offer.registration),
    "at_home": _comes_home,
    "girls": lambda offer: "girls" in offer.for_gender,
    "boys": lambda offer: "boys" in offer.for_gender,
    "childcare": lambda offer: _YES_OR_NO.get(offer.childcare),
    "secular": _is_secular,
}
LASTING = tuple(_BY_RECORD)
"""Wishes that are met or not whatever day it is."""
