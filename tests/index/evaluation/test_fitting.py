from collections.abc import Mapping
from dataclasses import asdict, replace

import pytest

from index.city import City
from index.evaluation.collections import Collection, Query, each_its_own
from index.evaluation.fitting import CHOICES, fit
from index.evaluation.names import CollectionName
from index.evaluation.systems import Systems
from index.search import KnownNeeds
from index.search.weights import Weights, read_weights
from tests.index.cast import LetterEncoder, offer, situation

OFFERS = (
    offer(id="sew", name="Nähkurs", description_de="Kleider nähen", topics=("culture",)),
    offer(id="cook", name="Kochkurs", description_de="Suppen und Eintöpfe", topics=("culture",)),
    offer(id="swim", name="Hallenbad", description_de="Becken zum Planschen", topics=("sports",)),
)
QUERIES = {"Kleider nähen lernen": "sew", "Suppen und Eintöpfe": "cook", "planschen": "swim"}

NEEDS = tuple(
    situation(f"culture/{number}", train={"de": (query,)}) for number, query in enumerate(QUERIES)
)
RIGHT = {one.key: {offer_id: 3} for one, offer_id in zip(NEEDS, QUERIES.values(), strict=True)}
WRONG = {
    one.key: {offer_id: 3} for one, offer_id in zip(NEEDS, ("swim", "sew", "cook"), strict=True)
}


def collection(grades: Mapping[str, str] = QUERIES) -> Collection:
    return Collection(
        name=CollectionName.NEEDS,
        about="Three courses.",
        offers=OFFERS,
        queries=tuple(
            Query(text, "de", "short", text, {offer_id: 3}) for text, offer_id in grades.items()
        ),
        kinds=each_its_own(OFFERS),
    )


def systems(city: City, grades: Mapping[str, Mapping[str, int]]) -> Systems:
    return Systems(city, KnownNeeds(NEEDS, grades), LetterEncoder(), LetterEncoder())


def fitted(
    city: City,
    grades: Mapping[str, Mapping[str, int]],
    start: Weights,
    *collections: Collection,
) -> tuple[Weights, float]:
    return fit(systems(city, grades), collections or (collection(),), start, lambda _: None)


def quality(
    city: City,
    grades: Mapping[str, Mapping[str, int]],
    weights: Weights,
    monkeypatch: pytest.MonkeyPatch,
) -> float:
    """Of weights as they are: nothing else is tried."""
    with monkeypatch.context() as patched:
        patched.setattr("index.evaluation.fitting.CHOICES", {})
        return fitted(city, grades, weights)[1]


def test_a_part_that_only_harms_is_switched_off(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = replace(read_weights(), helping=2.5)
    weights, reached = fitted(city, WRONG, start)

    assert weights.helping == 0
    assert reached == 1 > quality(city, WRONG, start, monkeypatch)


def test_a_part_that_helps_is_switched_on(city: City) -> None:
    unlike = {"Suppen und Eintöpfe": "sew", "planschen": "cook", "Kleider nähen lernen": "swim"}
    taught = {one.key: {unlike[one.train["de"][0]]: 3} for one in NEEDS}
    start = Weights(**dict.fromkeys(CHOICES, 0.0) | _untried(read_weights()))

    weights, reached = fitted(city, taught, start, collection(unlike))

    assert weights.helping > 0
    assert reached == 1


@pytest.mark.parametrize("grades", [RIGHT, WRONG])
@pytest.mark.parametrize("helping", [0.0, 0.77, 2.5])
def test_nothing_gets_worse(
    city: City,
    monkeypatch: pytest.MonkeyPatch,
    grades: Mapping[str, Mapping[str, int]],
    helping: float,
) -> None:
    start = replace(read_weights(), helping=helping)
    weights, reached = fitted(city, grades, start)

    assert reached >= quality(city, grades, start, monkeypatch)
    assert reached == quality(city, grades, weights, monkeypatch)


def test_the_same_queries_give_the_same_weights(city: City) -> None:
    assert fitted(city, WRONG, read_weights()) == fitted(city, WRONG, read_weights())


def test_what_is_as_good_as_it_can_be_stays(city: City) -> None:
    start = replace(read_weights(), helping=0.77)
    assert fitted(city, RIGHT, start) == (start, 1)


def test_parts_that_graded_queries_say_nothing_about_stay(city: City) -> None:
    weights, _ = fitted(city, WRONG, read_weights())
    assert _untried(weights) == _untried(read_weights())


def test_every_collection_counts_alike_however_many_queries_it_has(city: City) -> None:
    one = collection({"planschen": "sew"})
    many = collection(
        {
            f"{query}{'!' * times}": offer_id
            for times in range(3)
            for query, offer_id in QUERIES.items()
        }
    )

    _, alone = fitted(city, RIGHT, read_weights(), one)
    _, together = fitted(city, RIGHT, read_weights(), one, many)

    assert alone < 1
    assert together == pytest.approx((alone + 1) / 2)


def _untried(weights: Weights) -> dict[str, float]:
    return {part: weight for part, weight in asdict(weights).items() if part not in CHOICES}
