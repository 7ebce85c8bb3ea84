"""Which parts of a city lie side by side, told from the centres of their quarters.

Borders are not among the city's data. Two quarters count as neighbours where no third one has its
centre inside the circle that has their two centres as diameter (the Gabriel graph; Gabriel and
Sokal 1969, A New Statistical Approach to Geographic Variation Analysis). Two areas are adjacent
where a quarter of one is the neighbour of a quarter of the other.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def adjacent_areas(
    centres: Mapping[str, Point], areas: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """For each area those beside it; `areas` names the area of each quarter."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in combinations(centres, 2):
        if areas[a] != areas[b] and _are_neighbours(a, b, centres):
            beside[areas[a]].add(areas[b])
            beside[areas[b]].add(areas[a])
    return {area: frozenset(beside[area]) for area in set(areas.values())}


def _are_neighbours(a: str, b: str, centres: Mapping[str, Point]) -> bool:
    across = _squared(centres[a], centres[b])
    others = (centre for name, centre in centres.items() if name not in {a, b})
    return all(
        _squared(centres[a], other) + _squared(centres[b], other) >= across for other in others
    )


def _squared(a: Point, b: Point) -> float:
    """The squared distance in a plane, which a city is; in squared degrees of latitude."""
    narrower = math.cos(math.radians((a[0] + b[0]) / 2))
    return (a[0] - b[0]) ** 2 + (narrower * (a[1] - b[1])) ** 2
