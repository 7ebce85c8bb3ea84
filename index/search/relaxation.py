"""Letting go step by step of what keeps a family from finding anything, and saying so.

Never let go are validity, audience, service areas, for whom alone an offer is, and ages by more
than a few months.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.city import City
from index.offers.record import Offer
from index.reach import LEVELS
from index.reach.level import level_of
from index.search.reasons import meets
from index.search.request import NEAR, AgeRange, Match, SearchRequest
from index.search.wishes import unmet

MOST_MONTHS_BESIDE = 3
"""By which a child may be younger or older than an offer says, where nothing else fits."""


def widened(children: Iterable[AgeRange]) -> tuple[AgeRange, ...]:
    """The ages that may do where no offer is for just these."""
    return tuple(
        replace(
            child,
            min_months=child.min_months - MOST_MONTHS_BESIDE,
            max_months=child.max_months + MOST_MONTHS_BESIDE,
        )
        for child in children
    )


def near_enough(
    offers: Sequence[Offer], request: SearchRequest, needs: Iterable[str], city: City
) -> list[bool]:
    """Which offers are no farther than the nearest that meets a need, by level of reach."""
    distances = [_distance(offer, request, city) for offer in offers]
    meeting = [
        distance for offer, distance in zip(offers, distances, strict=True) if meets(offer, needs)
    ]
    farthest = min(meeting or distances, default=0)
    return [distance <= farthest for distance in distances]


def relaxed(
    matches: Sequence[Match], request: SearchRequest, needs: Iterable[str], city: City
) -> tuple[str, ...]:
    """The steps taken: levels of reach in their order, “age”, “needs”."""
    if not matches:
        return ()
    meeting = [match.offer for match in matches if meets(match.offer, needs)]
    offers = meeting or [match.offer for match in matches]
    steps = [*_levels_beyond(offers, request, city)]
    if any(miss.kind == "age" for match in matches for miss in match.misses):
        steps.append("age")
    if request.needs and not any(meets(offer, request.needs) for offer in offers):
        steps.append("needs")
    return tuple(steps)


def wishes_let_go(
    ranked: Iterable[Offer],
    request: SearchRequest,
    needs: Iterable[str],
    city: City,
    today: date,
) -> tuple[str, ...]:
    """The wishes that nothing for the need is known to meet, of all that was considered."""
    offers = list(ranked)
    meeting = [offer for offer in offers if meets(offer, needs)]
    return unmet(meeting or offers, request, today, city.profile.zone) if offers else ()


def _levels_beyond(offers: Sequence[Offer], request: SearchRequest, city: City) -> tuple[str, ...]:
    """Without a home and without the wish for nearness no level was asked for."""
    is_home_known = request.district_id not in {None, city.root_id}
    if not is_home_known and NEAR not in request.wishes:
        return ()
    asked = LEVELS.index("home" if is_home_known else "city")
    nearest = min(_distance(offer, request, city) for offer in offers)
    return LEVELS[asked + 1 : nearest + 1]


def _distance(offer: Offer, request: SearchRequest, city: City) -> int:
    return LEVELS.index(level_of(offer, request.district_id, city))
