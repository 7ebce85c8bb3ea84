"""Turns, quick replies, reload, new start, deletion, and what happens when something fails."""

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.conftest import Watch
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


def test_shows_what_was_said_and_what_is_answered(chat: Chat) -> None:
    chat.open()
    chat.say("Hallo")
    expect(chat.log).to_contain_text("Sie schreiben: Hallo")
    expect(chat.log).to_contain_text("Familienlotse: Gern. Wie alt ist Ihr Kind?")
    expect(chat.input).to_have_value("")


def test_a_text_in_another_language_is_marked(chat: Chat) -> None:
    chat.open()
    chat.say("Details")
    expect(chat.page.get_by_text("Lesen für alle")).to_have_attribute("lang", "de")


def test_a_quick_reply_sends_its_payload_and_then_goes(chat: Chat, city: FakeCity) -> None:
    chat.open()
    reply = chat.page.get_by_role("button", name="Kita und Tagespflege", exact=True).last
    reply.click()
    expect(chat.log).to_contain_text("Sie schreiben: Kita und Tagespflege")
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(chat.page.get_by_role("group", name="Antworten zum Antippen")).to_have_count(0)
    expect(chat.input).to_be_focused()
    assert city.heard == ["topic:childcare"]


def test_the_source_of_an_answer_is_a_link(chat: Chat) -> None:
    chat.open()
    chat.say(cast.QUESTION)
    source = chat.log.get_by_role("link", name="Quelle: § 24 SGB VIII, Stand 2025")
    expect(source).to_have_attribute("href", cast.LAW)
    expect(source).to_have_attribute("rel", "noopener noreferrer")


