import json

import pytest

from bot.actions.conversation import KNOWN, SKIPPED
from bot.actions.payloads import patch_to_rasa
from bot.actions.profile import Child, Need, Profile
from bot.actions.remarks import remark
from bot.actions.taking_in import Pending
from bot.actions.understand import Understand
from bot.texts import catalogue
from bot.understanding import ChildAge, ChildMention, NumberMention, PlaceMention, Reading
from tests.bot.actions.stage import Outcome, Stage

SON = ChildAge(48, 59, "Sohn, 4 Jahre", "son", 0, 4)


def understood(stage: Stage, reading: Reading, intent: str = "inform", text: str = "") -> Outcome:
    entities = reading.to_entities()
    return stage.play(Understand(stage.services), intent, entities=entities, text=text)


def test_what_was_read_fills_profile_and_form(stage: Stage) -> None:
    slots = understood(stage, Reading(children=(SON,), need_text="Kita"), text="Kita").slots
    assert slots["profile"]["children"][0]["age_min_months"] == 48
    assert slots["profile"]["need_text"] == "Kita"
    assert (slots["children"], slots["need"]) == (KNOWN, KNOWN)
    assert "district" not in slots


def test_the_same_message_changes_nothing_the_second_time(stage: Stage) -> None:
    stage.slots["understood_message"] = "m1"
    assert understood(stage, Reading(children=(SON,))).events == []


def test_a_question_with_an_age_in_it_keeps_the_age_and_is_no_need(stage: Stage) -> None:
    reading = Reading(children=(SON,), need_text="x")
    slots = understood(
        stage, reading, intent="ask_cost", text="Was kostet das für Vierjährige?"
    ).slots
    assert slots["children"] == KNOWN
    assert slots["profile"]["need_text"] is None


def test_a_place_outside_is_remarked_on_and_not_asked_for_again(stage: Stage) -> None:
    slots = understood(stage, Reading(outside="Duisburg")).slots
    assert slots["remarks"] == [remark("remark.outside", place="Duisburg")]
    assert slots["district"] == SKIPPED
    assert slots["profile"]["district"] is None


def test_a_foreign_postcode_has_its_own_remark(stage: Stage) -> None:
    remarks = understood(stage, Reading(outside="47051")).slots["remarks"]
    assert remarks == [remark("remark.outside_postcode", place="47051")]


@pytest.mark.parametrize("asked", ["children", "need"])
def test_egal_skips_the_question_that_was_asked(stage: Stage, asked: str) -> None:
    stage.in_form = True
    stage.slots["requested_slot"] = asked
    slots = understood(stage, Reading(district_any=True)).slots
    assert slots[asked] == SKIPPED
    assert "profile" not in slots


def test_a_button_for_anywhere_means_it_whatever_was_asked(stage: Stage) -> None:
    stage.in_form = True
    stage.slots["requested_slot"] = "children"
    pressed = understood(stage, Reading(district_any=True), text='/inform{"district_any": "yes"}')
    assert pressed.slots["profile"]["district_any"] is True


def test_egal_to_the_district_means_anywhere(stage: Stage) -> None:
    stage.in_form = True
    stage.slots["requested_slot"] = "district"
    slots = understood(stage, Reading(district_any=True)).slots
    assert slots["district"] == KNOWN
    assert slots["profile"]["district_any"] is True


def test_a_remark_is_made_once(stage: Stage) -> None:
    stage.slots["remarks"] = [remark("remark.outside", place="Duisburg")]
    assert understood(stage, Reading(children=(SON,))).slots["remarks"] == []


def test_a_district_taken_back_is_asked_for_again(stage: Stage) -> None:
    stage.knows(Profile().with_district("osterfeld", stage.city))
    taken_back = Reading(rejected_districts=(PlaceMention("osterfeld", "Osterfeld", 0, 9),))
    assert understood(stage, taken_back).slots["district"] is None


def test_understanding_something_ends_a_row_of_misses(stage: Stage) -> None:
    assert understood(stage, Reading(children=(SON,))).slots["misses"] == 0


def test_understanding_nothing_does_not(stage: Stage) -> None:
    assert "misses" not in understood(stage, Reading(), intent="nlu_fallback").slots


