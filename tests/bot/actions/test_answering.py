import pytest

from bot.actions.answering import AnswerQuestion
from bot.actions.form import AskQuestion
from bot.actions.profile import Child, Profile
from bot.actions.replies import NotUnderstood
from bot.actions.understand import Understand
from tests.bot.actions.stage import Outcome, Stage, real_offers

# Their letters alone find them, as the stage knows no meaning.
CLASS_TRIP = "Wer zahlt die Klassenfahrt?"
WELCOME_VISIT = "Was ist der Willkommensbesuch nach der Geburt?"
UNKNOWN = "xyz qqq"
ABOUT_THE_SERVICE = ["ask_privacy", "ask_bot", "ask_cost", "ask_operator", "ask_help"]


def ask(stage: Stage, text: str, intent: str = "ask_faq") -> Outcome:
    stage.slots |= stage.play(Understand(stage.services), intent=intent, text=text).slots
    stage.slots["understood_message"] = "before"
    outcome = stage.play(AnswerQuestion(stage.services), intent=intent, text=text)
    stage.slots |= outcome.slots
    return outcome


def test_an_answer_comes_with_its_source(stage: Stage) -> None:
    answer, source = ask(stage, CLASS_TRIP).messages[:2]
    assert "Bildung und Teilhabe" in answer["text"]
    assert source == {
        "type": "text",
        "text": "Quelle: § 28 SGB II, Stand 2025",
        "url": "https://www.gesetze-im-internet.de/sgb_2/__28.html",
    }


def test_a_month_is_told_as_one(stage: Stage) -> None:
    assert "Stand 02/2021" in ask(stage, WELCOME_VISIT).texts[1]


def test_the_offers_that_belong_to_it_are_shown_and_can_be_asked_about(stage: Stage) -> None:
    outcome = ask(stage, WELCOME_VISIT)
    assert outcome.shown == ["kim-willkommensbesuch"]
    assert outcome.slots["listed"] == ["kim-willkommensbesuch"]


def test_an_offer_that_is_not_there_any_more_is_left_out(stage: Stage) -> None:
    stage.index.offers = real_offers("elterntelefon")
    assert ask(stage, WELCOME_VISIT).shown == []


def test_more_offers_on_the_topic_can_be_asked_for(stage: Stage) -> None:
    assert {"topic:early-help", "human"} <= set(ask(stage, WELCOME_VISIT).payloads)


def test_inside_the_form_its_own_question_follows(stage: Stage) -> None:
    stage.in_form = True
    assert ask(stage, CLASS_TRIP).payloads == []


def test_asked_again_it_is_said_in_short_and_each_time_in_other_words(stage: Stage) -> None:
    said = [ask(stage, CLASS_TRIP).texts for _ in range(4)]
    assert [len(texts) for texts in said] == [2, 1, 1, 1]
    assert len({texts[0] for texts in said}) == 4
    assert len(said[1][0]) < len(said[0][0])


def test_whoever_asks_a_third_time_inside_the_form_is_offered_a_human(stage: Stage) -> None:
    stage.in_form = True
    assert [ask(stage, CLASS_TRIP).payloads for _ in range(3)] == [[], [], ["human"]]


@pytest.mark.parametrize("intent", ABOUT_THE_SERVICE)
def test_an_intent_on_the_service_is_answered_whatever_its_words(stage: Stage, intent: str) -> None:
    first, second = ask(stage, UNKNOWN, intent), ask(stage, UNKNOWN, intent)
    assert "{" not in first.texts[0]
    assert len(first.texts) == 1
    assert first.payloads
    assert second.texts != first.texts


def test_what_is_stored_is_answered_from_the_setting(stage: Stage) -> None:
    assert "24 Stunden" in ask(stage, "", "ask_privacy").texts[0]


def test_a_nearer_entry_answers_instead_of_that_of_the_intent(stage: Stage) -> None:
    assert "Jugendamt" in ask(stage, "Erfährt das Jugendamt davon?", "ask_privacy").texts[0]


def test_without_words_in_the_language_the_answer_is_german_and_says_so(stage: Stage) -> None:
    stage.knows(Profile(language="pl"))
    answer = ask(stage, CLASS_TRIP).messages[0]
    assert answer["language"] == "de"
    assert answer["text"].startswith("Ausflüge")


def test_what_is_not_known_is_said(stage: Stage) -> None:
    first, second = ask(stage, UNKNOWN), ask(stage, UNKNOWN)
    assert first.texts == ["Das weiß ich leider nicht. Ein Mensch kann Ihnen das vielleicht sagen."]
    assert "human" in first.payloads
    assert second.texts != first.texts


def test_what_is_not_known_is_searched_for_with_the_same_words(stage: Stage) -> None:
    stage.knows(Profile(language="de", children=(Child(36, 47, "3 Jahre"),), needs=("debts",)))
    ask(stage, UNKNOWN)
    request = stage.index.requests[-1]
    assert (request.query, request.needs) == (UNKNOWN, ())
    assert request.children


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_a_question_that_was_not_understood_is_answered_where_it_surely_is_one(
    stage: Stage, intent: str
) -> None:
    stage.slots |= stage.play(Understand(stage.services), intent=intent, text=CLASS_TRIP).slots
    outcome = stage.play(NotUnderstood(stage.services), intent=intent, text=CLASS_TRIP)
    assert "Bildung und Teilhabe" in outcome.texts[0]
    assert outcome.slots["misses"] == 0


def test_inside_the_form_what_was_not_understood_is_answered_and_the_form_goes_on(
    stage: Stage,
) -> None:
    stage.in_form = True
    stage.slots |= stage.play(
        Understand(stage.services), intent="nlu_fallback", text=CLASS_TRIP
    ).slots
    outcome = stage.play(NotUnderstood(stage.services), intent="nlu_fallback", text=CLASS_TRIP)
    assert {"event": "followup", "timestamp": None, "name": "offer_form"} in outcome.events


def test_a_question_within_what_the_family_tells_is_answered_before_the_offers(
    stage: Stage,
) -> None:
    stage.in_form = True
    stage.slots |= stage.play(Understand(stage.services), intent="inform", text=CLASS_TRIP).slots
    outcome = stage.play(AskQuestion(stage.services, "children"), intent="inform", text=CLASS_TRIP)
    assert "Bildung und Teilhabe" in outcome.texts[0]
    assert outcome.texts[-1].startswith("Wie alt")


@pytest.mark.parametrize(
    ("intent", "text"), [("inform", CLASS_TRIP.removesuffix("?")), ("greet", CLASS_TRIP)]
)
def test_what_does_not_ask_is_not_answered(stage: Stage, intent: str, text: str) -> None:
    assert stage.play(Understand(stage.services), intent=intent, text=text).slots["faq"] is None
