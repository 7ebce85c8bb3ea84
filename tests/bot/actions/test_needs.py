"""Needs of all children and of one of them."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.profile import Need, Profile
from tests.bot.actions.family import aged, known, mention, needs, said

TWO = known((9, None), (4, None))


def for_the_little_one(profile: Profile, text: str) -> Profile:
    after, _ = said(profile, text, unaged_children=(mention("little_girl", text, "Kleine"),))
    return after


def test_for_the_little_one_too_searches_for_her_age_alone() -> None:
    profile, _ = said(TWO, "Schwimmen")
    profile = for_the_little_one(profile, "für die Kleine auch etwas?")
    (search,) = profile.searches
    assert [child.age_min_months for child in search.children] == [48]
    assert search.need.topics == ("sports",)


def test_a_need_said_of_her_becomes_hers() -> None:
    profile, _ = said(TWO, "Nachhilfe")
    profile = for_the_little_one(profile, "für die Kleine eine Krabbelgruppe")
    assert profile.focus == 1
    assert needs(profile) == [(), ("parent-child-group",)]
    assert profile.needs == ("learning-support",)


def test_one_message_gives_each_child_its_need() -> None:
    for text in (
        "der Große braucht Nachhilfe, für die Kleine suche ich eine Krabbelgruppe",
        "Nachhilfe für den Großen und eine Krabbelgruppe für die Kleine",
        "der Große braucht Nachhilfe und die Kleine eine Krabbelgruppe",
    ):
        named = (mention("big_boy", text, "Große"), mention("little_girl", text, "Kleine"))
        profile, _ = said(TWO, text, unaged_children=named)
        assert needs(profile) == [("learning-support",), ("parent-child-group",)], text
        assert profile.focus is None
        assert [search.need.topics for search in profile.searches] == needs(profile)
        assert "Nachhilfe" not in str(profile.children[1].need_text)


def test_the_same_need_of_two_is_common() -> None:
    text = "Schwimmen für den Großen und die Kleine"
    named = (mention("big_boy", text, "Große"), mention("little_girl", text, "Kleine"))
    profile, _ = said(TWO, text, unaged_children=named)
    assert (profile.needs, needs(profile)) == (("sports",), [(), ()])


def test_a_new_child_with_a_need_leaves_the_others_need_alone() -> None:
    profile, _ = said(known((9, "son")), "Nachhilfe")
    profile, _ = said(profile, "Krabbelgruppe", children=(aged(1, "daughter"),))
    assert (profile.needs, needs(profile)) == (("learning-support",), [(), ("parent-child-group",)])
    assert [search.need.topics for search in profile.searches] == [
        ("parent-child-group",),
        ("learning-support",),
    ]
    assert profile.searches[1].children == profile.children[:1]


def test_a_new_common_need_takes_the_place_of_all() -> None:
    profile = for_the_little_one(TWO, "für die Kleine eine Krabbelgruppe")
    profile, _ = said(profile, "Schwimmen")
    assert (profile.needs, needs(profile), profile.focus) == (("sports",), [(), ()], None)


def test_for_both_ends_the_focus_and_shares_the_need() -> None:
    profile = for_the_little_one(TWO, "Schwimmen für die Kleine")
    profile, _ = said(profile, "für beide", all_children=True)
    assert (profile.focus, profile.needs, needs(profile)) == (None, ("sports",), [(), ()])


def test_besides_adds_to_the_known_need() -> None:
    profile, _ = said(known((9, None)), "Nachhilfe")
    profile, _ = said(profile, "außerdem Schwimmen", adds_need=True)
    assert profile.needs == ("learning-support", "sports")
    assert profile.need_text == "Nachhilfe außerdem Schwimmen"


def test_besides_adds_to_the_child_that_is_spoken_of() -> None:
    profile = for_the_little_one(TWO, "Krabbelgruppe für die Kleine")
    profile, _ = said(profile, "außerdem Schwimmen", adds_need=True)
    assert (profile.needs, needs(profile)) == ((), [(), ("parent-child-group", "sports")])
    assert profile.focus == 1


def test_a_need_no_longer_wanted_goes_and_the_rest_stays() -> None:
    profile, _ = said(known((9, None)), "Nachhilfe und Schwimmen")
    profile, _ = said(profile, rejected_topics=("sports",))
    assert profile.need == Need(("learning-support",))


def test_without_any_need_left_none_is_known() -> None:
    profile, _ = said(known((9, None)), "Schwimmen")
    profile, _ = said(profile, rejected_topics=("sports",))
    assert not profile.has_need


def test_she_no_longer_wants_to_swim_but_he_does() -> None:
    profile, _ = said(TWO, "Schwimmen")
    profile = for_the_little_one(profile, "die Kleine Krabbelgruppe und Schwimmen")
    text = "die Kleine nicht mehr"
    named = (mention("little_girl", text, "Kleine"),)
    profile, _ = said(profile, text, unaged_children=named, rejected_topics=("sports",))
    assert (profile.needs, needs(profile)) == (("sports",), [(), ("parent-child-group",)])


def test_a_need_of_the_only_child_is_the_common_one() -> None:
    text = "mein Sohn braucht Nachhilfe"
    profile, _ = said(known((9, "son")), text, unaged_children=(mention("son", text, "Sohn"),))
    assert (profile.needs, profile.focus, needs(profile)) == (("learning-support",), None, [()])


def test_children_that_are_only_counted_up_share_their_needs() -> None:
    text = "Nachhilfe für meine Kinder, 3 und 11, und Schwimmen"
    ages = (
        replace(aged(3), start=text.index("3"), end=text.index("3") + 1),
        replace(aged(11), start=text.index("11"), end=text.index("11") + 2),
    )
    profile, _ = said(Profile(), text, children=ages)
    assert set(profile.needs) == {"learning-support", "sports"}
    assert needs(profile) == [(), ()]
