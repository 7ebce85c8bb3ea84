"""Offers, matches, topics and districts as the HTTP contract shows them."""

from typing import Literal

from pydantic import BaseModel

from index.city.districts import Level


class AgeSpan(BaseModel):
    """The children's ages in months, both ends included; null is an open end."""

    min_months: int | None
    max_months: int | None


class Address(BaseModel):
    street: str | None
    postcode: str | None
    district_id: str
    district_name: str


class Location(BaseModel):
    lat: float
    lon: float


class PublicOffer(BaseModel):
    """What a family may see of an offer."""

    id: str
    name: str
    organisation: str
    description: str
    description_language: str
    topics: list[str]
    topic_labels: list[str]
    age: AgeSpan
    for_whom: str
    format: str
    cost: str
    cost_text: str
    registration: str
    registration_text: str
    waiting_time: str
    languages: list[str]
    barrier_free: str
    opening_hours: str
    opening_hours_text: str
    address: Address | None
    location: Location | None
    phone: str | None
    email: str | None
    website: str | None
    scope: str
    valid_until: str | None
    facts_as_of: str
    verification: str
    verified_at: str | None


class Reason(BaseModel):
    kind: str
    text: str


class Match(BaseModel):
    offer: PublicOffer
    score: float
    reasons: list[Reason]
    misses: list[Reason]
    reach: None = None


class TopicView(BaseModel):
    id: str
    label: str
    description: str


class DistrictView(BaseModel):
    id: str
    name: str
    parent_id: str | None
    level: Level
    postcodes: list[str]


class Topics(BaseModel):
    language: str
    topics: list[TopicView]


class Districts(BaseModel):
    districts: list[DistrictView]


Wish = Literal["free", "online", "barrier_free", "drop_in"]
