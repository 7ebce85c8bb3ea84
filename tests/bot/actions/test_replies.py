from pathlib import Path

import pytest
import yaml

from bot.actions.conversation import SKIPPED
from bot.actions.profile import Child, Profile
from bot.actions.replies import (
    AskDelete,
    ConfirmDelete,
    Handover,
    NotHelpful,
    NotUnderstood,
    Reply,
    ShowTopics,
    StartOver,
)
from tests.bot.actions.stage import Stage

RULES = Path(__file__).parents[3] / "nlu_data" / "rules" / "questions.yml"


def answered_intents() -> list[str]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    answering = [r["steps"] for r in rules if r["steps"][-1] == {"action": "action_reply"}]
    return [step["intent"] for steps in answering for step in steps[0].get("or", [])]


@pytest.mark.parametrize("intent", answered_intents())
def test_every_answered_intent_has_a_text(stage: Stage, intent: str) -> None:
    outcome = stage.play(Reply(stage.services), intent=intent)
    assert outcome.texts
    assert "{" not in outcome.texts[0]


@pytest.mark.parametrize("intent", answered_intents())
def test_the_same_question_is_answered_in_other_words(stage: Stage, intent: str) -> None:
    first = stage.play(Reply(stage.services), intent=intent)
    stage.slots |= first.slots
    assert stage.play(Reply(stage.services), intent=intent).texts != first.texts


@pytest.mark.parametrize("intent", answered_intents())
def test_every_answer_outside_the_form_leaves_something_to_do(stage: Stage, intent: str) -> None:
    assert stage.play(Reply(stage.services), intent=intent).payloads


def test_whoever_is_angry_a_third_time_is_offered_a_human(stage: Stage) -> None:
    stage.in_form = True
    stage.slots["asked"] = {"reply.insult": 2}
    assert "human" in stage.play(Reply(stage.services), intent="insult").payloads


def test_a_greeting_in_the_middle_goes_on(stage: Stage) -> None:
    stage.slots["listed"] = ["elterntelefon"]
    assert "weiter" in stage.play(Reply(stage.services), intent="greet").texts[0]


def test_what_does_not_fit_is_asked_with_answers_to_press(stage: Stage) -> None:
    stage.slots["listed"] = ["elterntelefon"]
    payloads = stage.play(NotHelpful(stage.services), intent="not_helpful").payloads
    assert {"complaint:too_far", "complaint:wrong_topic", "human"} <= set(payloads)


