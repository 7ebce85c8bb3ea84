"""How far an offer is, only as exactly as its place is known."""

from typing import Literal

from index.city import City
from index.city.adjacency import Point
from index.city.reading import distance_km
from index.offers.record import Offer
from index.reach.level import VISITED

DETOUR_FACTOR = 1.3
"""A way by road against the straight line: 1.32 in Germany (Ballou, Rahardja and Sakai 2002,
Selected country circuity factors for road travel distance estimation, table 1)."""

Certainty = Literal["source", "approx", "district"]
"""The address's own coordinates; about there; no more than the district."""

FAR_M = 3000
STEPS_M: dict[Certainty, tuple[int, int]] = {"source": (100, 500), "approx": (500, 1000)}
"""What a distance is rounded to, below FAR_M and from there on."""


def certainty_of(offer: Offer) -> Certainty | None:
    """None where nothing may be said of the place, or there is none to go to."""
    if offer.confidential_address or offer.format not in VISITED:
        return None
    known: dict[str | None, Certainty] = {
        "source": "source",
        "approx": "approx",
        "district-centroid": "district",
    }
    return known.get(offer.geo_certainty)


def way_m(offer: Offer, home_id: str | None, postcodes: tuple[str, ...], city: City) -> int | None:
    """Metres from the middle of the household's district or postcode, rounded."""
    certainty, home = certainty_of(offer), _home(home_id, postcodes, city)
    if home is None or certainty not in STEPS_M or offer.lat is None or offer.lon is None:
        return None
    way = 1000 * DETOUR_FACTOR * distance_km(home, (offer.lat, offer.lon))
    near, far = STEPS_M[certainty]
    step = near if way < FAR_M else far
    return max(step, step * round(way / step))


def _home(home_id: str | None, postcodes: tuple[str, ...], city: City) -> Point | None:
    """The middle of the district, or of the quarters of a postcode that narrows it down."""
    district = city.district(home_id or city.root_id)
    if postcodes and set(postcodes) < set(district.postcodes):
        quarters = [
            quarter
            for quarter in city.districts.values()
            if quarter.level == "quartier"
            and city.contains(district.id, quarter.id)
            and set(postcodes) & set(quarter.postcodes)
        ]
        if quarters:
            count = len(quarters)
            return sum(q.lat for q in quarters) / count, sum(q.lon for q in quarters) / count
    return None if district.id == city.root_id else (district.lat, district.lon)
