"""What axe cannot see: keys alone, what is read aloud, names in nine languages, room for text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.languages import LANGUAGES
from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.conftest import PHONE, SMALL_PHONE
from tests.browser.fake_city import FakeCity
from tests.browser.test_accessibility import OVERFLOW
from tests.browser.words import texts_of

pytestmark = pytest.mark.browser

MANY_KEYS = 80
ZOOMED = (320, 256)  # 1280 x 1024 at 400 %

LISTEN = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  const log = root.querySelector("[role=log]");
  window.heard = [];
  new MutationObserver((changes) => {
    if (log.getAttribute("aria-live") !== "polite") return;
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) window.heard.push(node.textContent);
    }
  }).observe(log, { childList: true });
}"""

NAMELESS = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  return [...root.querySelectorAll("[lang]")]
    .filter((part) => !part.lang || (part.dir !== "" && !["ltr", "rtl", "auto"].includes(part.dir)))
    .map((part) => part.outerHTML);
}"""

HIDDEN_FOCUS = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  const focused = root.activeElement;
  if (!focused || focused.matches("[role=region]")) return "";
  const { top, bottom, left, right, height } = focused.getBoundingClientRect();
  const at = [(left + right) / 2, height < innerHeight ? (top + bottom) / 2 : Math.max(top, 0) + 8];
  const seen = root.elementFromPoint(...at);
  const isSeen = seen && (focused.contains(seen) || seen.contains(focused));
  return isSeen ? "" : `${focused.textContent || focused.className} at ${Math.round(at[1])}`;
}"""

# The values of WCAG 2.2, 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""

CLIPPED = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  return [...root.querySelectorAll("button, a, p, h2, h3, h4, dd, dt, label, select")]
    .filter((element) => element.checkVisibility())
    .filter((element) => !element.matches(".clamped, .visually-hidden"))
    .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => clientWidth &&
      (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 4))
    .map((element) => `${element.className} ${element.textContent}`);
}"""


def go_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """By the keyboard as a person does it, until `target` has the focus."""
    expect(target).to_be_visible()
    for _ in range(MANY_KEYS):
        if target.evaluate("(element) => element.matches(':focus')"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never comes to {target}")


def press(page: Page, target: Locator, key: str = "Tab") -> None:
    go_to(page, target, key)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_whole_conversation_needs_nothing_but_keys(
    chat: Chat, city: FakeCity, language: str
) -> None:
    page = chat.page
    press(page, chat.launcher)
    expect(chat.way("topic")).to_be_visible()
    if language != "de":
        chat.page.get_by_label(chat.words("language"), exact=True).focus()
        chat = chat.speak(language)
        expect(page.get_by_label(chat.words("language"), exact=True)).to_be_focused()
    words = chat.words
    press(page, chat.way("write"))
    expect(chat.input).to_be_focused()
    page.keyboard.type(cast.SENTENCE)
    page.keyboard.press("Enter")
    expect(chat.cards).to_have_count(len(cast.DEVELOPMENT_MATCHES))
    expect(chat.input).to_be_focused()
    card = chat.card(cast.EARLY_HELP.name)
    more = card.get_by_role("button", name=words("card.more"))
    go_to(page, more, "Shift+Tab")
    page.keyboard.press("Enter")
    less = card.get_by_role("button", name=words("card.less"))
    expect(less).to_be_focused()
    for offer in (cast.EARLY_HELP, cast.SPEECH_GROUP):
        press(page, chat.card(offer.name).get_by_role("button", name=words("compare.action")))
    comparison = page.get_by_role("dialog", name=words("compare.title"))
    expect(comparison.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(comparison).to_have_count(0)
    chip = chat.chip("3 Jahre")
    press(page, chip, "Shift+Tab")
    save = chat.button("chips.save", exact=True)
    press(page, save)
    expect(chat.chip("3 Jahre")).to_be_focused()
    press(page, chat.button("menu", exact=True), "Shift+Tab")
    press(page, chat.button("delete.action"))
    question = page.get_by_role("alertdialog")
    press(page, question.get_by_role("button", name=words("delete.confirm"), exact=True))
    expect(chat.log).to_contain_text(words("delete.done"))
    press(page, chat.button("close"), "Shift+Tab")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    assert city.conversations == {}


def test_each_message_is_read_once_and_in_its_order(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.page.evaluate(LISTEN)
    chat.say("eins")
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(1)
    city.refusals.append(503)
    chat.say("zwei")
    expect(chat.retry).to_be_visible()
    chat.retry.click()
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(2)
    heard = chat.page.evaluate("window.heard")
    answer = "Familienlotse: Gern. Wie alt ist Ihr Kind?"
    assert [text.strip() for text in heard] == [
        "Sie schreiben: eins",
        answer,
        "Sie schreiben: zwei",
        "Sie schreiben: zwei",  # tried again, it stands behind what was said since
        answer,
    ]


def test_what_was_read_is_not_read_again_in_another_language(chat: Chat) -> None:
    chat.open().find_offers()
    before = chat.log.locator(":scope > *").count()
    english = chat.speak("en")
    expect(english.log).to_contain_text("Gut, ich habe das geändert.")
    log = english.log.locator(":scope > *")
    expect(log).to_have_count(before)  # the quick replies have gone, the answer has come


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name_in_the_language(chat: Chat, language: str) -> None:
    chat.open()
    chat = chat if language == "de" else chat.speak(language)
    # A quick reply of this server is German in every language.
    german = texts_of("de") - texts_of(language) - {"Mit einem Menschen sprechen"}
    chat.find_offers()
    chat.chip("3 Jahre").click()
    chat.button("menu", exact=True).click()
    for role in ("button", "combobox", "textbox", "spinbutton", "link", "region", "group", "log"):
        for control in chat.dialog.get_by_role(role).all():
            tree = control.aria_snapshot().splitlines()[0]
            name = tree.partition('"')[2].rpartition('"')[0]
            assert name or role == "group", control.evaluate("(e) => e.outerHTML")
            assert name not in german
    assert chat.page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("size", [SMALL_PHONE, ZOOMED], ids=["320", "400 %"])
def test_what_has_the_focus_is_never_covered(
    visit: Callable[..., Chat], size: tuple[int, int]
) -> None:
    chat = visit(size)
    chat.open().find_offers()
    chat.chip("3 Jahre").click()
    covered = set()
    for key in ("Shift+Tab", "Tab"):
        for _ in range(30):
            chat.page.keyboard.press(key)
            covered.add(chat.page.evaluate(HIDDEN_FOCUS))
    assert covered == {""}


@pytest.mark.parametrize("language", ["de", "ru"])
def test_more_space_in_the_text_hides_nothing(visit: Callable[..., Chat], language: str) -> None:
    chat = visit(PHONE)
    chat.open()
    chat = chat if language == "de" else chat.speak(language)
    chat.page.evaluate(
        """(rules) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.querySelector("family-guide").shadowRoot.adoptedStyleSheets.push(sheet);
        }""",
        SPACED,
    )
    assert chat.page.evaluate(CLIPPED) == []
    chat.find_offers()
    chat.chip("3 Jahre").click()
    assert chat.page.evaluate(CLIPPED) == []
    assert chat.page.evaluate(OVERFLOW) == []


def test_the_chat_is_no_trap_beside_a_page(chat: Chat) -> None:
    chat.open()
    outside = chat.page.locator("family-guide:not(:focus-within)")
    for _ in range(MANY_KEYS):
        chat.page.keyboard.press("Tab")
        if outside.count():
            return
    raise AssertionError("Tab never leaves the chat")
