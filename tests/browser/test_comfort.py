"""What makes the chat comfortable: Leichte Sprache and the display, always in reach."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import cast
from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.browser.fake_city import FakeCity
from tests.browser.test_accessibility import ANIMATIONS, OVERFLOW, TARGETS

pytestmark = pytest.mark.browser


CORRECTED = "Gut, ich habe das geändert."  # the server's answer to each change


ENHANCED = """async () => {
  const { violations } = await axe.run({ runOnly: ["color-contrast-enhanced"],
    rules: { "color-contrast-enhanced": { enabled: true } } });
  return violations.flatMap(({ nodes }) => nodes)
    .filter(({ target }) => target.flat()[0] === "family-guide")
    .map(({ html, failureSummary }) => `${html}: ${failureSummary}`);
}"""
HEADING_PX = "(heading) => heading.getBoundingClientRect().height"


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


def settings(chat: Chat) -> Locator:
    chat.choose_in_menu("Anzeige einstellen")
    return chat.page.get_by_role("dialog", name="Anzeige", exact=True)


def test_larger_text_enlarges_everything_and_outlives_a_reload(chat: Chat) -> None:
    chat.open().find_offers()
    heading = chat.log.get_by_role("heading", name=cast.EARLY_HELP.name)
    before = heading.evaluate(HEADING_PX)
    layer = settings(chat)
    layer.get_by_role("radio", name="200 %").check()
    assert heading.evaluate(HEADING_PX) >= 1.9 * before
    layer.get_by_role("button", name="Fertig").click()
    expect(chat.page.get_by_role("button", name="Menü")).to_be_focused()
    chat.page.reload()
    expect(heading).to_be_visible()
    assert heading.evaluate(HEADING_PX) >= 1.9 * before


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_at_200_percent_nothing_is_lost(visit: Callable[..., Chat], size: tuple[int, int]) -> None:
    chat = visit(size)
    chat.open()
    layer = settings(chat)
    layer.get_by_role("radio", name="200 %").check()
    assert layer.evaluate("(layer) => layer.scrollWidth <= layer.clientWidth")
    chat.page.keyboard.press("Escape")
    chat.find_offers()
    assert chat.page.evaluate(OVERFLOW) == []
    assert chat.page.evaluate(TARGETS) == []
    for control in (chat.input, chat.send, chat.page.get_by_role("button", name="Schnell")):
        expect(control).to_be_in_viewport()
    box = chat.dialog.bounding_box()
    assert box is not None
    assert box["width"] <= size[0]
    assert box["height"] <= size[1]


def test_what_is_read_stays_in_sight_while_the_text_grows(visit: Callable[..., Chat]) -> None:
    chat = visit(PHONE)
    chat.open().find_offers()
    heading = chat.log.get_by_role("heading", name=cast.HELPLINE.name)
    heading.evaluate("(heading) => heading.scrollIntoView({ block: 'start' })")
    settings(chat).get_by_role("radio", name="200 %").check()
    expect(heading).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_has_seven_to_one_whatever_the_page_has_chosen(
    visit: Callable[..., Chat], scheme: str, screenshots: Path
) -> None:
    chat = visit(color_scheme=scheme)
    chat.page.locator("family-guide").evaluate(
        "(guide) => guide.style.setProperty('--guide-muted', '#999999')"
    )
    chat.open().find_offers()
    chat.say("Ich habe Angst")
    expect(chat.log).to_contain_text("112")
    layer = settings(chat)
    layer.get_by_role("checkbox", name="Starker Kontrast").check()
    assert violations(chat.page) == []
    assert chat.page.evaluate(ENHANCED) == []
    chat.page.keyboard.press("Escape")
    chat.page.screenshot(path=screenshots / f"widget-contrast-{scheme}.png")
    assert violations(chat.page) == []
    assert chat.page.evaluate(ENHANCED) == []


def test_contrast_follows_the_system_until_it_is_chosen_by_hand(
    visit: Callable[..., Chat],
) -> None:
    chat = visit(contrast="more")
    chat.open()
    box = settings(chat).get_by_role("checkbox", name="Starker Kontrast")
    expect(box).to_be_checked()
    box.uncheck()
    chat.page.reload()
    expect(settings(chat).get_by_role("checkbox", name="Starker Kontrast")).not_to_be_checked()


def test_motion_can_be_switched_off_by_hand(visit: Callable[..., Chat]) -> None:
    chat = visit(reduced_motion="no-preference")
    chat.open()
    box = settings(chat).get_by_role("checkbox", name="Keine Bewegungen")
    expect(box).not_to_be_checked()
    box.check()
    chat.page.keyboard.press("Escape")
    chat.page.route("**/messages", lambda _: None)  # the waiting dots stay
    chat.say("Hallo")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    assert chat.page.evaluate(ANIMATIONS) == 0


def test_the_settings_are_used_by_keyboard_and_followed_by_the_next_language(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_role("button", name="Menü").press("Enter")
    chat.page.get_by_role("button", name="Anzeige einstellen").press("Enter")
    expect(chat.page.get_by_role("radio", name="100 %")).to_be_focused()
    chat.page.keyboard.press("ArrowRight")
    expect(chat.page.get_by_role("radio", name="125 %")).to_be_checked()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Menü")).to_be_focused()
    chat.page.get_by_label("Sprache", exact=True).select_option("en")
    chat.page.get_by_role("button", name="Menu").click()
    chat.page.get_by_role("button", name="Adjust display").click()
    expect(chat.page.get_by_role("radio", name="125%")).to_be_checked()
