import pytest
from pydantic import ValidationError

from index.city import City
from index.offers.bare import bare_offer
from index.search import OfferIndex, SearchRequest


def test_is_an_offer_for_the_families_of_the_whole_city(city: City) -> None:
    offer = bare_offer("naehen", "Nähen", "Wir nähen Kleider.", city)
    assert (offer.status, offer.audience, offer.district_id) == (
        "published",
        "families",
        city.root_id,
    )
    assert offer.main_topic is None


def test_is_found_and_claims_nothing_that_is_not_known(city: City, index: OfferIndex) -> None:
    index.put(bare_offer("naehen", "Nähen", "Wir nähen Kleider.", city))
    index.put(bare_offer("kochen", "Kochen", "Suppen und Eintöpfe.", city))

    first = index.search(SearchRequest(query="wir nähen", wishes=frozenset({"free"}))).matches[0]

    assert first.offer.id == "naehen"
    assert {reason.kind for reason in first.reasons} <= {"whole_city"}


def test_a_description_may_have_many_lines(city: City) -> None:
    page = bare_offer("seite", "Eine Seite", "Erster Absatz.\n\nZweiter Absatz.", city)
    assert page.description_de == "Erster Absatz.\n\nZweiter Absatz."


def test_an_id_that_is_no_id_is_an_error(city: City) -> None:
    with pytest.raises(ValidationError, match="letters a-z or A-Z and digits"):
        bare_offer("Nähen!", "Nähen", "Wir nähen Kleider.", city)
