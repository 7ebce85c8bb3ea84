"""One sentence in a real browser against the real stack."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, NewContext

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SENTENCE = "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
def test_one_sentence_finds_help_for_a_three_year_old(
    stack_url: str, new_context: NewContext, size: tuple[int, int], screenshots: Path
) -> None:
    page = new_context(size).new_page()
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    page.goto(stack_url)
    chat = Chat(page)
    chat.launcher.click()
    expect(chat.log.get_by_role("paragraph").first).to_be_visible()

    chat.say(SENTENCE)

    expect(chat.cards.first).to_be_visible()
    topics = chat.cards.evaluate_all("(cards) => cards.map((card) => card.dataset.topics)")
    assert any("development" in of_card.split() for of_card in topics)
    expect(chat.chip("3 Jahre")).to_be_visible()
    expect(chat.chip("Sterkrade")).to_be_visible()
    expect(chat.understood.locator("[data-kind^=need]").first).to_be_visible()
    assert [url for url in foreign if not url.startswith(stack_url)] == []
    picture = screenshots / f"conversation-{size[0]}.png"
    page.screenshot(path=picture)
    print(picture)
