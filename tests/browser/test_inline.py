"""The conversation in the page itself: <family-guide inline>."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import cast
from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, NewContext, Watch
from tests.browser.fake_city import FakeCity
from tests.browser.test_accessibility import OVERFLOW

pytestmark = pytest.mark.browser

# Cumulative Layout Shift, as the browser measures it: what moves though nobody has done anything.
COUNT_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    const own = list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput);
    window.shifts.push(...own.map(({ value }) => value));
  }).observe({ type: "layout-shift", buffered: true });
"""

OpenTopic = Callable[..., Chat]


@pytest.fixture
def open_topic(city: FakeCity, watch: Watch, new_context: NewContext) -> OpenTopic:
    """The page on a topic with the chat in it, in a window of some size and settings."""

    def open_page(size: tuple[int, int] = DESKTOP, **options: object) -> Chat:
        page = new_context(size, **options).new_page()
        watch.follow(page)
        page.add_init_script(COUNT_SHIFTS)
        page.goto(f"{city.url}/pages/kita.html")
        return Chat(page)

    return open_page


@pytest.fixture
def far_below(city: FakeCity, watch: Watch, new_context: NewContext) -> Page:
    """A page where one has to scroll to come to the chat."""
    page = new_context().new_page()
    watch.follow(page)
    city.embedding = "<p>Text</p>" * 100 + (
        f'<script type="module" src="{city.url}/widget.js" data-family-guide data-inline></script>'
    )
    page.goto(f"{city.other_url}/embedding")
    return page


def test_is_a_named_part_of_the_page_without_launcher_and_dialog(open_topic: OpenTopic) -> None:
    chat = open_topic()
    region = chat.page.get_by_role("region", name="Familienlotse", exact=True)
    expect(region.get_by_role("log", name="Gespräch")).to_contain_text("Worum geht es?")
    expect(region.get_by_role("heading", name="Familienlotse", level=2)).to_be_visible()
    expect(chat.dialog).to_have_count(0)
    expect(chat.launcher).to_be_hidden()
    expect(chat.page.get_by_role("button", name="Schließen")).to_have_count(0)


def test_loads_without_taking_focus_place_or_sound(open_topic: OpenTopic) -> None:
    chat = open_topic()
    expect(chat.log).to_contain_text("Gut, ich habe das geändert.")
    expect(chat.log).to_have_attribute("aria-live", "off")
    assert chat.page.evaluate("document.activeElement.localName") == "body"
    assert chat.page.evaluate("window.scrollY") == 0
    assert sum(chat.page.evaluate("window.shifts")) == 0


def test_neither_does_the_launcher_move_the_page(
    city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    page.add_init_script(COUNT_SHIFTS)
    page.goto(city.url)
    Chat(page).launcher.hover()
    expect(page.locator("family-guide dialog").first).to_be_attached()
    assert sum(page.evaluate("window.shifts")) == 0


def test_what_is_said_later_is_read_aloud_and_never_scrolls_the_page(open_topic: OpenTopic) -> None:
    chat = open_topic((1280, 600))
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.input.focus()
    place = chat.page.evaluate("window.scrollY")
    chat.find_offers()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    assert chat.page.evaluate("window.scrollY") == place
    expect(chat.log.get_by_text(cast.SENTENCE)).to_be_in_viewport()


def test_begins_with_what_the_page_is_about(open_topic: OpenTopic, city: FakeCity) -> None:
    chat = open_topic()
    expect(chat.chip("Kita und Tagespflege")).to_be_visible()
    assert [patch.needs for patch in city.patches] == [["childcare"]]
    chat.page.reload()
    expect(chat.chip("Kita und Tagespflege")).to_be_visible()
    assert len(city.patches) == 1


def test_asks_the_server_for_nothing_until_it_is_in_sight(far_below: Page, city: FakeCity) -> None:
    chat = far_below.locator("family-guide")
    expect(chat.get_by_role("region")).to_be_attached()
    assert city.conversations == {}
    chat.scroll_into_view_if_needed()
    expect(chat.get_by_role("log")).to_contain_text("Worum geht es?")
    assert len(city.conversations) == 1


def test_says_in_its_place_that_it_cannot_be_loaded(far_below: Page) -> None:
    chat = far_below.locator("family-guide")
    expect(chat.get_by_role("region")).to_be_attached()
    far_below.route("**/guide.js*", lambda route: route.abort())
    chat.scroll_into_view_if_needed()
    expect(chat.get_by_role("status")).to_contain_text("Bitte prüfen Sie Ihr Internet.")
    far_below.unroute("**/guide.js*")
    chat.get_by_role("button", name="Angebote finden").click()
    expect(chat.get_by_role("log")).to_contain_text("Worum geht es?")
    expect(chat.get_by_label("Ihre Nachricht")).to_be_focused()


def test_escape_closes_what_is_open_inside_and_is_else_left_to_the_page(
    open_topic: OpenTopic,
) -> None:
    chat = open_topic()
    chat.page.evaluate(
        "window.addEventListener('keydown', (e) => (window.taken = e.defaultPrevented))"
    )
    chat.chip("Kita und Tagespflege").click()
    chat.page.keyboard.press("Escape")
    expect(chat.chip("Kita und Tagespflege")).to_have_attribute("aria-expanded", "false")
    assert chat.page.evaluate("window.taken") is True
    chat.page.keyboard.press("Escape")
    assert chat.page.evaluate("window.taken") is False
    expect(chat.input).to_be_visible()


def test_goes_on_in_another_language_in_the_same_place(open_topic: OpenTopic) -> None:
    chat = open_topic()
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.page.get_by_label("Sprache").select_option("ar")
    region = chat.page.locator("family-guide section").first
    expect(region).to_have_attribute("dir", "rtl")
    expect(region.get_by_role("log")).to_contain_text("Worum geht es?")
    expect(region.get_by_role("log")).to_have_count(1)


@pytest.mark.parametrize("size", [(320, 640), PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_topic: OpenTopic, size: tuple[int, int]
) -> None:
    chat = open_topic(size)
    expect(chat.log).to_contain_text("Gut, ich habe das geändert.")
    chat.find_offers()
    assert violations(chat.page) == []
    assert chat.page.evaluate(OVERFLOW) == []


def test_the_page_can_send_a_question_to_it(open_topic: OpenTopic) -> None:
    chat = open_topic(PHONE)
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.page.evaluate("document.querySelector('family-guide').ask('Hallo')")
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(chat.input).to_be_in_viewport()
