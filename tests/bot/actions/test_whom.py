"""Whom “der Große” means among the children that are known."""

from __future__ import annotations

import pytest

from bot.actions.profile import Child
from bot.actions.whom import NAMES_OF_ONE, meant
from bot.texts import catalogue
from bot.understanding.lexicon import Lexicon


def children(*known: tuple[int, str | None]) -> list[Child]:
    return [Child(years * 12, years * 12 + 11, "", who) for years, who in known]


BY_AGE_ALONE = children((4, None), (9, None))
SIBLINGS = children((9, "son"), (4, "daughter"))


@pytest.mark.parametrize(
    ("who", "known", "place"),
    [
        ("big_boy", BY_AGE_ALONE, 1),
        ("little_girl", BY_AGE_ALONE, 0),
        ("middle_girl", children((4, None), (9, None), (6, None)), 2),
        ("daughter", SIBLINGS, 1),
        ("big_boy", SIBLINGS, 0),
        ("little_girl", SIBLINGS, 1),
        ("daughter", children((9, "son"), (4, None)), 1),
        ("big_boy", children((12, "daughter"), (9, "son"), (4, "son")), 1),
        ("little_boy", children((9, "big_boy"), (4, None)), 1),
        ("child", children((4, None)), 0),
        ("baby", children((4, "daughter"), (0, "baby")), 1),
        ("foster", children((4, "daughter"), (9, "foster")), 1),
    ],
)
def test_a_name_finds_its_child(who: str, known: list[Child], place: int) -> None:
    assert meant(who, known) == place


@pytest.mark.parametrize(
    ("who", "known"),
    [
        ("daughter", children((4, "son"))),
        ("son", BY_AGE_ALONE),
        ("son", children((4, "son"), (9, "son"))),
        ("big_boy", children((4, None), (4, None))),
        ("middle_girl", BY_AGE_ALONE),
        ("big_boy", children((9, "daughter"), (4, None))),
        ("child", SIBLINGS),
        ("little_girl", []),
        ("daughter", children((16, "self"))),
    ],
)
def test_where_it_is_not_certain_nobody_is_meant(who: str, known: list[Child]) -> None:
    assert meant(who, known) is None


def test_every_name_of_a_child_has_a_word_for_its_chip() -> None:
    people = Lexicon.load("de").people
    texts = catalogue("de")
    assert [who for who in people if texts.text(f"who.{who}") != people[who].label] == []
    assert set(people) >= NAMES_OF_ONE
