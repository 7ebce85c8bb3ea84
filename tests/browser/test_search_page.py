"""/suche in Chromium, without JavaScript; only axe needs it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Page, expect
from rasa_sdk.executor import ActionExecutor

from api.app import create_app
from api.chat.conversations import Conversations
from api.chat.crisis import CrisisHelp
from api.chat.crisis_contacts import read_contacts
from api.chat.personal_data import open_personal_data
from api.feedback import Feedback
from api.identification import LanguageIdentifier
from api.search.understanding import QueryReader
from api.services import Services
from api.settings import Settings
from bot.safety import DangerRecogniser
from index.city import load_city
from index.offers.importing import read_offers
from tests.api.conftest import CITY, FakeIndex
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE, NewContext
from tests.browser.serving import free_listener, serving

pytestmark = pytest.mark.browser

STORY = "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"
DANGER = "Mein Mann schlägt mich und die Kinder"
ZOOMED = (320, 256)  # 1280 x 1024 at 400 %

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a, button, select, input:not([type=hidden]), textarea, summary, label.choice")]
  .filter((element) => element.checkVisibility() && element.tabIndex > -2)
  .filter((element) => !element.closest(".visually-hidden, .skip, p:not(.name), label"))
  .map((element) => ({ name: element.textContent.trim(), box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width < 44 || box.height < 43.9)
  .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`)"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The real edge over an index that finds the first offers; it needs no conversation."""
    city = load_city(CITY)
    offers = read_offers(CITY / "offers.csv", city)
    services = Services(
        city=city,
        index=FakeIndex(offers),
        reader=QueryReader.open(CITY, city, LanguageIdentifier.open(city)),
        crisis=CrisisHelp(read_contacts(CITY), DangerRecogniser.load()),
        personal_data=open_personal_data(CITY, city, offers),
        conversations=cast(Conversations, None),
        feedback=cast(Feedback, None),
        executor=ActionExecutor(),
        secret="",
        probes={},
    )
    listener = free_listener()
    with serving(create_app(Settings(address_limit=0), services), listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


Visit = Callable[..., Page]


@pytest.fixture
def visit(served: str, new_context: NewContext) -> Iterator[Visit]:
    """Opens /suche; nothing it loads comes from elsewhere."""
    foreign: list[str] = []

    def open_page(size: tuple[int, int] = PHONE, language: str = "de", **options: Any) -> Page:
        page = new_context(size, **({"java_script_enabled": False} | options)).new_page()
        page.on("request", lambda request: foreign.append(request.url))
        page.goto(f"{served}/suche?language={language}")
        return page

    yield open_page
    assert foreign
    assert [url for url in foreign if not url.startswith(served)] == []


def search(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("main button[value=search]").click()


def test_one_sentence_finds_offers_and_can_be_corrected(visit: Visit, screenshots: Path) -> None:
    page = visit(DESKTOP)
    search(page, STORY)
    expect(page).to_have_title("5 Angebote für Sie – Angebote suchen – Familienlotse Oberhausen")
    expect(page.get_by_role("article")).to_have_count(5)
    expect(page.get_by_label("Alter").first).to_have_value("3")
    expect(page.get_by_label("Wo wohnen Sie?")).to_have_value("sterkrade")
    assert STORY not in page.url
    page.screenshot(path=screenshots / "search-1280.png")
    page.get_by_label("Wo wohnen Sie?").select_option("Osterfeld")
    page.locator("main button[value=search]").click()
    expect(page.get_by_label("Wo wohnen Sie?")).to_have_value("osterfeld")
    page.get_by_role("button", name="Mehr Angebote zeigen").click()
    expect(page.get_by_role("article")).to_have_count(10)
    expect(page.locator("#offer-6")).to_be_in_viewport()


def test_what_is_found_is_in_sight_on_a_small_phone(visit: Visit, screenshots: Path) -> None:
    page = visit(SMALL_PHONE)
    search(page, STORY)
    expect(page.get_by_role("heading", name="5 Angebote für Sie")).to_be_in_viewport()
    page.screenshot(path=screenshots / "search-320.png")


def test_everything_goes_by_keyboard_alone(visit: Visit) -> None:
    page = visit(java_script_enabled=True)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    passed: list[str] = []
    while page.evaluate(FOCUSED) != "text":
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        assert len(passed) < 5, passed
    page.keyboard.type("Hebamme")
    page.keyboard.press("Tab")
    expect(page.locator("#age1")).to_be_focused()
    page.keyboard.type("4")
    # Enter presses the form's first button: it is not one of the languages in the head.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#result")).to_be_focused()
    expect(page.locator("#age1")).to_have_value("4")


def test_a_fault_has_the_focus_and_leads_to_its_field(visit: Visit, screenshots: Path) -> None:
    page = visit(java_script_enabled=True)
    page.locator("#age1").fill("99")
    search(page, "Hebamme")
    expect(page.locator("#result")).to_be_focused()
    page.screenshot(path=screenshots / "search-fault.png")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    age = page.locator("#age1")
    expect(age).to_be_focused()
    expect(age).to_have_accessible_description("Bitte geben Sie ein Alter von 0 bis 26 ein.")
    expect(page.locator("#text")).to_have_value("Hebamme")


def test_the_language_changes_and_nothing_is_lost(visit: Visit, screenshots: Path) -> None:
    page = visit()
    page.locator("#text").fill(STORY)
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#text")).to_have_value(STORY)
    expect(page.get_by_role("article")).to_have_count(0)
    page.locator("main button[value=search]").click()
    expect(page.get_by_role("article")).to_have_count(5)
    age, unit = page.locator("#age1").bounding_box(), page.locator("#unit1").bounding_box()
    assert age is not None
    assert unit is not None
    assert age["x"] > unit["x"]
    assert page.locator("html").evaluate("(page) => page.scrollWidth - page.clientWidth") == 0
    page.screenshot(path=screenshots / "search-rtl.png", full_page=True)


def test_whom_to_call_is_seen_first(visit: Visit, screenshots: Path) -> None:
    page = visit()
    search(page, DANGER)
    expect(page.get_by_role("heading", name="Hier ist sofort jemand")).to_be_in_viewport()
    expect(page.get_by_role("link", name="110").first).to_be_in_viewport()
    page.screenshot(path=screenshots / "search-danger.png")


def test_what_is_kept_opens_as_a_plan_beside_the_search(visit: Visit) -> None:
    page = visit()
    search(page, "Hebamme")
    offer = page.get_by_role("article").nth(1)
    offer.get_by_role("checkbox").check()
    page.get_by_role("button", name="Mehr Angebote zeigen").click()
    expect(page.get_by_role("article").nth(1).get_by_role("checkbox")).to_be_checked()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Merkliste ansehen").click()
    plan = opened.value
    name = page.get_by_role("article").nth(1).get_by_role("heading").inner_text()
    expect(plan.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(10)


@pytest.mark.parametrize(
    ("size", "language", "options"),
    [
        (DESKTOP, "de", {}),
        (PHONE, "ar", {}),
        (PHONE, "de", {"color_scheme": "dark"}),
        (PHONE, "de", {"forced_colors": "active"}),
        (DESKTOP, "uk", {"contrast": "more"}),
    ],
    ids=["desktop", "arabic", "dark", "forced colours", "high contrast"],
)
def test_axe_finds_nothing(
    visit: Visit, size: tuple[int, int], language: str, options: dict[str, Any]
) -> None:
    page = visit(size, language, java_script_enabled=True, **options)
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    page.locator("main button[value=search]").click()
    assert violations(page) == []
    search(page, STORY)
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    search(page, DANGER)
    assert violations(page) == []


@pytest.mark.parametrize("size", [SMALL_PHONE, DESKTOP, ZOOMED], ids=["320", "1280", "400 %"])
def test_targets_are_large_and_nothing_scrolls_sideways(
    visit: Visit, size: tuple[int, int]
) -> None:
    page = visit(size, java_script_enabled=True)
    for text in (STORY, DANGER):
        search(page, text)
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate(SMALL_TARGETS) == []
        assert page.evaluate(SIDEWAYS) == 0


def test_more_space_in_the_text_hides_nothing(visit: Visit) -> None:
    """WCAG 1.4.12."""
    page = visit(SMALL_PHONE, java_script_enabled=True)
    search(page, STORY)
    page.evaluate(
        """() => { for (const element of document.querySelectorAll("body *")) {
          element.style.lineHeight = "1.5";
          element.style.letterSpacing = "0.12em";
          element.style.wordSpacing = "0.16em";
        } }"""
    )
    assert page.evaluate(SIDEWAYS) == 0
    clipped = page.evaluate(
        """() => [...document.querySelectorAll("main *:not(.visually-hidden, textarea)")]
          .filter((element) => getComputedStyle(element).overflow === "hidden")
          .filter((element) => element.scrollHeight > element.clientHeight + 1)
          .map((element) => element.outerHTML)"""
    )
    assert clipped == []


def test_the_city_s_page_leads_here_without_javascript(
    served: str, new_context: NewContext
) -> None:
    page = new_context(PHONE, java_script_enabled=False).new_page()
    page.goto(served)
    # It is shown, but Playwright looks for no text in noscript.
    assert "Der Chat braucht JavaScript" in page.locator("noscript").inner_html()
    page.get_by_role("link", name="Suche ohne Chat").click()
    expect(page.get_by_role("heading", name="Angebote suchen")).to_be_visible()
