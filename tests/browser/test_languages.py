"""The widget in another language: chosen by hand, or followed when the family writes in it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Page, Route, expect

import api.widget
from bot.languages import LANGUAGES
from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.conftest import PHONE
from tests.browser.fake_city import FakeCity
from tests.browser.words import Words

STRINGS = Path(api.widget.__file__).parent / "static" / "widget"
GERMAN = json.loads((STRINGS / "strings.de.json").read_text(encoding="utf-8"))
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}


def texts(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text by its key, a table of plural forms by its last one."""
    if isinstance(node, dict) and not set(node) <= PLURAL_FORMS:
        for name, inner in node.items():
            yield from texts(inner, f"{key}.{name}")
    else:
        yield key, node["other"] if isinstance(node, dict) else str(node)


def tables(node: object) -> Iterator[set[str]]:
    if isinstance(node, dict) and set(node) <= PLURAL_FORMS:
        yield set(node)
    elif isinstance(node, dict):
        for inner in node.values():
            yield from tables(inner)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_text_and_its_plural_forms(code: str) -> None:
    strings = json.loads((STRINGS / f"strings.{code}.json").read_text(encoding="utf-8"))
    assert [key for key, _ in texts(strings)] == [key for key, _ in texts(GERMAN)]
    assert all(text.strip() for _, text in texts(strings))
    forms = set(Locale.parse(LANGUAGES[code].written).plural_form.tags) | {"other"}
    assert all(table == forms for table in tables(strings))


WITHOUT_THE_SERVER = (
    "network.offline",
    "network.busy",
    "failure.unreachable",
    "failure.server",
)


@pytest.mark.parametrize("key", WITHOUT_THE_SERVER)
@pytest.mark.parametrize("code", LANGUAGES)
def test_where_danger_is_not_heard_112_is_named(code: str, key: str) -> None:
    assert "112" in Words(code)(key, time="")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_words_of_the_launcher(code: str) -> None:
    words = json.loads((STRINGS / "launcher.json").read_text(encoding="utf-8"))
    assert list(words) == list(LANGUAGES)
    assert words[code].keys() == words["de"].keys()
    assert all(text.strip() for text in words[code].values())


@pytest.fixture
def arabic(visit: Callable[..., Chat]) -> Page:
    """A page whose widget has placeholders for Arabic."""
    page = visit(PHONE, has_touch=True).page

    def strings(route: Route) -> None:
        route.fulfill(json=_in_arabic_letters(GERMAN))

    page.route("**/widget/*/strings.ar.json", strings)
    page.reload()
    return page


def _in_arabic_letters(node: object) -> object:
    if isinstance(node, dict):
        return {name: _in_arabic_letters(inner) for name, inner in node.items()}
    return f"نص تجريبي {node}" if "{" in str(node) else "نص تجريبي"


@pytest.mark.browser
def test_the_choice_names_each_language_by_itself(chat: Chat) -> None:
    chat.open()
    options = chat.page.get_by_label("Sprache").get_by_role("option")
    for option, code in zip(options.all(), LANGUAGES, strict=True):
        expect(option).to_have_text(LANGUAGES[code].name)
        expect(option).to_have_attribute("lang", code)


@pytest.mark.browser
def test_a_chosen_language_goes_to_the_server_and_to_every_label(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    chat.input.fill("noch nicht gesendet")
    chat.page.get_by_label("Sprache").focus()
    chat.page.get_by_label("Sprache").select_option("en")
    select = chat.page.get_by_label("Language")
    expect(select).to_have_value("en")
    expect(select).to_be_focused()
    expect(chat.page.get_by_label("Your message")).to_have_value("noch nicht gesendet")
    log = chat.page.get_by_role("log", name="Conversation")
    expect(log).to_contain_text("Worum geht es?")
    expect(log).to_contain_text("Gut, ich habe das geändert.")
    assert [patch.language for patch in city.patches] == ["en"]
    expect(chat.page.locator("family-guide section").first).to_have_attribute("lang", "en")


@pytest.mark.browser
def test_a_choice_outlives_a_reload_and_begins_the_next_conversation(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    chat.page.get_by_label("Sprache").select_option("en")
    log = chat.page.get_by_role("log")
    expect(log).to_contain_text("Gut, ich habe das geändert.")
    chat.page.reload()
    expect(chat.page.get_by_label("Your message")).to_be_visible()
    chat.page.get_by_role("button", name="Menu").click()
    chat.page.get_by_role("button", name="Start again").first.click()
    chat.confirm("Start again")
    expect(log).not_to_contain_text("Gut, ich habe das geändert.")
    expect(log).to_contain_text("Worum geht es?")
    assert [started.language for started in city.conversations.values()] == ["en"]


@pytest.mark.browser
def test_follows_the_family_into_its_language(chat: Chat) -> None:
    chat.open()
    chat.say(cast.ENGLISH)
    expect(chat.page.get_by_label("Your message")).to_be_focused()
    expect(chat.page.get_by_label("Language")).to_have_value("en")
    said = chat.page.get_by_role("log").locator("[lang]")
    expect(said.first).to_have_attribute("lang", "de")
    expect(said.last).to_have_attribute("lang", "en")


@pytest.mark.browser
def test_arabic_runs_from_right_to_left(arabic: Page, screenshots: Path) -> None:
    arabic.get_by_role("button", name="Angebote finden").click()
    arabic.get_by_label("Sprache").select_option("ar")
    frame = arabic.locator("family-guide section").first
    expect(frame).to_have_attribute("dir", "rtl")
    expect(frame).to_have_attribute("lang", "ar")
    expect(arabic.get_by_role("log")).to_contain_text("Gut, ich habe das geändert.")
    arabic.locator("family-guide textarea").fill(cast.SENTENCE)
    arabic.locator("family-guide textarea").press("Enter")
    expect(arabic.locator("family-guide h3").first).to_be_visible()
    messages = arabic.get_by_role("log").locator("> [lang]")
    expect(messages.first).to_have_attribute("dir", "ltr")
    arabic.screenshot(path=screenshots / "arabic.png")
    width = arabic.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
