from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.city import City
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search import AgeRange, KnownNeeds, OfferIndex, SearchRequest
from index.search.helping import ALIKE, SLOPE, helpers, helping
from index.search.needs import NOTHING_READ, Likely, Need, NeedRecogniser, Reading
from index.search.snapshot import Snapshot
from index.search.space import Space, Vectors
from index.search.vectors import Numbers
from tests.index.cast import LetterEncoder, offer, situation
from tests.index.conftest import NOW

SPACE = Space(LetterEncoder())

SEIZED = situation(
    "debts/account-seized", train={"tr": ("hesabıma haciz geldi", "banka hesabım bloke")}
)
SWIMMING = situation("sports/swimming", train={"de": ("wo lernt er schwimmen", "Seepferdchen")})


def snapshot_of(offers: Sequence[Offer], city: City) -> Snapshot:
    def embed(texts: Sequence[str]) -> dict[str, Vectors]:
        return dict(zip(texts, SPACE.passages(texts), strict=True))

    return Snapshot.of(offers, embed, SPACE.dim, city)


def recogniser(city: City, folder: Path, *graded: str) -> NeedRecogniser:
    """Knows these offers as graded."""
    known = KnownNeeds((SEIZED,), {SEIZED.key: dict.fromkeys(graded, 3)})
    return NeedRecogniser.open(SPACE, city, known, folder)


def likely(
    probability: float,
    *,
    passages: tuple[str, ...] = (),
    topic: str | None = None,
    **helping: float,
) -> Likely:
    need = Need((), ("",), passages, helping, topic)
    return Likely(need, probability, SPACE.wholes(passages))


def reading(*needs: Likely) -> Reading:
    return replace(NOTHING_READ, needs=needs)


def every(snapshot: Snapshot) -> Numbers:
    return np.arange(len(snapshot.offers))


def test_grades_count_as_much_as_their_need_is_likely(city: City, tmp_path: Path) -> None:
    snapshot = snapshot_of([offer(id="advice"), offer(id="benefits"), offer(id="pool")], city)
    read = reading(likely(0.6, advice=1.0, benefits=0.45), likely(0.2, benefits=1.0, gone=1.0))

    graded = recogniser(city, tmp_path, "advice", "benefits", "pool")
    helps, guessed = helping(snapshot, graded, read, every(snapshot))

    assert helps == pytest.approx([0.6, 0.6 * 0.45 + 0.2, 0])
    assert guessed.tolist() == [0, 0, 0]


def test_ungraded_offers_are_judged_by_their_likeness_to_one_that_helps(
    city: City, tmp_path: Path
) -> None:
    offers = [
        offer(id="like", name="Schuldnerberatung", description_de="Wir klären Mahnungen."),
        offer(id="unlike", name="Hallenbad", description_de="Becken zum Planschen."),
        offer(id="graded", name="Schuldnerberatung", description_de="Wir klären Mahnungen."),
    ]
    snapshot = snapshot_of(offers, city)
    passages = ("Schuldnerberatung. Wir klären Mahnungen.", "Nähkurs am Abend.")
    read = reading(likely(0.5, passages=passages), likely(0.3))

    helps, guessed = helping(snapshot, recogniser(city, tmp_path, "graded"), read, every(snapshot))

    nearest = snapshot.vectors.products(SPACE.wholes(passages), every(snapshot)).max(axis=0)
    chances = 1 / (1 + np.exp(-SLOPE * (nearest - ALIKE)))
    assert guessed[:2] == pytest.approx(0.5 * chances[:2], abs=1e-5)
    assert guessed[0] > 10 * guessed[1]
    assert guessed[2] == 0
    assert helps.tolist() == [0, 0, 0]


def test_of_several_needs_each_counts_its_best_passage(city: City, tmp_path: Path) -> None:
    snapshot = snapshot_of([offer()], city)
    own = f"{offer().name}. {offer().description_de}"
    ungraded = recogniser(city, tmp_path)

    def guess(*needs: Likely) -> float:
        return float(helping(snapshot, ungraded, reading(*needs), every(snapshot))[1][0])

    alone = guess(likely(0.4, passages=(own,)))
    assert guess(likely(0.4, passages=(own, "Xylophon", "Quiz"))) == pytest.approx(alone)
    assert guess(likely(0.2, passages=(own,)), likely(0.2, passages=(own,))) == pytest.approx(alone)
    assert guess(likely(0.4)) == 0


