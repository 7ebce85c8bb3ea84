"""Reading aloud, with voices that only write down what they were asked to say."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import cast
from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.test_accessibility import TARGETS

pytestmark = pytest.mark.browser

Visit = Callable[..., Chat]

FAKE = """
  window.spoken = [];
  window.queue = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const synthesis = new EventTarget();
  const voice = ([lang, localService]) => ({ lang, localService, name: lang, default: false });
  window.setVoices = (voices) => {
    synthesis.getVoices = () => voices.map(voice);
    synthesis.dispatchEvent(new Event("voiceschanged"));
  };
  synthesis.speak = (utterance) => {
    window.queue.push(utterance);
    window.spoken.push([utterance.text.trim(), utterance.voice.lang]);
  };
  synthesis.cancel = () => {
    const cancelled = window.queue.splice(0);
    setTimeout(() => cancelled.forEach((utterance) => utterance.onerror()));
  };
  window.finish = () => window.queue.splice(0).forEach((utterance) => utterance.onend?.());
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
"""
GERMAN = [["de-DE", True]]


@pytest.fixture
def visit_with_voices(visit: Visit) -> Callable[[list[Any]], Chat]:
    def open_page(voices: list[Any]) -> Chat:
        chat = visit()
        chat.page.add_init_script(f"{{ {FAKE} }} setVoices({json.dumps(voices)})")
        chat.page.reload()
        return chat.open()

    return open_page


def aloud(page: Page, name: str = "Vorlesen: Guten Tag!") -> Locator:
    return page.get_by_role("button", name=name)


def find_offers_in_english(chat: Chat) -> None:
    chat.page.get_by_label("Sprache").select_option("en")
    expect(chat.page.get_by_text("Gut, ich habe das geändert.")).to_be_visible()
    chat.page.get_by_label("Your message").fill(cast.SENTENCE)
    chat.page.get_by_label("Your message").press("Enter")


def spoken(page: Page) -> list[str]:
    texts: list[str] = page.evaluate("window.spoken.map(([text]) => text)")
    return texts


def test_a_message_is_read_and_stopped_by_its_button(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices(GERMAN)
    aloud(chat.page).click()
    expect(aloud(chat.page)).to_have_attribute("aria-pressed", "true")
    assert spoken(chat.page) == ["Guten Tag! Worum geht es? Erzählen Sie einfach."]
    aloud(chat.page).press("Enter")
    expect(aloud(chat.page)).to_have_attribute("aria-pressed", "false")
    assert chat.page.evaluate("window.queue") == []


def test_the_button_rests_when_all_is_read(visit_with_voices: Callable[..., Chat]) -> None:
    chat = visit_with_voices(GERMAN)
    aloud(chat.page).click()
    chat.page.evaluate("finish()")
    expect(aloud(chat.page)).to_have_attribute("aria-pressed", "false")


def test_a_card_is_read_in_an_order_that_helps_and_its_number_digit_by_digit(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices(GERMAN)
    chat.find_offers()
    aloud(chat.page, f"Vorlesen: {cast.EARLY_HELP.name}").click()
    texts = spoken(chat.page)
    told = [
        cast.EARLY_HELP.name,
        "Warum es passt",
        "für Kinder von 0 bis 6 Jahren",
        "Kosten",
        "kostenlos",
        "Anrufen: 0 2 0 8  0 0 0 , 1 2 3 4",
        cast.EARLY_HELP.description,
    ]
    assert [text for text in texts if text in told] == told
    assert texts[-1] == cast.EARLY_HELP.description
    assert not {"Mehr lesen", "Vergleichen", "E-Mail schreiben"} & set(texts)


def test_only_one_is_read_at_a_time(visit_with_voices: Callable[..., Chat]) -> None:
    chat = visit_with_voices(GERMAN)
    chat.find_offers()
    aloud(chat.page).click()
    aloud(chat.page, "Vorlesen: Das könnte").click()
    expect(aloud(chat.page)).to_have_attribute("aria-pressed", "false")
    expect(aloud(chat.page, "Vorlesen: Das könnte")).to_have_attribute("aria-pressed", "true")
    assert chat.page.evaluate("window.queue.length") == 1


@pytest.mark.parametrize("voices", [[], [["de-DE", False]], [["en-GB", True]]])
def test_without_a_voice_of_the_device_for_the_language_nothing_is_offered(
    visit_with_voices: Callable[..., Chat], voices: list[Any]
) -> None:
    chat = visit_with_voices(voices)
    chat.find_offers()
    expect(aloud(chat.page, "Vorlesen")).to_have_count(0)
    chat.page.evaluate("setVoices([['de_DE', true]])")  # as Android writes it
    expect(aloud(chat.page, "Vorlesen")).to_have_count(2 + len(cast.DEVELOPMENT_MATCHES))


def test_what_is_german_is_read_by_a_german_voice_in_another_language(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices([["en-GB", True], ["de-DE", True], ["de-AT", False]])
    find_offers_in_english(chat)
    aloud(chat.page, f"Read aloud: {cast.EARLY_HELP.name}").click()
    said = dict(chat.page.evaluate("window.spoken"))
    assert said["Why it fits"] == "en-GB"
    assert said[cast.EARLY_HELP.name] == "de-DE"
    assert said[cast.EARLY_HELP.organisation] == "de-DE"
    assert said[cast.EARLY_HELP.description] == "de-DE"


def test_a_language_without_voice_does_not_keep_the_rest_from_being_read(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices([["en-GB", True]])
    find_offers_in_english(chat)
    aloud(chat.page, f"Read aloud: {cast.EARLY_HELP.name}").click()
    assert {lang for _, lang in chat.page.evaluate("window.spoken")} == {"en-GB"}


def test_it_stops_when_the_chat_is_closed(visit_with_voices: Callable[..., Chat]) -> None:
    chat = visit_with_voices(GERMAN)
    aloud(chat.page).click()
    chat.page.get_by_role("button", name="Schließen").click()
    expect(chat.launcher).to_be_focused()
    assert chat.page.evaluate("window.queue") == []


def test_it_stops_when_the_conversation_is_deleted(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices(GERMAN)
    aloud(chat.page).click()
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("gelöscht")
    assert chat.page.evaluate("window.queue") == []


def test_it_stops_when_the_element_is_taken_away(visit_with_voices: Callable[..., Chat]) -> None:
    chat = visit_with_voices(GERMAN)
    aloud(chat.page).click()
    chat.page.evaluate("document.querySelector('family-guide').remove()")
    assert chat.page.evaluate("window.queue") == []


def test_what_has_been_said_before_a_reload_can_be_read(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices(GERMAN)
    chat.page.reload()
    aloud(chat.page).click()
    assert len(spoken(chat.page)) == 1


def test_its_buttons_are_large_and_axe_finds_nothing(
    visit_with_voices: Callable[..., Chat],
) -> None:
    chat = visit_with_voices(GERMAN)
    chat.find_offers()
    expect(aloud(chat.page, f"Vorlesen: {cast.EARLY_HELP.name}")).to_be_visible()
    assert chat.page.evaluate(TARGETS) == []
    assert violations(chat.page) == []