def test_buttons_name_age_and_district(stage: Stage) -> None:
    entities = [
        {"entity": "age", "value": "36-71"},
        {"entity": "district_id", "value": "sterkrade"},
    ]
    profile = stage.play(Understand(stage.services), entities=entities).slots["profile"]
    assert profile["children"][0]["label"] == "3 bis 5 Jahre"
    assert profile["district"]["name"] == "Sterkrade"


def test_a_patch_is_taken_over(stage: Stage) -> None:
    patch = patch_to_rasa({"needs": ["debts"]})
    value = patch[patch.index(": ") + 2 : -1]
    entities = [{"entity": "profile_patch", "value": json.loads(value)}]
    slots = stage.play(Understand(stage.services), "correct_profile", entities=entities).slots
    assert slots["profile"]["needs"] == ["debts"]
    assert slots["need"] == KNOWN


def told(stage: Stage, reading: Reading, intent: str = "inform", text: str = "") -> Outcome:
    """Take in a message and go on with what it leaves in the slots."""
    stage.slots.pop("understood_message", None)
    outcome = understood(stage, reading, intent, text)
    stage.slots |= outcome.slots
    return outcome


def test_undo_goes_back_change_by_change(stage: Stage) -> None:
    told(stage, Reading(children=(SON,), need_text="Kita", topics=("childcare",)), text="Kita")
    first = stage.slots["profile"]
    told(stage, Reading(wishes=frozenset({"free"})))
    told(stage, Reading(wishes=frozenset({"near"})))
    told(stage, Reading(), intent="undo")
    assert stage.slots["profile"]["wishes"] == {"free": True}
    told(stage, Reading(), intent="undo")
    assert stage.slots["profile"] == first
    told(stage, Reading(), intent="undo")
    assert stage.slots["profile"]["children"] == []
    assert stage.slots["children"] is None
    assert told(stage, Reading(), intent="undo").slots["remarks"] == [remark("undo.nothing")]


def test_what_is_back_is_told(stage: Stage) -> None:
    told(stage, Reading(topics=("childcare",)))
    told(stage, Reading(topics=("debts",)))
    remarks = told(stage, Reading(), intent="undo").slots["remarks"]
    assert remarks == [remark("undo.back", what="Thema: Kita und Tagespflege")]


def test_no_more_than_five_changes_are_kept(stage: Stage) -> None:
    for years in range(8):
        age = ChildAge(years * 12, years * 12 + 11, f"{years} Jahre", "son", 0, 1)
        told(stage, Reading(children=(age,)))
    assert [p["children"][0]["age_min_months"] // 12 for p in stage.slots["history"]] == [
        2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_the_language_spoken_now_stays_when_something_is_undone(stage: Stage) -> None:
    told(stage, Reading(children=(SON,)))
    stage.slots["profile"]["language"] = "tr"
    told(stage, Reading(wishes=frozenset({"free"})))
    told(stage, Reading(), intent="undo")
    assert stage.slots["profile"]["language"] == "tr"


def test_children_are_worded_anew_in_another_language() -> None:
    turkish = Child(48, 59, "Oğul, 4 yaşında", "son")
    profile = Profile(language="tr", children=(turkish,)).in_language("de", catalogue("de"))
    assert profile.children[0].label == "Sohn, 4 Jahre"


def test_a_question_about_an_offer_wishes_nothing(stage: Stage) -> None:
    reading = Reading(wishes=frozenset({"free"}))
    assert told(stage, reading, intent="offer_details").slots["profile"]["wishes"] == {}


def test_already_known_passes_over_what_was_shown(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    stage.slots["listed"] = ["elterntelefon"]
    slots = told(stage, Reading(complaints=frozenset({"already_known"}), need_text="x")).slots
    assert slots["passed_over"] == ["elterntelefon"]
    assert slots["profile"]["needs"] == ["debts"]


def test_a_complaint_that_changes_nothing_goes_on_to_others(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"near"})))
    stage.slots["listed"] = ["elterntelefon"]
    slots = told(stage, Reading(complaints=frozenset({"too_far"}))).slots
    assert slots["passed_over"] == ["elterntelefon"]
    assert slots["remarks"] == [remark("changed.passed_over")]


