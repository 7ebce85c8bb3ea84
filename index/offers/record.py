from collections.abc import Mapping
from typing import Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    StrictBool,
    ValidationInfo,
    field_validator,
)

from index.fields import (
    AgeInMonths,
    Day,
    Email,
    Identifier,
    Language,
    LanguageTag,
    Latitude,
    Longitude,
    Name,
    Note,
    Phone,
    Postcode,
    Postcodes,
    Slug,
    Text,
    WebAddress,
    expected,
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
YesNo = Literal["yes", "no", "unknown"]
Gender = Literal["girls", "boys", "women", "men"]
GeoCertainty = Literal["source", "approx", "district-centroid", "coarse-centroid"]
Scope = Literal["city", "nrw", "national"]
FactBasis = Literal["source", "background"]
Verification = Literal["recent", "needs_check"]


class Offer(BaseModel):
    """One offer: every column of offers.csv, and when staff last confirmed its facts.

    Ages are the child's, in months, both ends included; None is no limit on that side.
    What an offer is mainly about stands first in `topics`, which may be empty.
    `for_gender` names those for whom alone it is, or who have something of their own there; where
    it is empty nobody is left out, as far as is known. `childcare`: children are looked after
    meanwhile. `faith_based`: a church or another religious community runs it.
    `descriptions` are translations by BCP 47 tag, de-simple is Leichte Sprache; in a file each has
    a column like description_tr.
    `opening_hours` is OpenStreetMap syntax, kept as it was written.
    `facts_as_of` is dated as the source dates it, so it stays text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Identifier
    status: Status
    name: Name
    organisation: Name
    description_de: Text
    topics: tuple[Slug, ...]
    life_phase: tuple[LifePhase, ...]
    min_age_months: AgeInMonths | None
    max_age_months: AgeInMonths | None
    for_whom: Note
    audience: Audience
    format: Format
    cost: Cost
    cost_note: Note
    registration: Registration
    waiting_time: Note
    languages: tuple[Language, ...]
    barrier_free: YesNo
    opening_hours: Note
    street: Note
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
    facts_as_of: Note
    fact_basis: FactBasis
    verification: Verification
    notes: Note
    for_gender: tuple[Gender, ...]
    childcare: YesNo
    faith_based: YesNo
    descriptions: Mapping[LanguageTag, Text]
    verified_at: AwareDatetime | None = None

    # field validators, unlike a model validator, also run when another field is faulty

    @field_validator("max_age_months")
    @classmethod
    def _is_not_below_minimum(cls, highest: int | None, info: ValidationInfo) -> int | None:
        lowest = info.data.get("min_age_months")
        if lowest is not None and highest is not None and lowest > highest:
            raise expected(f"an age of at least min_age_months, which is {lowest}")
        return highest

    @field_validator("lon")
    @classmethod
    def _comes_with_latitude(cls, lon: float | None, info: ValidationInfo) -> float | None:
        if "lat" in info.data and (info.data["lat"] is None) != (lon is None):
            raise expected("both lat and lon, or neither")
        return lon

    @property
    def main_topic(self) -> str | None:
        return self.topics[0] if self.topics else None

    def same_facts(self, other: "Offer") -> bool:
        """Whether they say the same, whenever that was confirmed."""
        return self.model_copy(update={"verified_at": other.verified_at}) == other

    def kept(self) -> "Offer":
        """What may be stored: a confidential address is kept nowhere, so nothing can tell it."""
        return self.model_copy(update=_NOWHERE) if self.confidential_address else self

    def public(self, whole_city: str) -> "Offer":
        """What may leave the store: no internal notes, and no trace of a confidential address.

        `whole_city` is the district to name instead of the one the address lies in.
        """
        if not self.confidential_address:
            return self.model_copy(update={"notes": ""})
        return self.kept().model_copy(update={"notes": "", "district_id": whole_city})


_NOWHERE = {"street": "", "postcode": None, "lat": None, "lon": None, "geo_certainty": None}
