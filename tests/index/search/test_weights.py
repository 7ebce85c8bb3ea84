from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from index.city import City
from index.offers.store import OfferStore
from index.search import AgeRange, KnownNeeds, OfferIndex, SearchRequest
from index.search.space import Vector
from index.search.weights import (
    WEIGHTS,
    Weights,
    WeightsRejected,
    read_weights,
    write_weights,
)
from tests.index.cast import LetterEncoder, offer, situation
from tests.index.conftest import NOW

PARTS = [field.name for field in fields(Weights)]


def written(folder: Path, **changes: object) -> Path:
    path = folder / "weights.yml"
    path.write_text(yaml.safe_dump(asdict(read_weights()) | changes), encoding="utf-8")
    return path


def test_the_file_gives_each_part_its_weight_and_nothing_else() -> None:
    content = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))

    assert list(content) == PARTS
    assert asdict(read_weights()) == content
    assert all(weight >= 0 for weight in content.values())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    weights = replace(read_weights(), helping=1.75, words=0.0)
    write_weights(weights, tmp_path / "weights.yml")

    assert read_weights(tmp_path / "weights.yml") == weights


def test_writing_what_was_read_changes_nothing(tmp_path: Path) -> None:
    write_weights(read_weights(), tmp_path / "weights.yml")

    assert (tmp_path / "weights.yml").read_bytes() == WEIGHTS.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("helping: [", "must give a number for each of helping, guessed"),
        ("- helping", "must give a number"),
        ("", "must give a number"),
        ("helping: 1.0", "missing 11 required"),
    ],
)
def test_says_what_the_file_must_hold(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "weights.yml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(WeightsRejected, match=said):
        read_weights(path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "much"}, "much"),
        ({"words": None}, "NoneType"),
        ({"meaning": 1.0}, "unexpected keyword argument 'meaning'"),
    ],
)
def test_says_which_weight_is_wrong(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(WeightsRejected, match=said):
        read_weights(written(tmp_path, **changes))


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WeightsRejected, match=r"none\.yml cannot be read: No such file"):
        read_weights(tmp_path / "none.yml")


REQUEST = SearchRequest(
    "Schuldnerberatung Mahnungen",
    children=(AgeRange(12, 12),),
    needs=("debts",),
    district_id="sterkrade-mitte",
    wishes=frozenset({"free"}),
)
"""Each part of the ranking has something to say of it."""

NEED = situation(
    "debts/reminders",
    passages=("Schuldnerberatung. Wir ordnen Mahnungen und Raten.",),
    train={"de": ("Mahnungen", "Schuldnerberatung Mahnungen")},
)


@pytest.fixture
def index(store: OfferStore, city: City, tmp_path: Path) -> OfferIndex:
    text = {"name": "Schuldnerberatung", "description_de": "Wir ordnen Mahnungen und Raten."}
    store.put_all(
        [
            offer(id="graded", **text, topics=("debts",), cost="paid", district_id="lirich"),
            offer(id="ungraded", **text, topics=("sports",), max_age_months=None),
            offer(
                id="other",
                name="Mahnungen",
                description_de="Ordner für die Schule",
                life_phase=("6-10",),
                verification="needs_check",
            ),
        ]
    )
    known = KnownNeeds((NEED,), {NEED.key: {"graded": 3}})
    return OfferIndex.open(store, LetterEncoder(), city, tmp_path, now=lambda: NOW, known=known)


@pytest.mark.parametrize("part", [part for part in PARTS if part != "worth_showing"])
def test_each_part_counts_as_its_weight_says_and_not_at_all_with_none(
    index: OfferIndex, part: str
) -> None:
    compared = index.compare(REQUEST)
    nothing = Weights(**dict.fromkeys(PARTS, 0.0))

    def scores(**changes: float) -> Vector:
        ranking = compared.rank(replace(nothing, **changes))
        return ranking.scores[np.argsort(ranking.numbers)]

    without, once, twice = scores(), scores(**{part: 1.0}), scores(**{part: 2.0})

    assert np.allclose(without, compared.signals.dense)
    assert (once > without + 0.01).any()
    assert np.allclose(twice - without, 2 * (once - without), atol=1e-5)


@pytest.mark.parametrize(("share", "shown"), [(0.0, 3), (1.0, 1)])
def test_what_is_much_weaker_than_the_best_is_left_out(
    index: OfferIndex, share: float, shown: int
) -> None:
    compared = index.compare(SearchRequest("Ordner für die Schule"))
    weights = Weights(**dict.fromkeys(PARTS, 0.0) | {"worth_showing": share})

    assert len(compared.rank(weights).numbers) == shown
