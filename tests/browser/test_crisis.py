"""Whom to call stays above the conversation, folded or not, for the rest of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.browser.fake_city import FakeCity
from tests.browser.test_accessibility import OVERFLOW, TARGETS

pytestmark = pytest.mark.browser

TITLE = "Hier ist sofort jemand für Sie da"


@pytest.fixture
def in_danger(chat: Chat) -> Chat:
    return tell(chat)


def tell(chat: Chat) -> Chat:
    chat.open()
    expect(banner(chat)).to_have_count(0)
    chat.say("Ich habe Angst")
    expect(banner(chat)).to_be_visible()
    return chat


def banner(chat: Chat, title: str = TITLE) -> Locator:
    return chat.page.get_by_role("region", name=title)


def test_the_first_number_can_be_called_at_once(in_danger: Chat) -> None:
    call = banner(in_danger).get_by_role("link", name="Anrufen: Notruf 112")
    expect(call).to_have_count(1)
    expect(call).to_have_attribute("href", "tel:112")


def test_it_unfolds_to_everything_and_folds_again(in_danger: Chat) -> None:
    region = banner(in_danger)
    toggle = region.get_by_role("button")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.focus()
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(toggle).to_be_focused()
    helpline = region.get_by_role("link", name="Anrufen: Hilfetelefon 0800 000 000")
    expect(helpline).to_be_visible()
    expect(region).to_contain_text("Ich bin ein Computerprogramm.")
    expect(region).to_contain_text("Lange Straße 1")
    expect(region).to_contain_text("Juni 2023")
    expect(region.get_by_role("link", name="Chatten Hilfetelefon")).to_be_visible()
    mail = region.get_by_role("link", name="Schreiben Hilfetelefon")
    expect(mail).to_have_attribute("href", "mailto:hilfe@hilfe.example")
    toggle.press("Enter")
    expect(helpline).to_be_hidden()
    expect(region.get_by_role("link")).to_have_count(1)


def test_it_stays_while_the_conversation_goes_on(in_danger: Chat) -> None:
    banner(in_danger).get_by_role("button").click()
    in_danger.say("Hallo")
    expect(in_danger.log).to_contain_text("Gern. Wie alt ist Ihr Kind?")
    expect(banner(in_danger).get_by_role("button")).to_have_attribute("aria-expanded", "true")
    in_danger.page.keyboard.press("Escape")
    in_danger.launcher.click()
    expect(banner(in_danger)).to_be_visible()


def test_it_is_there_again_after_a_reload(in_danger: Chat) -> None:
    in_danger.page.reload()
    call = banner(in_danger).get_by_role("link", name="Anrufen: Notruf 112")
    expect(call).to_be_visible()


def test_it_is_named_in_the_language_that_is_chosen(in_danger: Chat) -> None:
    in_danger.page.get_by_label("Sprache").select_option("en")
    region = banner(in_danger, "Somebody is here for you right away")
    expect(region.get_by_role("link", name="Call: Notruf 112")).to_be_visible()
    expect(banner(in_danger)).to_have_count(0)


def test_it_goes_with_the_conversation(in_danger: Chat) -> None:
    in_danger.choose_in_menu("Gespräch löschen")
    in_danger.confirm("Löschen")
    expect(in_danger.log).to_contain_text("gelöscht")
    expect(banner(in_danger)).to_have_count(0)


def test_only_the_message_is_read_aloud(in_danger: Chat) -> None:
    live = "[aria-live], [role=log], [role=status], [role=alert]"
    assert banner(in_danger).locator(live).count() == 0
    within = "element => element.closest('[aria-live], [role=log], [role=status], [role=alert]')"
    assert banner(in_danger).evaluate(within) is None


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_every_target_is_large_and_axe_finds_nothing(
    visit: Callable[..., Chat], size: tuple[int, int]
) -> None:
    chat = tell(visit(size))
    for _ in range(2):
        assert chat.page.evaluate(TARGETS) == []
        assert chat.page.evaluate(OVERFLOW) == []
        assert violations(chat.page) == []
        expect(chat.input).to_be_in_viewport()
        banner(chat).get_by_role("button").click()


def test_the_conversation_has_room_beneath_it_on_a_phone(
    visit: Callable[..., Chat], city: FakeCity
) -> None:
    chat = tell(visit(PHONE))
    box = banner(chat).bounding_box()
    assert box is not None
    assert box["height"] < PHONE[1] / 5
    assert city.heard == ["Ich habe Angst"]
