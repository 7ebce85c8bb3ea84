"""Leaving quickly: nothing of the conversation is left on screen, in the tab or on the server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import PHONE, SMALL_PHONE, NewContext
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

Visit = Callable[..., Chat]
STORED = "Object.keys(sessionStorage).filter((key) => key.startsWith('family-guide'))"

SHOWN = "[getComputedStyle(document.documentElement).display, document.title]"


@pytest.fixture
def chat(visit: Visit) -> Chat:
    return with_exit(visit())


def set_exit(page: Page, address: str) -> None:
    guide = page.locator("family-guide")
    guide.evaluate("(guide, address) => guide.setAttribute('exit', address)", address)


def with_exit(chat: Chat) -> Chat:
    set_exit(chat.page, "/harmless")
    chat.page.route("**/harmless", lambda route: route.fulfill(body="harmless"))
    return chat


def leave(page: Page) -> None:
    page.get_by_role("button", name="Schnell verlassen").click(no_wait_after=True)


def is_left(page: Page, city: FakeCity) -> None:
    page.wait_for_url("**/harmless")
    assert page.evaluate(STORED) == []
    assert city.is_empty.wait(15)


def test_one_press_removes_the_conversation_everywhere(chat: Chat, city: FakeCity) -> None:
    chat.open().find_offers()
    assert len(city.conversations) == 1
    entries = chat.page.evaluate("history.length")
    leave(chat.page)
    is_left(chat.page, city)
    assert chat.page.evaluate("history.length") == entries
    chat.page.go_back()
    expect(chat.page).not_to_have_url(city.url + "/")


def test_escape_three_times_does_the_same(chat: Chat, city: FakeCity) -> None:
    chat.open()
    for _ in range(3):
        chat.page.keyboard.press("Escape")
    is_left(chat.page, city)


def test_escape_three_times_leaves_from_a_question_above_the_chat_too(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    chat.choose_in_menu("Gespräch löschen")
    for _ in range(3):
        chat.page.keyboard.press("Escape")
    is_left(chat.page, city)


def test_escape_does_nothing_where_the_chat_is_not_open_or_the_key_is_held(
    chat: Chat, city: FakeCity
) -> None:
    chat.open()
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    for _ in range(4):
        chat.page.keyboard.press("Escape")
    chat.open()
    for _ in range(4):
        chat.page.keyboard.down("Escape")  # the second and later ones repeat
    chat.page.keyboard.up("Escape")
    expect(chat.launcher).to_be_focused()
    assert len(city.conversations) == 1


def test_it_works_in_the_middle_of_a_turn(chat: Chat, city: FakeCity) -> None:
    chat.open()
    city.may_answer.clear()
    chat.say("Hallo")
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    leave(chat.page)
    chat.page.wait_for_url("**/harmless")
    city.may_answer.set()
    is_left(chat.page, city)


def test_it_works_offline_as_far_as_it_can(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    leave(chat.page)
    chat.page.wait_for_url("**/harmless")  # answered by the route, as a cache would
    assert chat.page.evaluate(STORED) == []


def test_everything_is_hidden_before_the_other_page_has_come(chat: Chat) -> None:
    chat.open()
    chat.input.fill("nicht gesendet")
    chat.page.unroute("**/harmless")
    chat.page.route("**/harmless", lambda route: route.fulfill(status=204))  # it never comes
    leave(chat.page)
    display, title = chat.page.evaluate(SHOWN)
    assert (display, title) == ("none", "…")
    assert chat.page.evaluate(STORED) == []


def test_what_comes_in_late_is_not_kept(chat: Chat) -> None:
    chat.page.unroute("**/harmless")
    chat.page.route("**/harmless", lambda route: route.fulfill(status=204))
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    chat.page.route("**/api/conversations", hold)
    with chat.page.expect_request("**/api/conversations"):
        chat.launcher.click()
    leave(chat.page)
    with chat.page.expect_response("**/api/conversations") as answered:
        late[0].continue_()
    answered.value.finished()
    assert chat.page.evaluate(STORED) == []


def test_all_chats_of_the_page_are_left_with_one(visit: Visit, city: FakeCity) -> None:
    chat = with_exit(visit())
    chat.open()
    chat.page.evaluate("document.body.append(document.querySelector('family-guide').cloneNode())")
    second = chat.page.locator("family-guide").nth(1)
    second.get_by_role("button", name="Angebote finden").click()
    expect(second.get_by_role("log")).to_contain_text("Worum geht es?")
    assert len(city.conversations) == 2
    second.get_by_role("button", name="Schnell verlassen").click()
    is_left(chat.page, city)


@pytest.mark.parametrize("exit_address", [None, "javascript:alert(1)", "http://"])
def test_without_a_good_address_the_weather_follows(
    city: FakeCity, new_context: NewContext, exit_address: str | None
) -> None:
    page = new_context().new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    referrers: list[str | None] = []

    def weather(route: Route) -> None:
        referrers.append(route.request.headers.get("referer"))
        route.fulfill(body="Wetter")

    page.route("https://www.dwd.de/", weather)
    page.goto(city.url)
    if exit_address is not None:
        set_exit(page, exit_address)
    Chat(page).open()
    leave(page)
    page.wait_for_url("https://www.dwd.de/")
    assert referrers == [None]
    assert any("is no address of a page" in text for text in told) == (exit_address is not None)


@pytest.mark.parametrize("size", [(320, 256), SMALL_PHONE, PHONE], ids=["400 %", "320", "390"])
def test_it_is_always_in_reach(visit: Visit, size: tuple[int, int]) -> None:
    chat = visit(size)
    chat.open().find_offers()
    chat.cards.last.scroll_into_view_if_needed()
    button = chat.page.get_by_role("button", name="Schnell verlassen")
    expect(button).to_be_in_viewport(ratio=1)
    expect(button).to_have_accessible_description(
        "Löscht das Gespräch und öffnet sofort eine andere Seite. "
        "Das geht auch, wenn Sie dreimal schnell Esc drücken."
    )
