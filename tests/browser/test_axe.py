"""axe-core finds nothing in any state of the chat; the tests of other pages ask it too."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.axe import results, violations
from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

PHONE_VIEW = {"size": PHONE, "has_touch": True, "is_mobile": True}

VIEWS: dict[str, dict[str, Any]] = {
    "desktop": {"size": DESKTOP},
    "Arabic phone": PHONE_VIEW,
    "dark phone": PHONE_VIEW | {"color_scheme": "dark"},
    "high contrast": {"size": DESKTOP, "contrast": "more"},
    "200 %": {"size": SMALL_PHONE},
}


def beginning(chat: Chat) -> Iterator[str]:
    yield "greeting"
    for way in ("topic", "phase"):
        chat.way(way).click()
        yield f"list of a {way}"
    # Closed by their buttons: Escape pressed three times leaves the page.
    chat.way("phase").click()
    chat.button("menu", exact=True).click()
    yield "menu"
    chat.button("menu", exact=True).click()
    chat.choose_in_menu(chat.words("comfort.action"))
    yield "display"
    chat.button("comfort.done", exact=True).click()


def offers(chat: Chat, city: FakeCity) -> Iterator[str]:
    city.may_answer.clear()
    chat.say(cast.SENTENCE)
    expect(chat.status).to_have_text(chat.words("typing"))
    yield "waiting"
    city.may_answer.set()
    expect(chat.cards).to_have_count(len(cast.DEVELOPMENT_MATCHES))
    yield "cards"
    card = chat.card(cast.EARLY_HELP.name)
    card.get_by_role("button", name=chat.words("card.more")).click()
    card.get_by_role("button", name=chat.words("card.feedback.fits")).first.click()
    expect(chat.status).to_have_text(chat.words("card.feedback.thanks"))
    yield "details and thanks"
    for name in ("3 Jahre", "Sterkrade", chat.words("wishes.free"), "Entwicklung"):
        chat.chip(name).click()
        yield f"editor of {name}"
    chat.chip("3 Jahre").click()
    chat.page.get_by_label(chat.words("chips.age"), exact=True).fill("99")
    chat.button("chips.save", exact=True).click()
    yield "an age that cannot be"
    chat.chip(chat.words("chips.add")).click()
    yield "what can be added"
    chat.button("cancel").locator("visible=true").click()
    for offer in (cast.EARLY_HELP, cast.SPEECH_GROUP):
        compare = chat.words("compare.action")
        chat.card(offer.name).get_by_role("button", name=compare).press("Enter")
    expect(chat.page.get_by_role("dialog", name=chat.words("compare.title"))).to_be_visible()
    yield "comparison"
    chat.page.keyboard.press("Escape")


def trouble(chat: Chat, city: FakeCity) -> Iterator[str]:
    chat.say("Ich habe Angst")
    banner = chat.page.get_by_role("region", name=chat.words("crisis.title"))
    expect(banner).to_be_visible()
    yield "danger"
    banner.get_by_role("button", name=chat.words("crisis.show")).click()
    yield "everyone to call"
    chat.input.fill("x" * 1001)
    yield "too long"
    city.refusals.append(503)
    chat.say("Hallo")
    expect(chat.retry).to_be_visible()
    yield "not sent"
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(chat.words("network.offline")).first).to_be_visible()
    yield "offline"
    chat.choose_in_menu(chat.words("delete.action"))
    yield "question before deletion"


@pytest.mark.parametrize("view", VIEWS)
def test_it_finds_nothing_in_a_whole_conversation(
    visit: Callable[..., Chat], city: FakeCity, view: str
) -> None:
    chat = visit(**VIEWS[view])
    expect(chat.launcher).to_be_visible()
    found = {"closed": violations(chat.page)}
    chat.open()
    if view == "200 %":
        chat.choose_in_menu(chat.words("comfort.action"))
        chat.page.get_by_role("radio", name="200 %").check()
        chat.button("comfort.done", exact=True).click()
    if view == "Arabic phone":
        chat = chat.speak("ar")
    for part in (beginning(chat), offers(chat, city), trouble(chat, city)):
        for state in part:
            found[state] = violations(chat.page)
    assert [f"{state}: {line}" for state, lines in found.items() for line in lines] == []


def test_every_rule_for_the_criteria_runs(chat: Chat) -> None:
    rules = set(results(chat.page)["ids"])
    # Some of those that a run without a list of rules leaves out.
    assert {"target-size", "label-content-name-mismatch", "css-orientation-lock"} <= rules


def test_what_is_faulty_is_found(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()
    chat.launcher.evaluate("(button) => button.replaceChildren()")
    assert any(line.startswith("button-name") for line in violations(chat.page))
