"""Offers to take along: kept in the chat, opened as a page."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import cast
from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE, Watch
from tests.browser.fake_city import FakeCity
from tests.browser.test_accessibility import OVERFLOW, TARGETS

pytestmark = pytest.mark.browser

Visit = Callable[..., Chat]

ONE, OTHER, THIRD = "Frühförderung am Volksgarten", "Sprachzwerge", "Elterntelefon"
BOTH = "early-help,speech-group"
ON_PAPER = """() => [...document.querySelectorAll(".by-hand")].every((e) => e.checkVisibility())"""
WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def keep(chat: Chat, *names: str) -> None:
    for name in names:
        chat.card(name).get_by_role("button", name="Merken").press("Enter")


def opener(chat: Chat) -> Locator:
    return chat.dialog.get_by_role("link", name="Merkliste (")


def test_keeping_says_so_and_can_be_taken_back(chat: Chat) -> None:
    chat.open().find_offers()
    expect(opener(chat)).to_be_hidden()
    button = chat.card(ONE).get_by_role("button", name="Merken")
    expect(button).to_have_accessible_name(f"Merken zu {ONE}")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(chat.status).to_have_text("Merkliste (1)")
    expect(opener(chat)).to_contain_text("Merkliste (1)")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(chat.status).to_have_text("Merkliste (0)")
    expect(opener(chat)).to_be_hidden()


def test_the_list_outlives_a_reload(chat: Chat) -> None:
    chat.open().find_offers()
    keep(chat, ONE, THIRD)
    chat.page.reload()
    expect(opener(chat)).to_contain_text("Merkliste (2)")
    kept = chat.card(THIRD).get_by_role("button", name="Merken")
    expect(kept).to_have_attribute("aria-pressed", "true")


def test_it_opens_as_a_page_in_the_language_of_the_chat(chat: Chat) -> None:
    chat.open().find_offers()
    keep(chat, ONE, OTHER)
    chat.page.get_by_label("Sprache").select_option("en")
    link = chat.page.get_by_role("link", name="Your list (2) (opens in a new window)")
    with chat.page.expect_popup() as opened:
        link.press("Enter")
    page = opened.value
    assert urlsplit(page.url).path == "/plan"
    assert parse_qs(urlsplit(page.url).query) == {"offers": [BOTH], "language": ["en"]}
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    for path in ("/plan.pdf", "/plan.html", "/plan.ics"):
        address = page.locator(f'a[href^="{path}"]').get_attribute("href")
        assert page.request.get(f"{origin(chat)}{address}").ok, path


def origin(chat: Chat) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(chat.page.url))


def test_deleting_takes_the_list_with_it_and_says_so_before(chat: Chat) -> None:
    chat.open().find_offers()
    chat.choose_in_menu("Gespräch löschen")
    question = chat.page.get_by_role("alertdialog")
    expect(question.get_by_text("Auch Ihre Merkliste ist dann weg.")).to_be_hidden()
    question.get_by_role("button", name="Abbrechen").click()
    keep(chat, ONE)
    chat.choose_in_menu("Gespräch löschen")
    expect(question.get_by_text("Auch Ihre Merkliste ist dann weg.")).to_be_visible()
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    expect(opener(chat)).to_be_hidden()
    assert "early-help" not in chat.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_new_start_keeps_the_list(chat: Chat) -> None:
    chat.open().find_offers()
    keep(chat, ONE)
    chat.choose_in_menu("Neu anfangen")
    chat.confirm("Neu anfangen")
    expect(chat.cards).to_have_count(0)
    expect(opener(chat)).to_contain_text("Merkliste (1)")


def test_a_full_list_says_so(chat: Chat) -> None:
    chat.open().find_offers()
    full = [f"offer-{n}" for n in range(30)]
    chat.page.evaluate(
        """(plan) => {
          const kept = JSON.parse(sessionStorage.getItem("family-guide"));
          sessionStorage.setItem("family-guide", JSON.stringify({ ...kept, plan }));
        }""",
        full,
    )
    keep(chat, ONE)
    expect(chat.status).to_have_text("Auf die Merkliste passen höchstens 30 Angebote.")
    button = chat.card(ONE).get_by_role("button", name="Merken")
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_the_way_to_it_is_large_enough_and_axe_finds_nothing(
    visit: Visit, size: tuple[int, int], screenshots: Path
) -> None:
    chat = visit(size)
    chat.open().find_offers()
    keep(chat, ONE, OTHER, THIRD)
    expect(opener(chat)).to_be_visible()
    assert violations(chat.page) == []
    assert chat.page.evaluate(TARGETS) == []
    assert chat.page.evaluate(OVERFLOW) == []
    chat.page.screenshot(path=screenshots / f"list-{size[0]}.png")


# The page


@pytest.fixture
def open_plan(
    city: FakeCity, watch: Watch, new_context: Callable[..., object]
) -> Callable[..., Page]:
    def open_page(address: str, size: tuple[int, int] = DESKTOP, **options: object) -> Page:
        page: Page = new_context(size, **options).new_page()  # type: ignore[attr-defined]
        watch.follow(page)
        page.goto(f"{city.url}{address}")
        return page

    return open_page


OpenPlan = Callable[..., Page]


@pytest.mark.parametrize("size", [SMALL_PHONE, DESKTOP], ids=["320", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_axe_finds_nothing_on_the_page(
    open_plan: OpenPlan, language: str, scheme: str, size: tuple[int, int], screenshots: Path
) -> None:
    address = f"/plan?offers={','.join(cast.RECORDS)},gone&language={language}"
    page = open_plan(address, size, color_scheme=scheme)
    expect(page.get_by_role("listitem").filter(has=page.locator("h2"))).to_have_count(3)
    assert violations(page) == []
    assert not page.evaluate(WIDE)
    name = f"plan-{language}-{scheme}-{size[0]}.png"
    page.screenshot(path=screenshots / name, full_page=True)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_paper_has_what_one_writes_on_and_no_buttons(
    open_plan: OpenPlan, language: str, screenshots: Path
) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language={language}", (794, 1123))
    assert not page.evaluate(ON_PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER)
    expect(page.get_by_role("link", name="PDF")).to_be_hidden()
    page.screenshot(path=screenshots / f"paper-{language}.png", full_page=True)


def test_a_scanned_link_opens_the_list_in_its_language(open_plan: OpenPlan) -> None:
    page = open_plan("/plan#v1,tr,early-help,speech-group")
    expect(page.get_by_role("heading", level=1)).to_have_text("Listeniz")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    assert urlsplit(page.url).fragment == ""


def test_commas_that_a_messenger_has_changed_are_read_too(open_plan: OpenPlan) -> None:
    page = open_plan("/plan#v1%2Cde%2Cearly-help%2Cspeech-group")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)


@pytest.mark.parametrize(
    "fragment",
    ["v1", "v1,de", "v1,de,", "v2,de,early-help", "v1,de,a b", "v1,DE,x", "v1,de,<script>"],
)
def test_a_broken_link_is_told_kindly(open_plan: OpenPlan, fragment: str) -> None:
    page = open_plan(f"/plan#{fragment}")
    expect(page.get_by_role("alert")).to_contain_text("Dieser Link ist nicht vollständig.")
    expect(page.get_by_text("Ihre Merkliste ist leer.")).to_be_hidden()
    assert violations(page) == []


def test_a_second_scan_in_the_same_tab_is_followed(open_plan: OpenPlan) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de")
    page.evaluate("location.hash = 'v1,de,helpline'")
    expect(page.get_by_role("heading", level=2)).to_have_text(THIRD)


def test_the_page_needs_no_script(open_plan: OpenPlan) -> None:
    full = open_plan(f"/plan?offers={BOTH}&language=de", java_script_enabled=False)
    expect(full.get_by_role("heading", level=2)).to_have_count(2)
    expect(full.get_by_role("button", name="Drucken")).to_be_hidden()


def test_the_button_prints(open_plan: OpenPlan) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="Drucken").click()
    assert page.evaluate("window.printed")


def test_an_offer_can_be_taken_off_the_list_without_a_script(open_plan: OpenPlan) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de", java_script_enabled=False)
    page.get_by_role("link", name=f"Von der Liste nehmen ({ONE})").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text([OTHER])
    page.get_by_role("link", name="Von der Liste nehmen").click()
    expect(page.get_by_text("Ihre Merkliste ist leer.")).to_be_visible()


def test_the_list_is_passed_on_by_what_the_device_has_for_it(open_plan: OpenPlan) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de")
    page.evaluate("() => { navigator.share = async (what) => { window.shared = what.url; }; }")
    page.get_by_role("button", name="Teilen").click()
    assert urlsplit(page.evaluate("window.shared")).fragment == f"v1,de,{BOTH}"
    expect(page.get_by_text("ist kopiert")).to_be_hidden()


@pytest.mark.parametrize("copies", [True, False], ids=["copied", "shown"])
def test_where_the_device_has_nothing_the_link_is_copied_or_shown(
    open_plan: OpenPlan, copies: bool
) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de", SMALL_PHONE)
    page.evaluate(
        """(copies) => {
          navigator.share = undefined;
          navigator.clipboard.writeText = async (text) => {
            if (!copies) throw new DOMException("", "NotAllowedError");
            window.copied = text;
          };
        }""",
        copies,
    )
    page.get_by_role("button", name="Teilen").click()
    told = "Der Link zu dieser Liste ist kopiert." if copies else f"#v1,de,{BOTH}"
    expect(page.get_by_role("status")).to_contain_text(told)
    assert page.evaluate("window.copied ?? ''").endswith(f"#v1,de,{BOTH}") == copies
    assert not page.evaluate(WIDE)
    assert violations(page) == []


def test_the_language_is_changed_with_the_list(open_plan: OpenPlan) -> None:
    page = open_plan(f"/plan?offers={BOTH}&language=de")
    page.get_by_role("link", name="Polski").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lista zapisanych ofert")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
