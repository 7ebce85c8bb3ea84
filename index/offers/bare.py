"""Offers of which only the name and the description are known."""

from index.city import City
from index.offers.record import Offer


def bare_offer(offer_id: str, name: str, description: str, city: City) -> Offer:
    """An offer for the families of the whole city; everything else about it is unknown.

    Its name also stands for whoever offers it, since a card must name someone.
    Raises pydantic's ValidationError where a value is none an offer can have.
    """
    return Offer(
        id=offer_id,
        status="published",
        name=name,
        organisation=name,
        description_de=description,
        topics=(),
        life_phase=(),
        min_age_months=None,
        max_age_months=None,
        for_whom="",
        audience="families",
        format="place",
        cost="unknown",
        cost_note="",
        registration="unknown",
        waiting_time="",
        languages=(),
        barrier_free="unknown",
        opening_hours="",
        street="",
        postcode=None,
        district_id=city.root_id,
        service_area_postcodes=(),
        confidential_address=False,
        lat=None,
        lon=None,
        geo_certainty=None,
        phone=None,
        email=None,
        website=None,
        scope="city",
        valid_until=None,
        source_url=None,
        facts_as_of="",
        fact_basis="source",
        verification="needs_check",
        notes="",
    )
