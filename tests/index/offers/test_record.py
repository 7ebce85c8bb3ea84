from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tests.index.cast import offer


def faulty_fields(**changes: Any) -> list[object]:
    with pytest.raises(ValidationError) as raised:
        offer(**changes)
    return [error["loc"][0] for error in raised.value.errors()]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Krabbel Gruppe"),
        ("id", ""),
        ("id", "a" * 81),
        ("status", "online"),
        ("name", " "),
        ("life_phase", ("0-99",)),
        ("min_age_months", -10),
        ("min_age_months", "3.5"),
        ("max_age_months", 1201),
        ("audience", "everyone"),
        ("format", "zoom"),
        ("cost", "10 Euro"),
        ("registration", "fax"),
        ("languages", ("Deutsch",)),
        ("for_gender", ("divers",)),
        ("childcare", "maybe"),
        ("faith_based", True),
        ("descriptions", {"Türkisch": "Bebekler"}),
        ("descriptions", {"tr": " "}),
        ("postcode", "4604"),
        ("service_area_postcodes", ("46045", "O6045")),
        ("lat", 91),
        ("lat", float("nan")),
        ("lon", -181),
        ("geo_certainty", "sure"),
        ("phone", "ruf an"),
        ("email", "info(at)example.org"),
        ("website", "example.org"),
        ("website", "ftp://example.org"),
        ("website", "https://"),
        ("website", "https://exa mple.org"),
        ("valid_until", "31.12.2026"),
        ("valid_until", "20261231"),
        ("valid_until", "2026-02-30"),
        ("verified_at", datetime(2026, 1, 1)),
    ],
)
def test_a_wrong_value_is_refused(field: str, value: object) -> None:
    assert faulty_fields(**{field: value}) == [field]


def test_ages_must_be_in_order() -> None:
    assert faulty_fields(min_age_months=37, max_age_months=36) == ["max_age_months"]
    assert offer(min_age_months=36, max_age_months=36).min_age_months == 36


def test_ages_out_of_order_are_found_beside_other_faults() -> None:
    assert faulty_fields(min_age_months=9, max_age_months=2, cost="?") == ["max_age_months", "cost"]


def test_a_coordinate_does_not_come_alone() -> None:
    assert faulty_fields(lat=None) == ["lon"]
    assert faulty_fields(lon=None) == ["lon"]


def test_an_unknown_field_is_refused() -> None:
    assert faulty_fields(price=3) == ["price"]


def test_an_offer_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        offer().__setattr__("name", "Other")


def test_the_public_view_of_a_confidential_address_says_nothing_of_it() -> None:
    secret = offer(confidential_address=True, notes="wohnt im Marktweg 1")

    public = secret.public("oberhausen")

    assert public.name == secret.name
    assert public.phone == secret.phone
    assert (public.street, public.postcode, public.lat, public.lon) == ("", None, None, None)
    assert (public.geo_certainty, public.district_id) == (None, "oberhausen")
    for trace in ("Marktweg", "46145", "51.513", "6.849", "sterkrade"):
        assert trace not in public.model_dump_json()


def test_the_public_view_of_any_other_offer_lacks_only_the_notes() -> None:
    assert offer().public("oberhausen") == offer(notes="")


def test_facts_are_the_same_whenever_they_were_confirmed() -> None:
    confirmed = offer(verified_at="2026-01-01T10:00:00+01:00")

    assert offer().same_facts(confirmed)
    assert not offer(phone="112").same_facts(confirmed)