def test_waits_for_an_answer_before_it_sends_again(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.may_answer.clear()
    chat.say("eins")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    expect(chat.send).to_have_attribute("aria-disabled", "true")
    chat.say("zwei")
    expect(chat.status).to_have_text("Einen Moment bitte. Die Antwort kommt gleich.")
    expect(chat.input).to_have_value("zwei")
    city.may_answer.set()
    expect(chat.send).to_have_attribute("aria-disabled", "false")
    chat.send.click()
    expect(chat.log.get_by_text("Wie alt ist Ihr Kind?")).to_have_count(2)
    assert city.heard == ["eins", "zwei"]


def test_blank_text_is_not_sent(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.say("   \n ")
    chat.say("da")
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.heard == ["da"]


def test_says_how_much_too_long_a_text_is_and_keeps_it(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.input.fill("😀" * 950)
    expect(chat.dialog.get_by_text("Noch 50 Zeichen").first).to_be_visible()
    chat.input.fill("😀" * 1001)
    message = "1 Zeichen zu viel. Bitte kürzen Sie Ihre Nachricht ein wenig."
    expect(chat.input).to_have_accessible_description(message)
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    chat.input.press("Enter")
    expect(chat.status).to_have_text(message)
    expect(chat.input).to_have_value("😀" * 1001)
    chat.say("😀" * 1000)
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.heard == ["😀" * 1000]


def test_a_reload_goes_on_where_it_was(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    chat.page.reload()
    expect(chat.dialog).to_be_visible()
    expect(chat.cards).to_have_count(3)
    expect(chat.chip("3 Jahre")).to_be_visible()
    expect(chat.log).to_contain_text(f"Sie schreiben: {cast.SENTENCE}")
    expect(chat.page.get_by_role("button", name="Mehr zeigen")).to_be_in_viewport()
    assert len(city.conversations) == 1


def test_what_was_heard_before_a_reload_is_not_read_aloud_again(chat: Chat) -> None:
    chat.open().find_offers()
    chat.page.reload()
    expect(chat.cards).to_have_count(3)
    expect(chat.log).to_have_attribute("aria-live", "off")
    chat.say("Hallo")
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_another_tab_finds_nothing_of_it(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    other = Chat(chat.page.context.new_page())
    other.page.goto(city.url)
    other.open()
    expect(other.cards).to_have_count(0)
    assert len(city.conversations) == 2


def test_nothing_is_begun_before_the_chat_is_opened(chat: Chat, city: FakeCity) -> None:
    expect(chat.launcher).to_be_visible()
    assert city.conversations == {}


def test_deletes_after_a_question(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    chat.choose_in_menu("Gespräch löschen")
    expect(chat.page.get_by_role("alertdialog", name="Gespräch löschen?")).to_be_visible()
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    expect(chat.cards).to_have_count(0)
    expect(chat.understood).to_be_hidden()
    assert city.conversations == {}
    chat.page.get_by_role("button", name="Neues Gespräch beginnen").click()
    expect(chat.log).to_contain_text("Worum geht es?")


def test_keeps_the_conversation_when_the_question_is_declined(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    chat.choose_in_menu("Gespräch löschen")
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("alertdialog")).to_be_hidden()
    expect(chat.dialog).to_be_visible()
    expect(chat.cards).to_have_count(3)
    assert len(city.conversations) == 1


def test_a_deletion_waits_for_the_answer_under_way(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.may_answer.clear()
    chat.say("Hallo")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    city.may_answer.set()
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    assert city.conversations == {}


def test_deletes_when_the_dialogue_has_asked(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.say("Tschüss")
    chat.page.get_by_role("button", name="Ja, löschen").click()
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    assert city.conversations == {}


def test_writing_after_deletion_begins_a_new_conversation(chat: Chat, city: FakeCity) -> None:
    chat.open()
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    chat.find_offers()
    assert len(city.conversations) == 1


def test_a_new_start_forgets_the_old_conversation(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    (before,) = city.conversations
    chat.choose_in_menu("Neu anfangen")
    chat.confirm("Neu anfangen")
    expect(chat.cards).to_have_count(0)
    expect(chat.log).to_contain_text("Worum geht es?")
    expect(chat.understood).to_be_hidden()
    (after,) = city.conversations
    assert after != before


def test_a_conversation_that_is_gone_begins_anew_after_a_reload(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.conversations.clear()
    chat.page.reload()
    expect(chat.log).to_contain_text("Ihr voriges Gespräch ist nicht mehr gespeichert.")
    expect(chat.log).to_contain_text("Worum geht es?")


def test_words_sent_to_a_conversation_that_is_gone_are_answered(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.conversations.clear()
    chat.find_offers()
    expect(chat.log).to_contain_text("Ihr voriges Gespräch ist nicht mehr gespeichert.")
    expect(chat.log).to_contain_text(f"Sie schreiben: {cast.SENTENCE}")
    assert city.heard == [cast.SENTENCE]


def test_after_a_failure_the_same_words_are_sent_again(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(503)
    chat.say("Hallo")
    expect(chat.failure).to_contain_text("Das hat gerade nicht geklappt.")
    chat.retry.click()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(chat.failure).to_be_empty()
    expect(chat.log.get_by_text("Hallo")).to_have_count(1)
    expect(chat.input).to_be_focused()
    assert city.heard == ["Hallo"]


def test_an_answer_lost_on_its_way_is_fetched_not_asked_for_twice(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    city.lost_answers = 1
    chat.say("Hallo")
    chat.retry.click()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.heard == ["Hallo"]


def test_can_begin_when_the_server_comes_back(chat: Chat) -> None:
    chat.page.route("**/api/**", lambda route: route.abort())
    chat.launcher.click()
    expect(chat.failure).to_contain_text("Die Verbindung klappt gerade nicht.")
    chat.page.unroute("**/api/**")
    chat.retry.click()
    expect(chat.log).to_contain_text("Worum geht es?")


def test_shows_the_servers_own_sentence_when_a_text_is_refused(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.refusals.append(422)
    chat.say("Hallo")
    expect(chat.failure).to_have_text("Das ist ein Satz vom Server.")
    expect(chat.retry).to_have_count(0)


def test_a_page_of_a_proxy_is_no_answer(chat: Chat) -> None:
    chat.open()
    chat.page.route("**/messages", lambda route: route.fulfill(status=200, body="<html>"))
    chat.say("Hallo")
    expect(chat.failure).to_contain_text("Die Verbindung klappt gerade nicht.")


def test_an_answer_it_cannot_show_is_not_passed_over(chat: Chat, watch: Watch) -> None:
    chat.open()
    nonsense = {"messages": [{"id": 9, "author": "bot", "type": "hologram"}], "profile": None}
    chat.page.route("**/messages", lambda route: route.fulfill(json=nonsense))
    chat.say("Hallo")
    expect(chat.failure).to_contain_text("Das hat gerade nicht geklappt.")
    assert len(watch.errors) == 1
    watch.errors.clear()
