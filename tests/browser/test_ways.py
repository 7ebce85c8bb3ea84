"""Three ways into a conversation, and a person at any time."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

HUMAN = "Mit einem Menschen sprechen"


def ways(chat: Chat) -> Locator:
    return chat.page.get_by_role("region", name="So können Sie anfangen")


def way(chat: Chat, name: str) -> Locator:
    return ways(chat).get_by_role("button", name=name)


def test_the_field_is_one_of_the_ways(chat: Chat) -> None:
    chat.open()
    way(chat, "Selbst schreiben").click()
    expect(chat.input).to_be_focused()


def test_a_topic_is_picked_from_its_group(chat: Chat, city: FakeCity) -> None:
    chat.open()
    topics = way(chat, "Thema wählen")
    expect(topics).to_have_attribute("aria-expanded", "false")
    topics.click()
    expect(topics).to_have_attribute("aria-expanded", "true")
    expect(ways(chat).get_by_role("heading", level=4)).to_have_text(["Oft gefragt", "Gesundheit"])
    ways(chat).get_by_role("button", name="Geld und Leistungen").click()
    expect(chat.log).to_contain_text("Sie schreiben: Geld und Leistungen")
    expect(chat.log).to_contain_text("Gern. Wie alt ist Ihr Kind?")
    expect(ways(chat)).to_be_hidden()
    expect(chat.input).to_be_focused()
    assert city.heard == ["topic:money"]


def test_a_phase_of_childhood_is_picked_with_its_ages(chat: Chat, city: FakeCity) -> None:
    chat.open()
    way(chat, "Thema wählen").click()
    way(chat, "Lebensphase wählen").click()
    expect(way(chat, "Thema wählen")).to_have_attribute("aria-expanded", "false")
    ways(chat).get_by_role("button", name="Kita-Kind 3 bis 5 Jahre").click()
    expect(chat.log).to_contain_text("Sie schreiben: Kita-Kind")
    assert city.heard == ["phase:kita"]


def test_escape_closes_a_list_and_keeps_the_chat(chat: Chat) -> None:
    chat.open()
    way(chat, "Lebensphase wählen").click()
    chat.page.keyboard.press("Escape")
    expect(way(chat, "Lebensphase wählen")).to_be_focused()
    expect(way(chat, "Kita-Kind")).to_be_hidden()
    expect(chat.dialog).to_be_visible()


def test_the_ways_go_once_something_was_written_and_stay_away(chat: Chat) -> None:
    chat.open()
    expect(ways(chat)).to_be_visible()
    chat.say("Hallo")
    expect(ways(chat)).to_be_hidden()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    chat.page.reload()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    expect(ways(chat)).to_be_hidden()


def test_a_reload_before_the_first_message_shows_them_again(chat: Chat) -> None:
    chat.open()
    chat.page.reload()
    expect(way(chat, "Thema wählen")).to_be_visible()


def test_a_new_start_brings_them_back(chat: Chat) -> None:
    chat.open().find_offers()
    chat.choose_in_menu("Neu anfangen")
    chat.confirm("Neu anfangen")
    expect(way(chat, "Thema wählen")).to_be_visible()


def test_after_deletion_they_wait_for_a_new_conversation(chat: Chat) -> None:
    chat.open()
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    expect(ways(chat)).to_be_hidden()
    chat.page.get_by_role("button", name="Neues Gespräch beginnen").click()
    expect(way(chat, "Thema wählen")).to_be_visible()


def test_they_follow_the_language(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_label("Sprache").select_option("English")
    expect(chat.page.get_by_role("region", name="How you can begin")).to_be_visible()
    expect(ways(chat)).to_have_count(0)


def test_a_person_is_asked_for_before_anything_else(chat: Chat, city: FakeCity) -> None:
    chat.open()
    way(chat, HUMAN).click()
    expect(chat.log).to_contain_text(f"Sie schreiben: {HUMAN}")
    expect(chat.log).to_contain_text("Rufen Sie gern an.")
    assert city.heard == ["human"]


def test_a_person_is_asked_for_from_the_menu_at_any_time(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    chat.choose_in_menu(HUMAN)
    expect(chat.log).to_contain_text("Rufen Sie gern an.")
    assert city.heard[-1] == "human"


def test_the_new_start_that_is_offered_asks_as_the_menu_does(chat: Chat, city: FakeCity) -> None:
    chat.open()
    way(chat, HUMAN).click()
    chat.log.get_by_role("button", name="Neu anfangen").click()
    chat.confirm("Neu anfangen")
    expect(chat.log).not_to_contain_text("Rufen Sie gern an.")
    expect(way(chat, "Thema wählen")).to_be_visible()
    assert city.heard == ["human"]


def test_a_choice_waits_for_the_answer_under_way(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.may_answer.clear()
    chat.say("eins")
    chat.choose_in_menu(HUMAN)
    expect(chat.status).to_have_text("Einen Moment bitte. Die Antwort kommt gleich.")
    city.may_answer.set()
    expect(chat.log).to_contain_text("Wie alt ist Ihr Kind?")
    assert city.heard == ["eins"]