def test_a_topic_as_a_whole_helps_by_the_offers_topics(city: City, tmp_path: Path) -> None:
    offers = [
        offer(id="first", topics=("debts", "money")),
        offer(id="second", topics=("money", "debts")),
        offer(id="none", topics=("sports",)),
    ]
    snapshot = snapshot_of(offers, city)

    helps, _ = helping(
        snapshot,
        recogniser(city, tmp_path),
        reading(likely(0.5, topic="debts")),
        every(snapshot),
    )

    assert helps == pytest.approx([0.5, 0.35, 0])


def test_helpers_are_the_graded_offers_that_are_there(city: City) -> None:
    snapshot = snapshot_of([offer(id="pool"), offer(id="advice"), offer(id="benefits")], city)
    read = reading(likely(0.6, advice=1.0, gone=1.0), likely(0.2, benefits=0.15, advice=0.45))

    assert helpers(snapshot, read).tolist() == [1, 2]
    assert helpers(snapshot, NOTHING_READ).tolist() == []


ADVICE = offer(
    id="advice",
    name="Schuldnerberatung",
    organisation="Haus am Ring",
    description_de="Wir ordnen Mahnungen und Raten.",
    for_whom="",
    topics=("culture",),
)
BANK = offer(
    id="bank",
    name="Banka Hesabı",
    organisation="Kulüp",
    description_de="Hesabıma haciz geldi diyen herkes için banka hesabı kursu.",
    for_whom="",
    topics=("culture",),
)
QUERY = "hesabıma haciz geldi"


def index_of(
    offers: Sequence[Offer],
    store: OfferStore,
    city: City,
    folder: Path,
    grades: dict[str, int],
) -> OfferIndex:
    store.put_all(offers)
    known = KnownNeeds((SEIZED, SWIMMING), {SEIZED.key: grades})
    return OfferIndex.open(store, LetterEncoder(), city, folder, now=lambda: NOW, known=known)


@pytest.fixture
def _only_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranks just one offer by meaning, and one each by letters and by words."""
    monkeypatch.setattr("index.search.search.MOST_CANDIDATES", 1)
    monkeypatch.setattr("index.search.search.MOST_FOUND_BY_WORDS", 1)


def found(index: OfferIndex, request: SearchRequest) -> list[str]:
    return [match.offer.id for match in index.search(request).matches]


@pytest.mark.usefixtures("_only_the_nearest")
@pytest.mark.parametrize(("grades", "ids"), [({}, ["bank"]), ({"advice": 3}, ["advice", "bank"])])
def test_an_offer_that_helps_is_found_though_it_says_nothing_alike(
    store: OfferStore, city: City, tmp_path: Path, grades: dict[str, int], ids: list[str]
) -> None:
    index = index_of([ADVICE, BANK], store, city, tmp_path, grades)

    assert found(index, SearchRequest(QUERY)) == ids


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, ["advice", "bank"]),
        ({"valid_until": date(2026, 2, 28)}, ["bank"]),
        ({"audience": "professionals"}, ["bank"]),
        ({"status": "draft"}, ["bank"]),
        ({"min_age_months": 120, "max_age_months": 200}, ["bank"]),
        ({"service_area_postcodes": ("46045",)}, ["bank"]),
    ],
)
def test_an_offer_that_must_not_be_shown_is_not_however_well_it_helps(
    store: OfferStore, city: City, tmp_path: Path, changes: dict[str, object], ids: list[str]
) -> None:
    advice = Offer.model_validate(ADVICE.model_dump() | changes)
    index = index_of([advice, BANK], store, city, tmp_path, {"advice": 3})
    request = SearchRequest(QUERY, (AgeRange(12, 12),), postcodes=("46145",))

    assert found(index, request) == ids


def test_what_helps_in_the_likeliest_need_comes_first(
    store: OfferStore, city: City, tmp_path: Path
) -> None:
    offers = [BANK, *(ADVICE.model_copy(update={"id": name}) for name in ("somewhat", "exactly"))]
    index = index_of(offers, store, city, tmp_path, {"somewhat": 1, "exactly": 3})

    assert found(index, SearchRequest(QUERY))[0] == "exactly"
