from dataclasses import replace
from math import log

import numpy as np
import pytest

from index.city import City
from index.evaluation.systems import Systems, bm25, cosines
from index.offers.bare import bare_offer
from index.search import KnownNeeds
from index.search.weights import read_weights
from tests.index.cast import LetterEncoder, offer


def test_bm25_by_hand(city: City) -> None:
    offers = [
        bare_offer("sew", "Nähen", "Kleider nähen", city),
        bare_offer("cook", "Kochen", "Suppen und Eintöpfe kochen", city),
    ]
    (found,) = bm25(offers, ["Nähen lernen"], city)

    times, length, average, spread = 2, 3, (3 + 5) / 2, 1
    rarity = log(1 + (2 - spread + 0.5) / (spread + 0.5))
    saturated = times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / average))
    assert found[0] == pytest.approx(rarity * saturated)
    assert found[1] == -np.inf


def test_the_encoder_alone_shows_everything(city: City) -> None:
    offers = [offer(id="sew", name="Nähen"), offer(id="cook", name="Kochen")]
    (found,) = cosines(offers, ["Kochen"], city, LetterEncoder())
    assert np.isfinite(found).all()
    assert found[1] > found[0]


def test_the_product_gives_the_order_a_parent_sees_and_hides_what_it_hides(city: City) -> None:
    offers = [
        offer(id="for-staff", name="Nähen lernen", audience="professionals"),
        offer(id="cook", name="Kochen", description_de="Suppen und Eintöpfe", topics=("culture",)),
        offer(id="sew", name="Nähen lernen", description_de="Kleider nähen", topics=("culture",)),
    ]
    systems = Systems(city, KnownNeeds(), LetterEncoder(), LetterEncoder())
    (found,), (without_letters,) = systems.product(
        offers, ["nähen lernen"], [read_weights(), replace(read_weights(), letters=0.0)]
    )
    assert found[0] == -np.inf
    assert found[2] == 0
    assert without_letters[2] == 0
