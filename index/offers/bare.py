"""Offers of which only the name and the description are known."""

from collections.abc import Mapping

from index.city import City
from index.offers.record import Offer

NEEDED = ("id", "name", "description_de")


def unknown_facts(name: str, city: City) -> Mapping[str, object]:
    """What holds of an offer where nothing is said: it is for the families of the whole city.

    Its name also stands for whoever offers it, since an offer must name someone.
    """
    return {
        "status": "published",
        "organisation": name,
        "topics": (),
        "life_phase": (),
        "min_age_months": None,
        "max_age_months": None,
        "for_whom": "",
        "audience": "families",
        "format": "place",
        "cost": "unknown",
        "cost_note": "",
        "registration": "unknown",
        "waiting_time": "",
        "languages": (),
        "barrier_free": "unknown",
        "opening_hours": "",
        "street": "",
        "postcode": None,
        "district_id": city.root_id,
        "service_area_postcodes": (),
        "confidential_address": False,
        "lat": None,
        "lon": None,
        "geo_certainty": None,
        "phone": None,
        "email": None,
        "website": None,
        "scope": "city",
        "valid_until": None,
        "source_url": None,
        "facts_as_of": "",
        "fact_basis": "source",
        "verification": "needs_check",
        "notes": "",
        "for_gender": (),
        "childcare": "unknown",
        "faith_based": "unknown",
        "descriptions": {},
    }


def bare_offer(offer_id: str, name: str, description: str, city: City) -> Offer:
    """An offer of which all else is unknown.

    Raises pydantic's ValidationError where a value is none an offer can have.
    """
    told = {"id": offer_id, "name": name, "description_de": description}
    return Offer.model_validate({**unknown_facts(name, city), **told})
