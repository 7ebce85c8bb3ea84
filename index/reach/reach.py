from dataclasses import dataclass
from datetime import datetime

from index.city import City
from index.offers.record import Offer
from index.reach.distance import Certainty, certainty_of, way_m
from index.reach.level import Level, level_of
from index.reach.opening import Opening, opening


@dataclass(frozen=True)
class Reach:
    """How a family gets to an offer: how far it must go, and whether somebody is there.

    `at` is the hour for which it is told. `distance_m` is the estimated way from the middle of
    the household's district, `certainty` how exactly the offer's place is known; both None where
    nothing may be said of it.
    """

    level: Level
    distance_m: int | None
    certainty: Certainty | None
    opening: Opening
    at: datetime


def reach_of(
    offer: Offer,
    home_id: str | None,
    postcodes: tuple[str, ...],
    city: City,
    now: datetime,
) -> Reach | None:
    """None for a confidential address. `home_id` is the household's district."""
    if offer.confidential_address:
        return None
    return Reach(
        level=level_of(offer, home_id, city),
        distance_m=way_m(offer, home_id, postcodes, city),
        certainty=certainty_of(offer),
        opening=opening(_hours_of_presence(offer), city.profile, now),
        at=now,
    )


def _hours_of_presence(offer: Offer) -> str:
    """The hours of a course or a group are when it meets, often in holidays only."""
    return "" if offer.format in {"course", "group"} else offer.opening_hours
