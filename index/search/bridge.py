"""What helps until there is room where it is best: waits of weeks are common."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from index.offers.record import Offer
from index.reach.opening import ALWAYS, Opening
from index.search.reasons import fits_age, meets
from index.search.request import AgeRange, Match, Reason

_LONG = re.compile(r"woche|monat|jahr|warteliste", re.IGNORECASE)
"""How a long wait is written in the records; days are none."""


def waits_long(offer: Offer) -> bool:
    return bool(_LONG.search(offer.waiting_time))


def needs_bridge(matches: Sequence[Match], needs: Iterable[str], now: datetime) -> bool:
    """Whether the first match for the need has a long wait, and no match helps until then."""
    meeting = [match for match in matches if meets(match.offer, needs)]
    if not needs or not meeting or not waits_long(meeting[0].offer):
        return False
    return not any(
        match.reach is not None and helps_today(match.offer, match.reach.opening, now)
        for match in meeting
    )


def is_bridge(
    offer: Offer,
    needs: Iterable[str],
    children: Iterable[AgeRange],
    opening: Opening,
    now: datetime,
) -> bool:
    return (
        not set(needs).isdisjoint(offer.topics)
        and fits_age(offer, children)
        and helps_today(offer, opening, now)
    )


def helps_today(offer: Offer, opening: Opening, now: datetime) -> bool:
    """Whether one can call, chat or come without appointment, today where the hours are known."""
    if offer.waiting_time or offer.registration != "none":
        return False
    if opening.open_now is None:
        return offer.format == "phone" and not offer.opening_hours
    return is_open_today(offer, opening, now)


def is_open_today(offer: Offer, opening: Opening, now: datetime) -> bool:
    opens_today = opening.opens_at is not None and opening.opens_at.date() == now.date()
    return offer.opening_hours == ALWAYS or opening.open_now is True or opens_today


def bridge_reason(offer: Offer, opening: Opening, now: datetime) -> Reason:
    """A line whose hours are not known needs no appointment, but may not answer today."""
    return Reason("bridge" if is_open_today(offer, opening, now) else "bridge_without_hours", {})
