"""Offers, matches, topics and districts as the HTTP contract shows them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from index.city.districts import Level as DistrictLevel
from index.offers.record import Gender, YesNo
from index.reach.distance import Certainty
from index.reach.level import Level


class AgeSpan(BaseModel):
    """The children's ages in months, both ends included; null is an open end."""

    min_months: int | None
    max_months: int | None


class Address(BaseModel):
    street: str | None
    postcode: str | None
    district_id: str
    district_name: str
    town: str = ""
    """Empty in a conversation that began before there was one."""


class Location(BaseModel):
    lat: float
    lon: float


class PublicOffer(BaseModel):
    """What a family may see of an offer.

    `description_language` is German where there is no translation into the language asked for;
    `age_text` is empty where there is no limit of age;
    `for_whom`, `cost_note`, `waiting_time` and `facts_as_of` are German always.
    `for_gender`: for whom alone it is, or who has something of their own there; empty where nobody
    is left out as far as is known. `childcare`: whether children are looked after meanwhile.
    `faith_based`: whether a church or another religious community runs it.
    """

    id: str
    name: str
    organisation: str
    description: str
    description_language: str
    topics: list[str]
    topic_labels: list[str]
    age: AgeSpan
    age_text: str = ""
    for_whom: str
    format: str
    cost: str
    cost_text: str
    cost_note: str
    registration: str
    registration_text: str
    waiting_time: str
    languages: list[str]
    barrier_free: YesNo
    for_gender: list[Gender]
    childcare: YesNo
    faith_based: YesNo
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


class Reach(BaseModel):
    """How a family gets to an offer.

    `level`: `home` (in the household's own Sozialraum, or it comes home), `sozialraum` (in one
    beside it), `city`, `phone_online`, `nrw` (in all of North Rhine-Westphalia or Germany).
    `distance_m`: the estimated way in metres from the middle of the household's district, where
    both places are known well enough. `certainty`: how exactly the offer's place is known.
    `open_now`, `closes_at`, `opens_at`: as of the search, in the city's time; null is not known.
    """

    level: Level
    distance_m: int | None
    certainty: Certainty | None
    open_now: bool | None
    closes_at: datetime | None
    opens_at: datetime | None
    opening_text: str | None


class Match(BaseModel):
    """`reach` is null for a confidential address; `alike` counts others of its kind elsewhere."""

    offer: PublicOffer
    score: float
    reasons: list[Reason]
    misses: list[Reason]
    reach: Reach | None = None
    alike: int = 0


class TopicView(BaseModel):
    id: str
    label: str
    description: str


class TopicGroupView(BaseModel):
    """`topics` are ids."""

    id: str
    label: str
    topics: list[str]


class PhaseView(BaseModel):
    """A part of a childhood; its ages are in months, both ends included, and `ages` says them.

    `needs` are topics that come with it.
    """

    id: str
    label: str
    ages: str
    age_min_months: int
    age_max_months: int
    needs: list[str]


class DistrictView(BaseModel):
    id: str
    name: str
    parent_id: str | None
    level: DistrictLevel
    postcodes: list[str]


class Topics(BaseModel):
    """Each topic is in one of the groups; what is asked for most comes first."""

    language: str
    topics: list[TopicView]
    groups: list[TopicGroupView]


class Phases(BaseModel):
    language: str
    phases: list[PhaseView]


class Districts(BaseModel):
    districts: list[DistrictView]


Wish = Literal[
    "free",
    "online",
    "phone",
    "barrier_free",
    "drop_in",
    "near",
    "afternoon",
    "weekend",
    "at_home",
    "girls",
    "boys",
    "childcare",
    "secular",
]
