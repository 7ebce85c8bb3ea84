"""Nothing that was typed is lost: offline, slow, refused, reloaded."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

OFFLINE = "Sie sind offline. Was Sie schreiben, bleibt hier stehen."
SLOW = "Das dauert gerade länger. Bitte bleiben Sie hier."
UNSENT = "Nicht gesendet"
KEPT = "Object.entries(sessionStorage).join()"


def unsent(chat: Chat) -> Locator:
    """The messages that are marked as such, in their order."""
    return chat.log.locator(".message").filter(has_text=UNSENT)


def shown(chat: Chat, text: str) -> Locator:
    """What can be seen; the status says it to screen readers too."""
    return chat.dialog.locator("p:not([role])").filter(has_text=text)


def test_being_offline_is_told_and_taken_back(chat: Chat) -> None:
    chat.open()
    expect(shown(chat, OFFLINE)).to_be_hidden()
    chat.page.context.set_offline(True)
    expect(shown(chat, OFFLINE)).to_be_visible()
    expect(chat.status).to_contain_text(OFFLINE)
    chat.page.context.set_offline(False)
    expect(shown(chat, OFFLINE)).to_be_hidden()
    expect(chat.status).to_have_text("Sie sind wieder verbunden.")


def test_what_was_written_offline_goes_by_itself_once_online(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.say("eins")
    expect(unsent(chat)).to_have_count(1)
    chat.say("zwei")
    expect(unsent(chat)).to_have_count(2)
    expect(chat.failure).to_be_empty()
    chat.page.context.set_offline(False)
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(2)
    expect(unsent(chat)).to_have_count(0)
    assert city.heard == ["eins", "zwei"]


def test_the_retry_stands_at_the_message_that_was_not_sent(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("eins")
    expect(unsent(chat)).to_contain_text("eins")
    expect(chat.failure).to_contain_text("Das hat gerade nicht geklappt.")
    chat.say("zwei")
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    unsent(chat).get_by_role("button", name="Noch einmal versuchen").click()
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(2)
    expect(unsent(chat)).to_have_count(0)
    expect(chat.input).to_be_focused()
    own = chat.log.locator(".message").filter(has_text="Sie schreiben:")
    expect(own).to_have_text([re.compile("zwei"), re.compile("eins")])
    assert city.heard == ["zwei", "eins"]


def test_what_the_server_refuses_stays_to_be_read(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(422)
    chat.say("Hallo")
    expect(unsent(chat)).to_contain_text("Hallo")
    expect(unsent(chat).get_by_role("button")).to_have_count(0)


def test_too_many_messages_go_on_after_the_pause_that_is_told(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(429)
    city.refusal_headers["Retry-After"] = "2"
    chat.say("Hallo")
    expect(chat.failure).to_have_text(
        "Das waren viele Nachrichten auf einmal. Es geht von selbst weiter: in 2 Sekunden."
        " In Not rufen Sie 112 an."
    )
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(chat.failure).to_be_empty()
    assert city.heard == ["Hallo"]


def test_a_slow_answer_is_told_and_awaited(chat: Chat, city: FakeCity) -> None:
    chat.page.clock.install()
    chat.open()
    city.may_answer.clear()
    chat.say("Hallo")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    expect(shown(chat, SLOW)).to_be_hidden()
    chat.page.clock.fast_forward(5000)
    expect(shown(chat, SLOW)).to_be_visible()
    expect(chat.status).to_have_text(SLOW)
    city.may_answer.set()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(shown(chat, SLOW)).to_be_hidden()
    expect(chat.status).to_be_empty()


def test_a_person_can_be_asked_for_while_the_dialogue_is_away(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("Hallo")
    chat.failure.get_by_role("button", name="Mit einem Menschen sprechen").click()
    expect(chat.log).to_contain_text("Rufen Sie gern an.")
    assert city.heard == ["human"]


def test_a_message_that_was_not_sent_follows_the_language(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("Hallo")
    expect(unsent(chat)).to_be_visible()
    chat.page.get_by_label("Sprache").select_option("English")
    message = chat.page.get_by_role("log").locator(".failed")
    expect(chat.page.get_by_role("log", name="Conversation")).to_be_visible()
    message.get_by_role("button", name="Noch einmal versuchen").click()
    expect(message).to_have_count(0)
    expect(chat.page.get_by_role("log")).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.heard == ["Hallo"]


def test_a_reload_keeps_what_was_not_sent_yet(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("eins")
    expect(unsent(chat)).to_be_visible()
    chat.input.fill("zwei")
    assert "zwei" not in str(chat.page.evaluate(KEPT))
    chat.page.reload()
    expect(chat.input).to_have_value("eins\nzwei")
    assert "zwei" not in str(chat.page.evaluate(KEPT))


def test_after_danger_nothing_that_was_typed_is_kept(chat: Chat) -> None:
    chat.open()
    chat.say("Ich habe Angst")
    banner = chat.page.get_by_role("region", name="Hier ist sofort jemand für Sie da")
    expect(banner).to_be_visible()
    chat.input.fill("er kommt gleich")
    chat.page.reload()
    expect(banner).to_be_visible()
    expect(chat.input).to_have_value("")


def test_deletion_takes_what_was_not_sent_with_it(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("eins")
    expect(unsent(chat)).to_be_visible()
    chat.input.fill("zwei")
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    expect(chat.input).to_have_value("")
    chat.page.context.set_offline(True)
    chat.page.context.set_offline(False)
    expect(chat.status).to_have_text("Sie sind wieder verbunden.")
    chat.page.reload()
    expect(chat.log).to_contain_text("Worum geht es?")
    expect(chat.input).to_have_value("")
    assert city.heard == []


def test_a_beginning_that_failed_offline_happens_once_online(chat: Chat) -> None:
    chat.launcher.hover()  # loads what a chat consists of
    chat.page.wait_for_load_state("networkidle")
    chat.page.context.set_offline(True)
    chat.launcher.click()
    expect(chat.failure).to_contain_text("Die Verbindung klappt gerade nicht.")
    chat.page.context.set_offline(False)
    expect(chat.log).to_contain_text("Worum geht es?")
    expect(chat.failure).to_be_empty()
