"""How far one has to go for an offer, in steps that a family understands."""

from typing import Literal, get_args

from index.city import City
from index.offers.record import Format, Offer

Level = Literal["home", "sozialraum", "city", "phone_online", "nrw"]
"""In the own Sozialraum or coming home; in one beside it; in the city; by telephone or internet;
in the whole of North Rhine-Westphalia or Germany."""

LEVELS: tuple[Level, ...] = get_args(Level)
"""From near to far."""

VISITED: frozenset[Format] = frozenset({"place", "counselling", "course", "group", "medical"})
"""Formats for which one goes somewhere."""


def level_of(offer: Offer, home_id: str | None, city: City) -> Level:
    """`home_id` is the household's district; without it, or with the city, nothing is near."""
    if offer.format == "outreach":
        return "home"
    if offer.format in {"phone", "online"}:
        return "phone_online"
    if offer.scope != "city":
        return "nrw"
    if home_id in {None, city.root_id} or offer.format not in VISITED:
        return "city"
    return _level_of_place(offer.district_id, str(home_id), city)


def _level_of_place(place_id: str, home_id: str, city: City) -> Level:
    own = city.areas(home_id)
    beside = frozenset[str]().union(*(city.adjacent_areas[area] for area in own))
    place = city.areas(place_id)
    if place_id != city.root_id and place <= own:
        return "home"
    if place_id != city.root_id and place <= own | beside:
        return "sozialraum"
    return "city"
