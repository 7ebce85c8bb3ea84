"""Going on in another language."""

from bot.actions.language import ChangeLanguage
from bot.languages import LANGUAGES
from bot.texts import catalogue
from tests.bot.actions.stage import Outcome, Stage

GERMAN = catalogue("de")


def change(stage: Stage, requested: str | None = None) -> Outcome:
    entities = [{"entity": "requested_language", "value": requested}] if requested else []
    return stage.play(ChangeLanguage(stage.services), "change_language", entities)


def test_asks_for_the_language_where_none_was_named(stage: Stage) -> None:
    said = change(stage)
    assert said.texts == [GERMAN.text("language.ask")]
    assert said.payloads == [f"language:{code}" for code in LANGUAGES]


def test_a_language_that_is_not_offered_is_named_with_those_that_are(stage: Stage) -> None:
    said = change(stage, "bg")
    assert "Bulgarisch" in said.texts[0]
    assert "Türkçe" in said.texts[0]
    assert "language:tr" in said.payloads


def test_a_new_conversation_is_greeted_in_the_language(stage: Stage) -> None:
    said = change(stage, "de-simple")
    texts = catalogue("de-simple")
    assert said.texts == [
        texts.text("language.changed"),
        texts.text("greeting", city=stage.city.name),
    ]
    assert said.slots["profile"]["language"] == "de-simple"


def test_after_offers_the_next_steps_are_offered_anew(stage: Stage) -> None:
    stage.slots["listed"] = ["elterntelefon"]
    said = change(stage, "tr")
    assert said.texts == [catalogue("tr").text("language.changed")]
    assert "more" in said.payloads


def test_the_running_question_may_follow_however_often_it_was_asked(stage: Stage) -> None:
    stage.in_form = True
    stage.slots |= {"requested_slot": "need", "asked": {"need": 2, "children": 1}}
    said = change(stage, "tr")
    assert said.texts == [catalogue("tr").text("language.changed")]
    assert said.slots["asked"] == {"need": 1, "children": 1}
