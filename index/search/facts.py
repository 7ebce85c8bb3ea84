"""What filters and ranking need to know of every offer, as columns of numbers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.city import City
from index.offers.record import Gender, LifePhase, Offer
from index.search.request import AgeRange, Sex
from index.search.space import Vector
from index.search.vectors import Mask, Numbers
from index.search.wishes import LASTING, is_met_by_record

NO_MINIMUM, NO_MAXIMUM = -999, 9999
FIRST_UNBORN_MONTH = -9
LEAST_SHARE = 18
"""One in so many months of what a child's age may be must be served."""
_FOREVER = date.max.toordinal()
_NEVER = 0

_SPOKEN_AGAINST = frozenset({"free", "barrier_free", "childcare", "secular"})
"""A place that helps is not worse for being no telephone, nor for wanting a call before."""
_DROPPED_IN_AT = frozenset({"place", "counselling", "group", "medical"})
"""Formats at which one can turn up; a line that needs no registration is none."""

GENDERS: Mapping[Gender, int] = {"girls": 1, "boys": 2, "women": 4, "men": 8}
"""A bit each; no bit is set where an offer is for everybody."""
_NOT_FOR: Mapping[Sex, int] = {"girl": GENDERS["boys"], "boy": GENDERS["girls"]}
"""What is for nobody else is not for a child of this sex; parents may come where they are named."""
_WISHED: Mapping[str, int] = {
    "girls": GENDERS["girls"] | GENDERS["women"],
    "boys": GENDERS["boys"] | GENDERS["men"],
}

FIRST_TOPIC_WEIGHT, OTHER_TOPIC_WEIGHT = 1.0, 0.7
"""An offer names first what it is mainly about."""

PHASES: dict[LifePhase, tuple[int, int]] = {
    "pregnancy": (FIRST_UNBORN_MONTH, -1),
    "0-3": (0, 35),
    "3-6": (36, 71),
    "6-10": (72, 119),
    "10-14": (120, 167),
    "14-18": (168, 215),
    "18+": (216, NO_MAXIMUM),
}
"""The child's age in months; the phase “parents” says nothing of it."""


def age_limits(offer: Offer) -> tuple[int | None, int | None]:
    """The ages of children served.

    Ages are often given from birth where a pregnancy is meant as well; and where adults come
    themselves, parents too, the lowest age is theirs and says nothing of their children.
    """
    lowest, highest = offer.min_age_months, offer.max_age_months
    if lowest is not None and lowest >= 0 and "pregnancy" in offer.life_phase:
        return FIRST_UNBORN_MONTH, highest
    if highest is None and {"18+", "parents"} <= set(offer.life_phase):
        return None, highest
    return lowest, highest


def is_fresh(offer: Offer) -> bool:
    return offer.verified_at is not None or offer.verification == "recent"


def phases_of(child: AgeRange) -> int:
    """A bit for each phase the child may be in."""
    return sum(
        1 << bit
        for bit, (first, last) in enumerate(PHASES.values())
        if first <= child.max_months and child.min_months <= last
    )