def test_a_wrong_topic_is_asked_for_once_more(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    stage.slots["asked"] = {"need": 2}
    slots = told(stage, Reading(complaints=frozenset({"wrong_topic"}))).slots
    assert slots["need"] is None
    assert slots["asked"] == {"need": 1}


@pytest.mark.parametrize(
    ("complaint", "kind"), [("wrong_time", "time"), ("wrong_language", "spoken")]
)
def test_what_would_fit_is_asked_back(stage: Stage, complaint: str, kind: str) -> None:
    stage.knows(Profile(needs=("debts",)))
    question = told(stage, Reading(complaints=frozenset({complaint}))).slots["question_back"]
    assert question["kind"] == kind


def test_nothing_is_asked_back_where_it_was_said(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    said = Reading(complaints=frozenset({"wrong_time"}), wishes=frozenset({"weekend"}))
    assert told(stage, said).slots["question_back"] is None


def two_children(stage: Stage) -> None:
    children = (Child(108, 119, "9 Jahre"), Child(48, 59, "4 Jahre"))
    stage.knows(Profile(children=children))


def test_an_unknown_child_is_asked_for_once(stage: Stage) -> None:
    stage.knows(Profile(children=(Child(48, 59, "Tochter, 4 Jahre", "daughter"),)))
    son = Reading(unaged_children=(ChildMention("son", 1, 5, 9),), adds_need=True)
    question = told(stage, son).slots["question_back"]
    assert (question["kind"], question["who"]) == ("age_of", "son")
    stage.slots["asked"] = {question["about"]: 1}
    assert told(stage, son).slots["question_back"] is None


def test_the_age_pressed_is_that_of_the_child_asked_for(stage: Stage) -> None:
    stage.knows(Profile(children=(Child(48, 59, "Tochter, 4 Jahre", "daughter"),)))
    text = "mein Sohn braucht Nachhilfe"
    son = (ChildMention("son", 1, 5, 9),)
    need = Reading(unaged_children=son, need_text=text, topics=("learning-support",))
    told(stage, need, text=text)
    pressed = [{"entity": "age", "value": "72-119"}]
    stage.slots.pop("understood_message")
    profile = stage.play(Understand(stage.services), entities=pressed).slots["profile"]
    assert [child["label"] for child in profile["children"]] == [
        "Tochter, 4 Jahre",
        "Sohn, 6 bis 9 Jahre",
    ]
    assert profile["children"][1]["needs"] == ["learning-support"]


def test_the_child_chosen_gets_the_name_and_the_need(stage: Stage) -> None:
    two_children(stage)
    text = "mein Sohn braucht Nachhilfe"
    son = (ChildMention("son", 1, 5, 9),)
    need = Reading(unaged_children=son, need_text=text, topics=("learning-support",))
    assert told(stage, need, text=text).slots["question_back"]["kind"] == "which_child"
    stage.slots.pop("understood_message")
    pressed = [{"entity": "child_place", "value": "1"}]
    profile = stage.play(Understand(stage.services), entities=pressed).slots["profile"]
    assert profile["focus"] == 0
    assert profile["children"][0]["label"] == "Sohn, 9 Jahre"
    assert profile["children"][0]["needs"] == ["learning-support"]


def test_who_does_not_want_to_tell_keeps_the_need_for_all(stage: Stage) -> None:
    two_children(stage)
    stage.slots["pending_child"] = Pending("son", Need(("debts",)), is_known=True).to_slot()
    slots = told(stage, Reading(), intent="dont_know").slots
    assert slots["profile"]["needs"] == ["debts"]
    assert slots["pending_child"] is None


def test_a_wrong_age_is_forgotten_and_its_child_keeps_the_name(stage: Stage) -> None:
    stage.knows(Profile(children=(Child(144, 155, "Sohn, 12 Jahre", "son"),), needs=("sports",)))
    slots = told(stage, Reading(complaints=frozenset({"wrong_age"}))).slots
    assert slots["children"] is None
    assert slots["remarks"] == [remark("changed.age_forgotten")]
    seven = Reading(numbers=(NumberMention(7.0, 84, 95, 0, 1),))
    assert told(stage, seven).slots["profile"]["children"][0]["label"] == "Sohn, 7 Jahre"
