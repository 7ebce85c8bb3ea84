"""How near an offer lies, told by districts: addresses are known only roughly."""

import math
import re
from collections.abc import Iterable

import numpy as np

from index.city import City
from index.search.request import SearchRequest
from index.search.space import Vector

SAME_QUARTER, SAME_SOZIALRAUM, SAME_STADTBEZIRK, WHOLE_CITY = 1.0, 0.8, 0.6, 0.5
ELSEWHERE = 0.4
"""What a place in another Stadtbezirk counts at no distance; halved every three kilometres."""
HALVING_KM = 3.0

SHORTEST_PLAIN_NAME = 6
"""Shorter names of districts, like “Ost” or “Mitte”, are also parts of other things' names."""


class PlaceNames:
    """The names of a city's districts, to be left out where the household's district is known.

    “Wir wohnen in Sterkrade” would else look like a wish for whatever has Sterkrade in its name.
    """

    def __init__(self, city: City) -> None:
        names = {
            name
            for district in city.districts.values()
            if district.id != city.root_id
            for name in (district.name, *district.spellings)
            if len(name) >= SHORTEST_PLAIN_NAME
        }
        longest_first = sorted(names, key=len, reverse=True)
        self._pattern = re.compile(
            rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE
        )

    def without(self, text: str) -> str:
        return " ".join(self._pattern.sub(" ", text).split())


def household_postcodes(request: SearchRequest, city: City) -> frozenset[str]:
    """Where the household may live, as far as is known; the whole city is not known."""
    if request.postcodes:
        return frozenset(request.postcodes)
    if request.district_id is None or request.district_id == city.root_id:
        return frozenset()
    return frozenset(city.district(request.district_id).postcodes)


def place_fits(city: City, household_id: str | None) -> Vector:
    """From 0 to 1 for each district of the city, in its order; all 0 where home is not known."""
    if household_id is None or household_id == city.root_id:
        return np.zeros(len(city.districts), np.float32)
    return np.array([place_fit(city, household_id, other) for other in city.districts], np.float32)


def place_fit(city: City, household_id: str, place_id: str) -> float:
    if place_id == city.root_id:
        return WHOLE_CITY
    if city.contains(household_id, place_id):
        return SAME_QUARTER
    shared = _smallest_shared_level(city, household_id, place_id)
    if shared == "sozialraum":
        return SAME_SOZIALRAUM
    if shared == "stadtbezirk":
        return SAME_STADTBEZIRK
    return ELSEWHERE * math.pow(0.5, city.distance_km(household_id, place_id) / HALVING_KM)


def _smallest_shared_level(city: City, a_id: str, b_id: str) -> str:
    around_b = {b_id, *city.ancestors(b_id)}
    chain: Iterable[str] = (a_id, *city.ancestors(a_id))
    return next(city.district(place).level for place in chain if place in around_b)
