import pytest
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions.conversation import SKIPPED
from bot.actions.form import AskQuestion, ValidateOfferForm
from bot.actions.profile import Child, Profile
from bot.actions.remarks import remark
from tests.bot.actions.stage import Stage

ANSWERED = ({"event": "user"}, {"event": "action", "name": "action_reply"}, {"event": "bot"})


def test_a_question_in_the_middle_is_answered_first(stage: Stage) -> None:
    stage.in_form = True
    with pytest.raises(ActionExecutionRejection):
        stage.play(ValidateOfferForm(), intent="ask_privacy")


def test_afterwards_the_form_goes_on(stage: Stage) -> None:
    stage.in_form = True
    assert stage.play(ValidateOfferForm(), intent="ask_privacy", events=ANSWERED).events


def test_a_question_asked_twice_is_dropped(stage: Stage) -> None:
    stage.slots["asked"] = {"district": 2, "need": 1}
    slots = stage.play(ValidateOfferForm()).slots
    assert slots["district"] == SKIPPED
    assert "need" not in slots


def test_offers_are_shown_before_the_next_question(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    outcome = stage.play(AskQuestion(stage.services, "children"))
    assert [message["type"] for message in outcome.messages] == [
        "text",
        "offers",
        "text",
        "quick_replies",
    ]
    assert outcome.slots["listed"] == outcome.shown
    assert outcome.slots["asked"]["children"] == 1


def test_nothing_is_shown_while_neither_age_nor_need_is_known(stage: Stage) -> None:
    stage.knows(Profile().with_district("sterkrade", stage.city))
    assert stage.play(AskQuestion(stage.services, "children")).shown == []
    assert stage.index.requests == []


def test_the_same_offers_are_not_shown_again_with_the_question(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    stage.slots |= stage.play(AskQuestion(stage.services, "children")).slots
    assert stage.play(AskQuestion(stage.services, "children")).shown == []


def test_a_question_asked_again_is_asked_in_other_words(stage: Stage) -> None:
    first = stage.play(AskQuestion(stage.services, "children"))
    stage.slots |= first.slots
    assert stage.play(AskQuestion(stage.services, "children")).texts != first.texts


@pytest.mark.parametrize(
    ("question", "payload"),
    [("children", "age:36-71"), ("district", "district:sterkrade"), ("district", "district:any")],
)
def test_every_question_has_answers_to_press(stage: Stage, question: str, payload: str) -> None:
    payloads = stage.play(AskQuestion(stage.services, question)).payloads
    assert payload in payloads
    assert payloads[-1] == "skip"


def test_topics_offered_are_those_of_offers_for_the_age(stage: Stage) -> None:
    stage.knows(Profile(children=(Child(0, 11, "Baby"),)))
    payloads = stage.play(AskQuestion(stage.services, "need")).payloads
    of_offers = {f"topic:{topic}" for offer in stage.index.offers for topic in offer.topics}
    topics = [payload for payload in payloads if payload.startswith("topic:")]
    assert topics
    assert set(topics) <= of_offers
    assert "topics" in payloads


def test_a_remark_comes_before_everything_else(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    stage.slots["remarks"] = [remark("remark.outside", place="Duisburg")]
    first = stage.play(AskQuestion(stage.services, "children")).messages[0]
    assert first["text"].startswith("Duisburg gehört nicht zu Oberhausen.")


def test_numbers_answer_how_old_the_children_are(stage: Stage) -> None:
    stage.in_form = True
    stage.slots["requested_slot"] = "children"
    numbers = [{"entity": "number", "value": {"value": 1}}]
    assert stage.play(ValidateOfferForm(), "compare_offers", numbers).events
    with pytest.raises(ActionExecutionRejection):
        stage.play(ValidateOfferForm(), "compare_offers")
