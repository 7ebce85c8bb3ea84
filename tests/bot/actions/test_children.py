"""What is said of one child leaves the others alone."""

from __future__ import annotations

from bot.actions.profile import Profile
from bot.understanding import ChildMention, NumberMention
from tests.bot.actions.family import aged, known, mention, said, years


def number(value: int) -> NumberMention:
    return NumberMention(value, value * 12, value * 12 + 11, 0, 1)


def test_correcting_the_little_one_leaves_the_big_one() -> None:
    profile, _ = said(
        known((9, None), (4, None)), children=(aged(2, "little_girl"),), correction=True
    )
    assert years(profile) == [9, 2]
    assert profile.children[1].who == "little_girl"


def test_an_age_said_again_of_a_child_with_that_name_takes_the_place_of_the_old() -> None:
    profile, _ = said(known((9, "son"), (4, "daughter")), children=(aged(5, "daughter"),))
    assert years(profile) == [9, 5]


def test_another_son_is_no_correction() -> None:
    profile, _ = said(known((9, "son")), children=(aged(5, "son"),), adds_need=True)
    assert years(profile) == [9, 5]


def test_two_sons_of_one_message_are_two() -> None:
    profile, _ = said(known((9, "son")), children=(aged(9, "son"), aged(5, "son")))
    assert years(profile) == [9, 5]


def test_two_corrected_by_name_are_both_put_right() -> None:
    right = (aged(3, "little_girl"), aged(8, "big_boy"))
    profile, _ = said(known((9, None), (4, None)), children=right, correction=True)
    assert years(profile) == [8, 3]


def test_not_four_but_five_keeps_the_name_and_the_need() -> None:
    profile, _ = said(known((9, "son"), (4, "daughter")), "Krabbelgruppe", unaged_children=())
    profile, _ = said(
        profile.with_child(1, profile.children[1].needing(profile.need)),
        children=(aged(5),),
        rejected_children=(aged(4),),
        correction=True,
    )
    assert years(profile) == [9, 5]
    assert profile.children[1].who == "daughter"
    assert profile.children[1].label == "Tochter, 5 Jahre"
    assert profile.children[1].needs == ("parent-child-group",)


def test_a_daughter_in_the_place_of_a_son_is_called_so() -> None:
    profile, _ = said(known((9, "son")), children=(aged(5, "daughter"),), correction=True)
    assert (years(profile), profile.children[0].who) == ([5], "daughter")


def test_a_child_taken_back_is_forgotten() -> None:
    profile, _ = said(known((9, None), (4, None)), rejected_children=(aged(4),), correction=True)
    assert years(profile) == [9]


def test_a_child_keeps_the_name_it_was_given() -> None:
    text = "der Große"
    profile, _ = said(
        known((9, None), (4, None)), text, unaged_children=(mention("big_boy", text, "Große"),)
    )
    assert [child.label for child in profile.children] == ["Großer, 9 Jahre", "4 Jahre"]
    profile, _ = said(profile, children=(aged(8, "big_boy"),))
    assert years(profile) == [8, 4]


def test_a_name_already_known_stays() -> None:
    text = "die Kleine"
    profile, _ = said(
        known((9, "son"), (4, "daughter")),
        text,
        unaged_children=(mention("little_girl", text, "Kleine"),),
    )
    assert profile.children[1].who == "daughter"


def test_an_unknown_child_is_added_to_nothing_and_pending() -> None:
    text = "mein Sohn auch"
    profile, pending = said(
        known((4, "daughter")),
        text,
        unaged_children=(mention("son", text, "Sohn"),),
        adds_need=True,
    )
    assert years(profile) == [4]
    assert pending is not None
    assert (pending.who, pending.is_known) == ("son", False)


def test_the_answer_gives_the_pending_child_its_age_its_name_and_its_need() -> None:
    text = "mein Sohn braucht Nachhilfe"
    profile, pending = said(
        known((4, "daughter")), text, unaged_children=(mention("son", text, "Sohn"),)
    )
    assert not profile.has_need
    profile, pending = said(profile, "9", pending=pending, numbers=(number(9),))
    assert pending is None
    assert profile.children[1].label == "Sohn, 9 Jahre"
    assert profile.children[1].needs == ("learning-support",)
    assert profile.children[0].needs == ()


def test_without_an_answer_the_need_is_everyones() -> None:
    text = "mein Sohn braucht Nachhilfe"
    profile, pending = said(
        known((4, "daughter")), text, unaged_children=(mention("son", text, "Sohn"),)
    )
    profile, pending = said(profile, "Sterkrade", pending=pending)
    assert (profile.needs, pending) == (("learning-support",), None)


def test_one_of_two_that_may_be_meant_is_asked_for() -> None:
    text = "mein Sohn braucht Nachhilfe"
    profile, pending = said(
        known((4, None), (9, None)), text, unaged_children=(mention("son", text, "Sohn"),)
    )
    assert pending is not None
    assert pending.is_known
    assert not profile.has_need


def test_children_spoken_of_in_general_are_nobody_new() -> None:
    profile, pending = said(Profile(), unaged_children=(ChildMention("child", None, 0, 6),))
    assert (profile, pending) == (Profile(), None)


def test_a_child_taken_back_before_the_focus_moves_it() -> None:
    text = "für die Mittlere"
    several = known((9, None), (6, None), (4, None))
    profile, _ = said(several, text, unaged_children=(mention("middle_girl", text, "Mittlere"),))
    assert profile.focus == 1
    profile, _ = said(profile, rejected_children=(aged(9),), correction=True)
    assert profile.focus == 0
    assert years(profile) == [6, 4]
