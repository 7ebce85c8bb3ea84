"""Offers, answers and families may write what they like: the widget shows it and does nothing."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

import api.widget
from tests.browser import cast
from tests.browser.chat import Chat

pytestmark = pytest.mark.browser

WIDGET = Path(api.widget.__file__).parent / "static"

# What could run, load or be followed, as it came to stand in the widget.
FOUND = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  const all = [...root.querySelectorAll("*")];
  return {
    tags: [...new Set(all.map((element) => element.localName))],
    handlers: all.flatMap((element) => element.getAttributeNames())
      .filter((name) => name.startsWith("on") || ["srcdoc", "src"].includes(name)),
    links: all.filter((element) => element.localName === "a")
      .map((element) => element.getAttribute("href")),
    text: root.querySelector("section").textContent,
  };
}"""

# fmt: off
OWN_TAGS = {
    "a", "bdi", "button", "dd", "dialog", "div", "dl", "dt", "fieldset", "form", "h2", "h3",
    "h4", "header", "hr", "input", "label", "legend", "li", "link", "option", "p", "path",
    "section", "select", "small", "span", "strong", "svg", "textarea", "ul",
}
# fmt: on


@pytest.fixture
def attacked(chat: Chat) -> Chat:
    """The whole conversation of hostile words, and after a reload once more."""
    chat.page.on("dialog", lambda dialog: pytest.fail(f"it says {dialog.message}"))
    chat.open()
    chat.say(cast.HOSTILE_WORDS)
    expect(chat.cards).to_have_count(len(cast.HOSTILE_MATCHES))
    chat.page.reload()
    expect(chat.cards).to_have_count(len(cast.HOSTILE_MATCHES))
    return chat


def test_nothing_hostile_runs_loads_or_is_followed(attacked: Chat) -> None:
    found = attacked.page.evaluate(FOUND)
    assert set(found["tags"]) <= OWN_TAGS
    assert found["handlers"] == []
    assert {urlsplit(link).scheme for link in found["links"]} <= {"http", "https", "tel", "mailto"}
    assert "broken" not in attacked.page.title()


def test_all_of_it_is_shown_as_it_was_written(attacked: Chat) -> None:
    for text in cast.MARKUP:
        expect(attacked.cards.get_by_role("heading", name=text).first).to_be_visible()
        expect(attacked.log).to_contain_text(text)


def test_a_number_calls_nothing_but_digits(attacked: Chat) -> None:
    links = attacked.page.evaluate(FOUND)["links"]
    numbers = [link for link in links if link.startswith("tel:")]
    assert len(numbers) >= len(cast.HOSTILE_MATCHES)
    assert all(re.fullmatch(r"tel:\+?\d+", number) for number in numbers)


def test_mail_goes_to_one_address_alone(attacked: Chat) -> None:
    links = attacked.page.evaluate(FOUND)["links"]
    letters = {link for link in links if link.startswith("mailto:")}
    assert len(letters) >= 1
    assert not any(re.search(r"[?&]|@.*@", letter) for letter in letters)


def test_no_text_turns_the_letters_beside_it(attacked: Chat) -> None:
    assert "\u202e" in cast.TURNED
    shown = attacked.page.evaluate(FOUND)["text"]
    assert "moc.live//:sptth" in shown
    assert not re.search("[\u202a-\u202e]", shown)
    expect(attacked.chip("moc.live")).to_be_visible()


def test_the_widget_never_makes_markup_of_text() -> None:
    """On a page whose own policy is weak, too, where Trusted Types watch over nothing."""
    makes_markup = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function"
        r"|createContextualFragment|DOMParser|setHTMLUnsafe"
    )
    modules = list(WIDGET.rglob("*.js"))
    assert len(modules) > 10
    for module in modules:
        assert not makes_markup.search(module.read_text(encoding="utf-8")), module.name
