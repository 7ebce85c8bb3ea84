"""Wishes said, dropped, contradicted, and meant by a complaint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.profile import Need, Profile
from bot.actions.wishes import changed_by, wishing
from bot.understanding import Reading
from index.search.request import WISHES
from tests.bot.actions.family import known


def wishes(before: set[str], **said: frozenset[str]) -> set[str]:
    reading = replace(Reading(), **said)  # type: ignore[arg-type]
    return set(wishing(Profile(wishes=frozenset(before)), reading).wishes)


def test_wishes_add_up() -> None:
    assert wishes({"free"}, wishes=frozenset({"afternoon", "near"})) == {
        "free",
        "afternoon",
        "near",
    }


def test_a_dropped_wish_is_gone() -> None:
    assert wishes({"free", "near"}, wishes_dropped=frozenset({"free"})) == {"near"}


@pytest.mark.parametrize(
    ("known_wish", "said", "left"),
    [
        ("online", "near", "near"),
        ("near", "online", "online"),
        ("at_home", "online", "online"),
        ("girls", "boys", "boys"),
    ],
)
def test_a_wish_takes_the_place_of_its_opposite(known_wish: str, said: str, left: str) -> None:
    assert wishes({known_wish, "free"}, wishes=frozenset({said})) == {left, "free"}


def test_the_language_to_be_spoken_is_replaced_and_dropped() -> None:
    turkish = wishing(Profile(spoken="ar"), Reading(spoken="tr"))
    assert turkish.spoken == "tr"
    assert wishing(turkish, Reading(wishes_dropped=frozenset({"language"}))).spoken is None
    assert wishing(turkish, Reading()).spoken == "tr"


@pytest.mark.parametrize(
    ("complaint", "wish"),
    [
        ("too_far", "near"),
        ("too_expensive", "free"),
        ("long_wait", "drop_in"),
        ("full", "drop_in"),
        ("not_barrier_free", "barrier_free"),
    ],
)
def test_a_complaint_is_a_wish(complaint: str, wish: str) -> None:
    assert changed_by(frozenset({complaint}), Profile()).wishes == {wish}


def test_too_far_ends_the_wish_for_online() -> None:
    profile = Profile(wishes=frozenset({"online"}))
    assert changed_by(frozenset({"too_far"}), profile).wishes == {"near"}


@pytest.mark.parametrize(("language", "spoken"), [("tr", "tr"), ("de", None), ("de-simple", None)])
def test_the_wrong_language_means_the_one_that_is_written(
    language: str, spoken: str | None
) -> None:
    assert changed_by(frozenset({"wrong_language"}), Profile(language=language)).spoken == spoken


def test_the_wrong_topic_is_forgotten() -> None:
    profile = known((9, None)).needing(Need(("debts",), "Schulden"))
    assert changed_by(frozenset({"wrong_topic"}), profile) == known((9, None))


def test_the_wrong_topic_of_one_child_leaves_the_need_of_the_other() -> None:
    two = known((9, None), (4, None))
    hers = two.with_child(1, two.children[1].needing(Need(("sports",))))
    profile = replace(hers.needing(Need(("debts",))), focus=1)
    assert changed_by(frozenset({"wrong_topic"}), profile) == replace(
        two.needing(Need(("debts",))), focus=1
    )


def test_the_wrong_age_is_forgotten_of_the_child_in_focus_alone() -> None:
    two = replace(known((9, None), (4, None)), focus=1)
    assert changed_by(frozenset({"wrong_age"}), two) == known((9, None))
    assert changed_by(frozenset({"wrong_age"}), known((9, None))) == Profile()


def test_whose_age_is_wrong_is_not_guessed() -> None:
    two = known((9, None), (4, None))
    assert changed_by(frozenset({"wrong_age"}), two) == two


@pytest.mark.parametrize(
    ("who", "sex"), [("daughter", "girl"), ("big_boy", "boy"), ("grandchild", None), (None, None)]
)
def test_what_is_for_the_other_sex_alone_is_not_searched_for(
    who: str | None, sex: str | None
) -> None:
    assert known((9, who)).request(limit=1).children[0].sex == sex


def test_every_wish_is_searched_for() -> None:
    wished = Profile(wishes=frozenset(WISHES), spoken="tr").request(limit=1)
    assert (wished.wishes, wished.spoken) == (frozenset(WISHES), "tr")
