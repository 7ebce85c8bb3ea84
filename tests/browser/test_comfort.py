"""What makes the chat comfortable: Leichte Sprache and the display, always in reach."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import SMALL_PHONE
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


CORRECTED = "Gut, ich habe das geändert."  # the server's answer to each change


def simple(page: Page, name: str = "Leichte Sprache") -> Locator:
    return page.get_by_role("button", name=name)


def test_leichte_sprache_is_one_press_away_and_one_back(chat: Chat, city: FakeCity) -> None:
    chat.open()
    expect(simple(chat.page)).to_have_attribute("aria-pressed", "false")
    simple(chat.page).press("Enter")
    expect(simple(chat.page)).to_have_attribute("aria-pressed", "true")
    expect(simple(chat.page)).to_be_focused()
    expect(chat.page.get_by_role("dialog", name="Familien-Lotse")).to_be_visible()
    simple(chat.page).press("Enter")
    expect(simple(chat.page)).to_have_attribute("aria-pressed", "false")
    expect(simple(chat.page)).to_be_focused()
    expect(chat.page.get_by_text(CORRECTED)).to_have_count(2)
    assert [patch.language for patch in city.patches] == ["de-simple", "de"]


def test_from_leichte_sprache_it_goes_back_to_the_language_before(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    chat.page.get_by_label("Sprache", exact=True).select_option("en")
    simple(chat.page, "Easy German").click()
    expect(simple(chat.page)).to_have_attribute("aria-pressed", "true")
    expect(chat.page.get_by_text(CORRECTED)).to_have_count(2)
    chat.page.reload()
    simple(chat.page).click()
    expect(simple(chat.page, "Easy German")).to_have_attribute("aria-pressed", "false")
    expect(chat.page.get_by_text(CORRECTED)).to_have_count(3)
    assert [patch.language for patch in city.patches] == ["en", "de-simple", "en"]


def test_the_bar_stays_in_reach_where_there_is_little_room(visit: Callable[..., Chat]) -> None:
    chat = visit((320, 256))
    chat.open().find_offers()
    chat.cards.last.scroll_into_view_if_needed()
    expect(simple(chat.page)).to_be_in_viewport()


def test_the_menu_follows_its_button(visit: Callable[..., Chat]) -> None:
    chat = visit(SMALL_PHONE)
    chat.open()
    chat.page.get_by_role("button", name="Menü").press("Enter")
    chat.page.keyboard.press("Tab")
    first = chat.page.get_by_role("group", name="Menü").get_by_role("button").first
    expect(first).to_be_focused()
