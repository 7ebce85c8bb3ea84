from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from index.fields import (
    AgeInMonths,
    Day,
    Email,
    Language,
    Latitude,
    Longitude,
    Name,
    Phone,
    Postcode,
    Postcodes,
    Slug,
    WebAddress,
)

Status = Literal["published", "draft", "archived"]
LifePhase = Literal["pregnancy", "0-3", "3-6", "6-10", "10-14", "14-18", "18+", "parents"]
Audience = Literal["families", "professionals"]
Format = Literal[
    "place",
    "counselling",
    "phone",
    "financial",
    "online",
    "course",
    "group",
    "outreach",
    "medical",
]
Cost = Literal["free", "paid", "income-based", "mixed", "unknown"]
Registration = Literal["none", "phone", "online", "unknown"]
BarrierFree = Literal["yes", "no", "unknown"]
GeoCertainty = Literal["source", "approx", "district-centroid", "coarse-centroid"]
Scope = Literal["city", "nrw", "national"]
FactBasis = Literal["source", "background"]
Verification = Literal["recent", "needs_check"]


class Offer(BaseModel):
    """One offer: every column of offers.csv, and when staff last confirmed its facts.

    Ages are the child's, in months, both ends included; None is no limit on that side.
    `opening_hours` is OpenStreetMap syntax, kept as it was written.
    `facts_as_of` is dated as the source dates it, so it stays text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Slug
    status: Status
    name: Name
    organisation: Name
    description_de: Name
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    life_phase: tuple[LifePhase, ...]
    min_age_months: AgeInMonths | None
    max_age_months: AgeInMonths | None
    for_whom: str
    audience: Audience
    format: Format
    cost: Cost
    cost_note: str
    registration: Registration
    waiting_time: str
    languages: tuple[Language, ...]
    barrier_free: BarrierFree
    opening_hours: str
    street: str
    postcode: Postcode | None
    district_id: Slug
    service_area_postcodes: Postcodes
    confidential_address: StrictBool
    lat: Latitude | None
    lon: Longitude | None
    geo_certainty: GeoCertainty | None
    phone: Phone | None
    email: Email | None
    website: WebAddress | None
    scope: Scope
    valid_until: Day | None
    source_url: WebAddress | None
    facts_as_of: str
    fact_basis: FactBasis
    verification: Verification
    notes: str
    verified_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        low, high = self.min_age_months, self.max_age_months
        if low is not None and high is not None and low > high:
            raise _fault("max_age_months", f"an age of at least min_age_months, which is {low}")
        if (self.lat is None) != (self.lon is None):
            missing = "lat" if self.lat is None else "lon"
            raise _fault(missing, "a value, as the other coordinate has one")
        return self

    def same_facts(self, other: "Offer") -> bool:
        """Whether they say the same, whenever that was confirmed."""
        return self.model_copy(update={"verified_at": other.verified_at}) == other

    def public(self, whole_city: str) -> "Offer":
        """What may leave the store: no internal notes, and no trace of a confidential address.

        `whole_city` is the district to name instead of the one the address lies in.
        """
        if not self.confidential_address:
            return self.model_copy(update={"notes": ""})
        return self.model_copy(
            update={
                "notes": "",
                "street": "",
                "postcode": None,
                "lat": None,
                "lon": None,
                "geo_certainty": None,
                "district_id": whole_city,
            }
        )


def _fault(column: str, expected: str) -> PydanticCustomError:
    return PydanticCustomError("expected", "{expected}", {"column": column, "expected": expected})
