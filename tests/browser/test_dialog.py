"""Opening, closing, keyboard and focus."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.conftest import PHONE
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

RECORD_EVENTS = """() => {
  window.told = [];
  for (const name of ["guide-open", "guide-close"]) {
    document.addEventListener(name, () => window.told.push(name));
  }
}"""


def test_opens_with_a_greeting_and_the_cursor_in_the_message_field(chat: Chat) -> None:
    chat.open()
    expect(chat.dialog).to_be_visible()
    expect(chat.launcher).to_be_hidden()
    expect(chat.input).to_be_focused()


def test_escape_closes_and_gives_the_focus_back_to_the_launcher(chat: Chat) -> None:
    chat.open()
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_escape_closes_from_the_page_behind_too(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_role("link", name="So geht es").focus()
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()


def test_escape_closes_the_menu_before_the_chat(chat: Chat) -> None:
    chat.open()
    menu = chat.page.get_by_role("button", name="Menü")
    menu.click()
    chat.page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()
    expect(chat.dialog).to_be_visible()


def test_tells_the_page_when_it_opens_and_closes(chat: Chat) -> None:
    chat.page.evaluate(RECORD_EVENTS)
    chat.open()
    chat.page.get_by_role("button", name="Schließen").click()
    expect(chat.launcher).to_be_focused()
    assert chat.page.evaluate("window.told") == ["guide-open", "guide-close"]


def test_can_be_used_by_keyboard_alone(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()
    for _ in range(20):  # links and buttons of the page come first
        chat.page.keyboard.press("Tab")
        if chat.launcher.evaluate("(e) => e.matches(':focus')"):
            break
    chat.page.keyboard.press("Enter")
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.page.keyboard.type(cast.SENTENCE)
    chat.page.keyboard.press("Enter")
    expect(chat.cards).to_have_count(3)
    expect(chat.input).to_be_focused()
    chat.page.keyboard.press("Shift+Tab")
    expect(chat.page.get_by_role("button", name="Mit einem Menschen sprechen")).to_be_focused()
    chat.page.keyboard.press("Shift+Tab")
    chat.page.keyboard.press("Space")
    expect(chat.log).to_contain_text("Mehr zeigen")
    expect(chat.input).to_be_focused()


def test_shift_and_enter_begin_a_new_line(chat: Chat) -> None:
    chat.open()
    chat.page.keyboard.type("erste")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("zweite")
    expect(chat.input).to_have_value("erste\nzweite")


def test_fills_a_phone_and_keeps_the_focus_inside(visit: Callable[..., Chat]) -> None:
    chat = visit(PHONE, has_touch=True, is_mobile=True)
    chat.open()
    box = chat.dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": PHONE[0], "height": PHONE[1]}
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.tagName") in ("FAMILY-GUIDE", "BODY")


def test_does_not_raise_the_keyboard_of_a_phone_by_itself(visit: Callable[..., Chat]) -> None:
    chat = visit(PHONE, has_touch=True, is_mobile=True)
    chat.open()
    expect(chat.page.get_by_role("region", name="Verlauf")).to_be_focused()


def test_stays_open_and_focused_when_a_phone_is_turned(visit: Callable[..., Chat]) -> None:
    chat = visit((900, 800))
    chat.open()
    chat.input.fill("halb ge")
    chat.page.set_viewport_size({"width": 390, "height": 800})
    expect(chat.dialog).to_be_visible()
    expect(chat.input).to_be_focused()
    expect(chat.input).to_have_value("halb ge")
    expect(chat.launcher).to_be_hidden()


def test_the_live_region_stands_in_the_page_before_anything_is_said(chat: Chat) -> None:
    chat.page.route("**/api/**", lambda _: None)  # no answer ever comes
    chat.launcher.click()
    expect(chat.log).to_be_empty()
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_a_button_of_the_page_asks_in_the_chat(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Schwangerschaft und Geburt").click()
    expect(chat.log).to_contain_text("Ich bin schwanger und suche eine Hebamme.")
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")


def test_a_question_of_the_page_waits_for_the_answer_under_way(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.may_answer.clear()
    chat.say("Hallo")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    chat.page.get_by_role("button", name="Entwicklung und Sprache").click()
    city.may_answer.set()
    expect(chat.log).to_contain_text("Meine Tochter ist 3 und spricht kaum.")
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(2)
    assert city.heard == ["Hallo", "Meine Tochter ist 3 und spricht kaum."]
