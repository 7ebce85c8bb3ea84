"""Which offers a text calls by their name, or is clearly about."""

import pytest

from index.search import OfferIndex
from tests.index.cast import offer


@pytest.fixture
def filled(index: OfferIndex) -> OfferIndex:
    index.put(offer(id="kim-visit", name="KiM – Kinder im Mittelpunkt (Willkommensbesuch)"))
    index.put(offer(id="kim-arrival", name="Kommunales Integrationsmanagement (KIM)"))
    index.put(offer(id="bis", name="BIS – Mütter und Kinder stärken"))
    index.put(offer(id="pool", name="Hallenbad", description_de="Schwimmen im warmen Wasser"))
    return index


def called(index: OfferIndex, text: str) -> list[set[str]]:
    return [{offer.id for offer in offers} for offers in index.called(text)]


@pytest.mark.parametrize(
    "text", ["KiM", "KIM", "kim", "Was ist das KiM?", "Brief vom KIM bekommen"]
)
def test_an_abbreviation_may_be_the_name_of_several(filled: OfferIndex, text: str) -> None:
    assert {"kim-visit", "kim-arrival"} in called(filled, text)


@pytest.mark.parametrize("text", ["Die Kita hat bis drei auf", "Kim ist vier und hört nicht", ""])
def test_a_word_of_the_sentence_is_no_abbreviation(filled: OfferIndex, text: str) -> None:
    assert called(filled, text) == []


def test_a_whole_name_is_that_of_one(filled: OfferIndex) -> None:
    assert called(filled, "Wann hat das Hallenbad auf?") == [{"pool"}]


def test_an_offer_taken_away_goes_by_no_name(filled: OfferIndex) -> None:
    filled.remove("kim-arrival")
    assert called(filled, "kim") == [{"kim-visit"}]


def test_a_text_is_about_the_offer_it_is_clearly_closest_to(filled: OfferIndex) -> None:
    ids = ["kim-visit", "bis", "pool"]
    meant = filled.closest("Schwimmen im warmen Wasser", ids)
    assert meant is not None
    assert meant.id == "pool"
    assert filled.closest("Schwimmen im warmen Wasser", []) is None
    assert filled.closest("xyz", ids) is None