@dataclass(frozen=True)
class OfferFacts:
    """A row for each number; `rows` has the columns of `_columns`, a wish met as 1.

    `service_areas` holds the rows that serve some postcodes only.
    """

    city: City
    rows: NDArray[np.void]
    service_areas: dict[int, frozenset[str]]

    @classmethod
    def of(cls, offers: Sequence[Offer | None], city: City) -> "OfferFacts":
        facts = cls(city, np.zeros(len(offers), _columns(city)), {})
        for number, offer in enumerate(offers):
            if offer is not None:
                facts._fill(number, offer)
        return facts

    def changed(self, offers: Mapping[int, Offer | None], size: int) -> "OfferFacts":
        """With these offers, or none, under their numbers, which are all below `size`."""
        rows = np.zeros(size, self.rows.dtype)
        rows[: len(self.rows)] = self.rows
        areas = {
            number: area for number, area in self.service_areas.items() if number not in offers
        }
        facts = replace(self, rows=rows, service_areas=areas)
        for number, offer in offers.items():
            rows[number] = np.zeros(1, rows.dtype)[0]
            if offer is not None:
                facts._fill(number, offer)
        return facts

    def _fill(self, number: int, offer: Offer) -> None:
        self.rows[number] = _row(offer, self.city)
        if offer.service_area_postcodes:
            self.service_areas[number] = frozenset(offer.service_area_postcodes)

    def presentable(self, today: date) -> Mask:
        """Published, for families, and not over."""
        shown: Mask = self._shown_until >= today.toordinal()
        return shown

    def fitting_age(self, children: Iterable[AgeRange]) -> Mask:
        """Offers whose ages are those of at least one child; all, without children.

        Where a child's age is known to the year, a month in common is enough; “second grade” may
        be any of two years, and an offer that ends with its first month is as good as over.
        """
        lowest, highest = (ages.astype(np.int32) for ages in self._ages)
        genders = self.rows["for_gender"]
        fits = []
        for child in children:
            months = (
                1 + np.minimum(highest, child.max_months) - np.maximum(lowest, child.min_months)
            )
            fit = LEAST_SHARE * months >= 1 + child.max_months - child.min_months
            fits.append(fit if child.sex is None else fit & (genders != _NOT_FOR[child.sex]))
        return np.logical_or.reduce(fits) if fits else np.ones(len(self.rows), np.bool_)

    def open_to(self, wishes: Collection[str]) -> Mask:
        """Offers that are not for others only than the girls or boys something is wished for."""
        wished = sum(bits for wish, bits in _WISHED.items() if wish in wishes)
        genders = self.rows["for_gender"]
        is_open: Mask = (genders == 0) | (genders & wished != 0) | (wished == 0)
        return is_open

    def about(self, needs: Collection[str]) -> Mask:
        """Offers with at least one of these topics."""
        about: Mask = np.logical_or.reduce(self._topics[self._columns_of(needs)], axis=0)
        return about

    def topic_shares(self, numbers: Numbers, topics: Collection[str]) -> Vector:
        """How much each of the numbers is about the topic it is most about."""
        columns = self._columns_of(topics)
        shares: Vector = self.rows["topics"][numbers][:, columns].max(axis=1, initial=0.0)
        return shares

    def _columns_of(self, topics: Collection[str]) -> list[int]:
        ids = list(self.city.topics)
        return [ids.index(topic) for topic in topics]

    def serving(self, postcodes: frozenset[str]) -> Mask:
        """Offers that serve the household wherever of these it lives; unknown is not served."""
        served = np.ones(len(self.rows), np.bool_)
        areas, numbers, which = self._areas
        within = np.array([bool(postcodes) and postcodes <= area for area in areas], np.bool_)
        served[numbers] = within[which]
        return served

    # columns that every search reads whole; out of the rows that takes twenty times as long

    @cached_property
    def _shown_until(self) -> NDArray[np.int32]:
        return np.where(self.rows["presentable"], self.rows["valid_until"], _NEVER)

    @cached_property
    def _ages(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        return self.rows["min_age"].copy(), self.rows["max_age"].copy()

    @cached_property
    def _topics(self) -> NDArray[np.bool_]:
        """Of the shape (topics, offers)."""
        return np.ascontiguousarray(self.rows["topics"].T > 0)

    @cached_property
    def _areas(self) -> tuple[list[frozenset[str]], Numbers, Numbers]:
        """The different areas, the numbers that have one, and which each has."""
        places = {area: place for place, area in enumerate(set(self.service_areas.values()))}
        which = [places[area] for area in self.service_areas.values()]
        numbers = np.array(list(self.service_areas), np.int64)
        return list(places), numbers, np.array(which, np.int64)


def _columns(city: City) -> np.dtype[np.void]:
    columns: list[Any] = [
        ("presentable", np.bool_),
        ("valid_until", np.int32),
        ("min_age", np.int16),
        ("max_age", np.int16),
        ("phases", np.uint8),
        ("district", np.int16),
        *((wish, np.int8) for wish in LASTING),
        ("faith_based", np.bool_),
        ("for_gender", np.uint8),
        ("hours", np.object_),
        ("fresh", np.bool_),
        ("languages", np.object_),
        ("topics", np.float32, (len(city.topics),)),
    ]
    return np.dtype(columns)


def _row(offer: Offer, city: City) -> tuple[Any, ...]:
    lowest, highest = age_limits(offer)
    return (
        offer.status == "published" and offer.audience == "families",
        _FOREVER if offer.valid_until is None else offer.valid_until.toordinal(),
        NO_MINIMUM if lowest is None else lowest,
        NO_MAXIMUM if highest is None else highest,
        sum(1 << bit for bit, phase in enumerate(PHASES) if phase in offer.life_phase),
        list(city.districts).index(offer.district_id),
        *(_fulfilled(wish, offer) for wish in LASTING),
        offer.faith_based == "yes",
        sum(GENDERS[gender] for gender in set(offer.for_gender)),
        offer.opening_hours,
        is_fresh(offer),
        offer.languages,
        [_topic_weight(offer, topic_id) for topic_id in city.topics],
    )


def _fulfilled(wish: str, offer: Offer) -> int:
    """1 if the offer meets the wish, -1 if something speaks against it, else 0."""
    if wish == "drop_in" and offer.registration == "none" and offer.format not in _DROPPED_IN_AT:
        return 0
    is_met = is_met_by_record(wish, offer)
    if is_met is False:
        return -1 if wish in _SPOKEN_AGAINST else 0
    return int(is_met is True)


def _topic_weight(offer: Offer, topic_id: str) -> float:
    if topic_id not in offer.topics:
        return 0.0
    return FIRST_TOPIC_WEIGHT if offer.main_topic == topic_id else OTHER_TOPIC_WEIGHT
