"""In which order offers are shown; what each part counts stands in weights.py.

The cosine of an offer that fits a sentence well is about .6 to .7, of one that does not below .4.
Helping counts as much again and more; everything else may turn the order of offers that fit about
equally well, and cannot lift what does not fit; only being called by name can.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.city import City
from index.reach.times import regular_times
from index.search.facts import NO_MAXIMUM, NO_MINIMUM, OfferFacts, phases_of
from index.search.places import place_fits
from index.search.request import LIFTING, TIMES, SearchRequest
from index.search.space import Vector
from index.search.vectors import Numbers
from index.search.weights import Weights

MOST_LETTERS = 0.20
"""A question of one word would else be ranked by how often offers repeat it."""
OF_THE_TOPIC = 0.3
"""Share of a wanted topic from which an offer is shown however weak all else is."""
AGE_ALONE = 0.15
"""When nothing but the age is known."""
RELEVANT_ENOUGH = 0.5
"""A wish counts the more, the more relevant the offer is; so much where nothing was asked for."""
TYPICAL_AGE_SPAN = 36
"""Months: an offer for so wide a span of ages counts half of one for a single month."""


@dataclass(frozen=True)
class Signals:
    """What the words of a request say of each candidate, all float32, one for each number.

    `asked` is False for a request without words and needs.
    """

    asked: bool

    numbers: Numbers
    dense: Vector
    letters: Vector
    words: Vector
    named: Vector
    helping: Vector
    guessed: Vector

    @classmethod
    def of_nothing(cls, numbers: Numbers) -> "Signals":
        """Where there are no words and no needs."""
        none = np.zeros(len(numbers), np.float32)
        return cls(False, numbers, none, none, none, none, none, none)


@dataclass(frozen=True)
class Ranking:
    """What is worth showing, by falling score; all arrays in that order."""

    numbers: Numbers
    scores: Vector
    named: Vector
    place: Vector


def rank(
    signals: Signals,
    facts: OfferFacts,
    request: SearchRequest,
    weights: Weights,
    today: date,
) -> Ranking:
    """What was recognised in the words counts by `helping`, what was chosen as a topic too."""
    rows = facts.rows[signals.numbers]
    topic = facts.topic_shares(signals.numbers, request.needs)
    relevance = (
        signals.dense
        + weights.helping * signals.helping
        + weights.guessed * signals.guessed
        + weights.words * signals.words
        + weights.letters * np.minimum(signals.letters, MOST_LETTERS)
        + weights.topic * topic
    )
    place = place_fits(facts.city, request.district_id)[rows["district"]]
    scores = (
        relevance
        + weights.named * signals.named
        + weights.place * place
        + _age_boost(rows, request, weights.age if signals.asked else AGE_ALONE, weights.phase)
        + weights.fresh * rows["fresh"]
    )
    fulfilled = _fulfilled(rows, request, facts.city, today)
    scores = scores + weights.wish * fulfilled * np.maximum(relevance, RELEVANT_ENOUGH)
    strong = _strong(relevance, weights.worth_showing)
    shown = strong | (topic >= OF_THE_TOPIC) | (signals.named > 0)
    order = np.lexsort((signals.numbers, -scores))
    order = order[shown[order]]
    return Ranking(signals.numbers[order], scores[order], signals.named[order], place[order])


def _strong(relevance: Vector, worth_showing: float) -> NDArray[np.bool_]:
    best = relevance.max(initial=0.0)
    # where nothing fits, or nothing was asked, nothing is weaker than the rest
    return relevance >= worth_showing * best if best > 0 else np.ones(len(relevance), np.bool_)


def _fulfilled(
    rows: NDArray[np.void], request: SearchRequest, city: City, today: date
) -> NDArray[np.float64]:
    """How many wishes are met, less those that something speaks against."""
    fulfilled = np.zeros(len(rows))
    for wish in sorted(request.wishes & LIFTING):
        fulfilled += _open(wish, rows["hours"], city, today) if wish in TIMES else rows[wish]
    if request.spoken is not None:
        fulfilled += [request.spoken in languages for languages in rows["languages"]]
    return fulfilled


def _open(wish: str, hours: NDArray[np.object_], city: City, today: date) -> list[int]:
    times = (getattr(regular_times(text, city.profile.zone, today), wish) for text in hours)
    return [0 if is_open is None else 1 if is_open else -1 for is_open in times]


def _age_boost(
    rows: NDArray[np.void], request: SearchRequest, weight: float, phase: float
) -> Vector:
    """An offer made for the child's age before one for everybody."""
    limited = (rows["min_age"] != NO_MINIMUM) & (rows["max_age"] != NO_MAXIMUM)
    span = rows["max_age"].astype(np.float32) - rows["min_age"]
    narrow = np.where(limited, TYPICAL_AGE_SPAN / (TYPICAL_AGE_SPAN + span), 0.0)
    boost = np.zeros(len(rows), np.float32)
    for child in request.children:
        fits = (rows["min_age"] <= child.max_months) & (rows["max_age"] >= child.min_months)
        in_phase = (rows["phases"] & phases_of(child) != 0) | (rows["phases"] == 0)
        boost = np.maximum(boost, fits * (weight * narrow + phase * in_phase))
    return boost
