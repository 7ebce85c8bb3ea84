"""What a family says of an offer."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


@pytest.fixture
def question(chat: Chat) -> Locator:
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    card.get_by_role("button", name="Mehr lesen").click()
    return card.get_by_role("group", name="Passt das für Sie?")


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Passt", "fits"), ("Passt nicht", "does_not_fit"), ("Angaben veraltet", "out_of_date")],
)
def test_it_is_sent_once_and_thanked_for(
    chat: Chat, question: Locator, city: FakeCity, label: str, kind: str
) -> None:
    question.get_by_role("button", name=label, exact=True).click()
    thanked = question.get_by_role("button", name="Danke!")
    expect(thanked).to_be_focused()
    expect(thanked).to_have_attribute("aria-disabled", "true")
    expect(chat.status).to_have_text("Danke!")
    thanked.press("Enter")
    chat.say("Hallo")  # whatever was sent before it has arrived with its answer
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.feedback == [("early-help", kind)]


def test_another_card_of_the_same_offer_knows_it(chat: Chat, question: Locator) -> None:
    question.get_by_role("button", name="Passt", exact=True).click()
    expect(chat.status).to_have_text("Danke!")
    chat.say("Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade")
    expect(chat.cards).to_have_count(6)
    card = chat.card("Frühförderung am Volksgarten").last
    card.get_by_role("button", name="Mehr lesen").click()
    again = card.get_by_role("group", name="Passt das für Sie?").get_by_role("button")
    expect(again).to_have_text(["Danke!", "Passt nicht", "Angaben veraltet"])


def test_what_was_not_taken_can_be_sent_again(
    chat: Chat, question: Locator, city: FakeCity
) -> None:
    city.refusals.append(503)
    question.get_by_role("button", name="Passt nicht").click()
    expect(chat.failure).to_contain_text("Das hat gerade nicht geklappt.")
    expect(question.get_by_role("button", name="Danke!")).to_have_count(0)
    chat.retry.click()
    expect(question.get_by_role("button", name="Danke!")).to_be_visible()
    expect(chat.failure).to_be_empty()
    assert city.feedback == [("early-help", "does_not_fit")]


def test_an_offer_that_is_gone_is_told_by_the_server(
    chat: Chat, question: Locator, city: FakeCity
) -> None:
    city.refusals.append(404)
    question.get_by_role("button", name="Angaben veraltet").click()
    expect(chat.failure).to_have_text("Das ist ein Satz vom Server.")
