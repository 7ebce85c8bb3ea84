"""How much offers help with what a text asks for."""

import numpy as np
from numpy.typing import NDArray

from index.search.needs import Likely, NeedRecogniser, Reading
from index.search.snapshot import Snapshot
from index.search.space import Vector
from index.search.vectors import Numbers

ALIKE, SLOPE = 0.70, 15.0
"""Cosine of an offer with what a helping offer would say of itself at which it probably helps, and
how fast that grows around it; read off the city's graded offers."""


def helpers(snapshot: Snapshot, reading: Reading) -> Numbers:
    """The numbers of the offers that were graded as helping."""
    found = {
        number
        for likely in reading.needs
        for offer_id in likely.need.helping
        if (number := snapshot.numbers.get(offer_id)) is not None
    }
    return np.array(sorted(found), np.int64)


def helping(
    snapshot: Snapshot, recogniser: NeedRecogniser, reading: Reading, numbers: Numbers
) -> tuple[Vector, Vector]:
    """Two from 0 to about 1 for each number: how an offer helps, likely needs counting more.

    The first by what people graded, and by the offer's topics; the second, for offers that nobody
    graded yet, by their likeness to what a helping offer would say of itself.
    """
    expected = np.zeros(len(numbers), np.float32)
    offers = [snapshot.offers[number] for number in numbers.tolist()]
    graded = np.array([offer is not None and offer.id in recogniser.graded for offer in offers])
    places = {offer.id: place for place, offer in enumerate(offers) if offer is not None}
    for likely in reading.needs:
        if likely.need.topic is not None:
            shares = snapshot.facts.topic_shares(numbers, [likely.need.topic])
            expected += likely.probability * shares
        for offer_id, gain in likely.need.helping.items():
            if offer_id in places:
                expected[places[offer_id]] += likely.probability * gain
    guessed = np.zeros(len(numbers), np.float32)
    if not graded.all():
        guessed[~graded] = _guessed(snapshot, reading, numbers[~graded])
    return expected, guessed


def _guessed(snapshot: Snapshot, reading: Reading, numbers: Numbers) -> Vector:
    described = [likely for likely in reading.needs if len(likely.passages)]
    if not described:
        return np.zeros(len(numbers), np.float32)
    cosines = snapshot.vectors.products(
        np.concatenate([likely.passages for likely in described]), numbers
    )
    chances = 1 / (1 + np.exp(-SLOPE * (cosines - ALIKE)))
    return _best_of_each(chances, described).T @ _probabilities(described)


def _best_of_each(chances: NDArray[np.float32], described: list[Likely]) -> NDArray[np.float32]:
    starts = np.cumsum([0, *(len(likely.passages) for likely in described[:-1])])
    best: NDArray[np.float32] = np.maximum.reduceat(chances, starts, axis=0)
    return best


def _probabilities(described: list[Likely]) -> Vector:
    return np.array([likely.probability for likely in described], np.float32)