def test_a_reason_is_answered_with_other_offers(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",)))
    stage.slots |= {"listed": ["kim-willkommensbesuch"], "passed_over": ["kim-willkommensbesuch"]}
    reason = [{"entity": "complaint", "value": "already_known"}]
    outcome = stage.play(NotHelpful(stage.services), "not_helpful", reason)
    assert outcome.shown
    assert "kim-willkommensbesuch" not in outcome.shown


@pytest.mark.parametrize(
    ("complaint", "known"),
    [
        ("wrong_age", Profile(needs=("debts",))),
        ("wrong_topic", Profile(children=(Child(36, 47, "3 Jahre"),))),
    ],
)
def test_what_was_wrong_is_asked_for_by_the_form(
    stage: Stage, complaint: str, known: Profile
) -> None:
    stage.knows(known)
    stage.slots["listed"] = ["kim-willkommensbesuch"]
    reason = [{"entity": "complaint", "value": complaint}]
    outcome = stage.play(NotHelpful(stage.services), "not_helpful", reason)
    assert outcome.shown
    assert outcome.payloads == []
    assert (outcome.events[-1]["event"], outcome.events[-1]["name"]) == ("followup", "offer_form")


def test_what_is_known_still_is_not_asked_for(stage: Stage) -> None:
    stage.knows(Profile(children=(Child(36, 47, "3 Jahre"),), needs=("debts",)))
    stage.slots["listed"] = ["kim-willkommensbesuch"]
    reason = [{"entity": "complaint", "value": "wrong_age"}]
    assert stage.play(NotHelpful(stage.services), "not_helpful", reason).payloads


def test_nothing_shown_can_not_fit(stage: Stage) -> None:
    outcome = stage.play(NotHelpful(stage.services), intent="not_helpful")
    assert outcome.payloads == ["topics", "human"]


def test_a_name_that_was_not_understood_is_that_of_an_offer(stage: Stage) -> None:
    outcome = stage.play(
        NotUnderstood(stage.services), "nlu_fallback", text="Frauenhaus Oberhausen"
    )
    assert outcome.slots["spoken_of"] == "frauenhaus-oberhausen"


def test_yes_to_what_was_offered_shows_it(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts", "school")))
    buttons = {"type": "quick_replies", "options": [{"title": "Ja", "payload": "also:school"}]}
    offered: dict[str, object] = {"event": "bot", "data": {"custom": buttons}}
    events = ({"event": "user"}, offered, {"event": "user"})
    assert stage.play(Reply(stage.services), intent="affirm", events=events).shown


@pytest.mark.parametrize("intent", ["deny", "dont_know"])
def test_not_wanting_to_say_skips_the_question(stage: Stage, intent: str) -> None:
    stage.in_form = True
    stage.slots["requested_slot"] = "district"
    assert stage.play(Reply(stage.services), intent=intent).slots["district"] == SKIPPED


def test_outside_the_form_no_skips_nothing(stage: Stage) -> None:
    assert "district" not in stage.play(Reply(stage.services), intent="deny").slots


def test_the_second_miss_in_a_row_offers_topics_and_a_human(stage: Stage) -> None:
    first = stage.play(NotUnderstood(stage.services), intent="nlu_fallback")
    assert (first.slots["misses"], first.payloads) == (1, ["topics", "human"])
    stage.slots |= first.slots
    second = stage.play(NotUnderstood(stage.services), intent="nlu_fallback")
    assert second.slots["misses"] == 2
    assert "human" in second.payloads
    assert any(payload.startswith("topic:") for payload in second.payloads)
    assert "0208 825-9378" in second.texts[0]


def test_an_intent_without_a_rule_is_answered_too(stage: Stage) -> None:
    texts = stage.play(NotUnderstood(stage.services), intent="more_offers").texts
    assert texts[0].startswith("Das habe ich nicht verstanden")


def test_the_human_comes_from_the_city_s_data(stage: Stage) -> None:
    outcome = stage.play(Handover(stage.services), intent="human")
    assert outcome.shown == [stage.city.human_contact_offer]
    assert "0208 825-9378" in outcome.texts[0]


def test_all_topics_are_listed(stage: Stage) -> None:
    payloads = stage.play(ShowTopics(stage.services), intent="ask_topics").payloads
    assert payloads == [f"topic:{topic}" for topic in stage.city.topics]


def test_starting_over_forgets_all_but_the_language(stage: Stage) -> None:
    stage.knows(Profile(language="de", children=(Child(0, 11, "Baby"),), needs=("debts",)))
    stage.slots |= {"children": "known", "asked": {"need": 1}, "listed": ["x"], "misses": 1}
    outcome = stage.play(StartOver(stage.services), intent="start_over")
    assert outcome.slots["profile"] == Profile(language="de").to_slot(stage.city)
    assert {outcome.slots[name] for name in ("children", "listed", "misses")} == {None}
    assert "need" not in outcome.slots["asked"]
    assert {"event": "active_loop", "timestamp": None, "name": None} in outcome.events


def test_deleting_is_confirmed_before_it_is_done(stage: Stage) -> None:
    asked = stage.play(AskDelete(), intent="delete_data")
    assert "delete:confirm" in asked.payloads
    assert {"type": "end"} not in asked.messages
    assert {"type": "end"} in stage.play(ConfirmDelete(), intent="confirm_delete").messages
