"""Which few of many offers are shown: kinds, providers, variety."""

from typing import Any

import pytest

from index.search.picking import Candidate, pick, same_kind
from index.search.providers import names_provider
from tests.index.cast import offer

PARTS = {"named", "place", "of_asked_provider"}


def candidate(key: str, score: float, **given: Any) -> Candidate:
    """`given` are facts of the offer, or parts of the candidate."""
    parts = {part: given.pop(part) for part in PARTS & given.keys()}
    unlike = {"id": key, "name": key, "description_de": key, "organisation": f"Verein {key}"}
    return Candidate(
        offer(**(unlike | {"topics": ("debts",)} | given)),
        **({"score": score, "named": 0.0, "place": 0.0} | parts),
    )


def picked(candidates: list[Candidate], limit: int = 5, *, varied: bool = False) -> list[str]:
    return [candidate.offer.id for candidate in pick(candidates, limit, varied=varied)]


def outlets(*names: str, **given: Any) -> list[Candidate]:
    return [
        candidate(name, 0.9, name=f"Tafel – {name}", organisation="Tafel e. V.", **given)
        for name in names
    ]


def test_the_outlets_of_one_provider_are_one_kind() -> None:
    a, b = outlets("a", "b")
    other = offer(name="Tafel – c", organisation="Andere Tafel", topics=("debts",))

    assert same_kind(a.offer, b.offer)
    assert not same_kind(a.offer, other.model_copy(update={"description_de": "Ganz anders."}))


def test_of_a_kind_one_is_shown_and_the_others_are_counted() -> None:
    (shown,) = pick(outlets("a", "b", "c"), 5, varied=False)

    assert shown.alike == 2


def test_of_a_kind_the_one_for_just_this_area_is_shown_before_the_nearest() -> None:
    near, served = outlets("near", place=1.0), outlets("x", service_area_postcodes=("46145",))

    assert picked([*near, *served]) == ["x"]


def test_of_a_kind_the_named_one_is_shown_before_all() -> None:
    served = outlets("served", service_area_postcodes=("46145",), place=1.0)

    assert picked([*served, *outlets("named", named=0.8)]) == ["named"]


def test_a_provider_has_two_of_five_as_long_as_there_are_others() -> None:
    of_one = [candidate(name, 0.9, organisation="Stadt") for name in "abcd"]
    others = [candidate(name, 0.5) for name in "xyz"]

    assert picked([*of_one, *others]) == ["a", "b", "x", "y", "z"]
    assert picked([*of_one, *others[:1]]) == ["a", "b", "x", "c", "d"]
    assert picked([*of_one, *others], 7) == ["a", "b", "x", "y", "z", "c", "d"]


@pytest.mark.parametrize("asked", [{"of_asked_provider": True}, {"named": 0.8}])
def test_who_is_asked_for_is_not_held_back(asked: dict[str, Any]) -> None:
    of_one = [candidate(name, 0.9, organisation="Stadt", **asked) for name in "abcd"]

    assert picked([*of_one, candidate("x", 0.5)]) == ["a", "b", "c", "d", "x"]


def test_scores_fall_though_some_are_held_back() -> None:
    of_one = [candidate(name, 0.9, organisation="Stadt") for name in "abc"]

    scores = [shown.score for shown in pick([*of_one, candidate("x", 0.5)], 5, varied=False)]

    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("varied", [True, False])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(varied: bool) -> None:
    many = [
        candidate(str(n), 1 - n / 50, organisation=f"Verein {n % 3}", topics=(f"topic-{n % 4}",))
        for n in range(12)
    ]

    longest = picked(many, 12, varied=varied)

    assert all(picked(many, n, varied=varied) == longest[:n] for n in range(1, 12))


@pytest.mark.parametrize(
    ("query", "organisation", "named"),
    [
        ("Was bietet die Caritas an?", "Caritasverband Oberhausen", True),
        ("Angebote vom Kinderschutzbund", "Kinderschutzbund Oberhausen", True),
        ("Hilfe vom JUGENDAMT", "Stadt Oberhausen, Jugendamt", True),
        ("Mein Kinder streiten", "Kinderschutzbund Oberhausen", False),
        ("Angebote in Oberhausen", "Caritasverband Oberhausen", False),
        ("Wir streiten", "Die Kurbel", False),
        ("", "Caritasverband Oberhausen", False),
    ],
)
def test_a_question_names_a_provider(query: str, organisation: str, named: bool) -> None:
    assert names_provider(query, organisation, "Oberhausen") is named
