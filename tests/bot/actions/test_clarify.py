import pytest

from bot.actions.details import OfferDetails
from bot.actions.form import AskQuestion
from bot.actions.offers import ShowOffers
from bot.actions.profile import Profile
from tests.bot.actions.stage import Stage, real_offers

NAMESAKES = ("kim-willkommensbesuch", "kim-case-management")


@pytest.fixture
def namesakes(stage: Stage) -> Stage:
    stage.index.offers = real_offers(*NAMESAKES, "elterntelefon")
    return stage.knows(Profile(need_text="KiM"))


def choices(*ids: str) -> list[str]:
    return [f"offer:{offer_id}" for offer_id in ids]


def test_one_name_of_two_is_asked_about_instead_of_the_form_s_question(namesakes: Stage) -> None:
    outcome = namesakes.play(AskQuestion(namesakes.services, "children"), text="KiM")
    assert outcome.payloads == choices(*NAMESAKES)
    assert "children" not in outcome.slots["asked"]


def test_it_is_asked_once(namesakes: Stage) -> None:
    namesakes.slots |= namesakes.play(ShowOffers(namesakes.services), text="kim").slots
    again = namesakes.play(AskQuestion(namesakes.services, "children"), text="KiM")
    assert "skip" in again.payloads


def test_more_of_the_name_decides(namesakes: Stage) -> None:
    text = "KiM Willkommensbesuch"
    outcome = namesakes.play(AskQuestion(namesakes.services, "children"), text=text)
    assert "skip" in outcome.payloads


def test_namesakes_for_the_same_matter_are_not_asked_about(stage: Stage) -> None:
    stage.index.offers = real_offers("tafel-gustavstrasse", "tafel-osterfeld")
    stage.knows(Profile(need_text="Oberhausener Tafel"))
    outcome = stage.play(AskQuestion(stage.services, "children"), text="Oberhausener Tafel")
    assert "skip" in outcome.payloads


def test_details_of_a_name_of_two_are_asked_about_then_told(namesakes: Stage) -> None:
    first = namesakes.play(OfferDetails(namesakes.services), "offer_details", text="Was ist KiM?")
    assert first.payloads == choices(*NAMESAKES)
    namesakes.slots |= first.slots
    again = namesakes.play(OfferDetails(namesakes.services), "offer_details", text="Was ist KiM?")
    assert len(again.texts) == len(NAMESAKES)
