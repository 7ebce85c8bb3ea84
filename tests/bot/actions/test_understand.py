import json

import pytest

from bot.actions.conversation import KNOWN, SKIPPED
from bot.actions.payloads import patch_to_rasa
from bot.actions.profile import Profile
from bot.actions.remarks import remark
from bot.actions.understand import Understand
from bot.understanding import ChildAge, PlaceMention, Reading
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
