"""The widget in a page of another site, and the files it is made of."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.widget import router
from tests.browser.chat import Chat
from tests.browser.conftest import PHONE, NewContext, Watch
from tests.browser.fake_city import FakeCity

BY_SCRIPT = '<script type="module" src="{0}/widget.js" data-family-guide data-lang="de"></script>'
BY_ELEMENT = (
    '<family-guide lang="de"></family-guide><script type="module" src="{0}/widget.js"></script>'
)
TWICE = BY_SCRIPT + BY_SCRIPT

LOADED = "() => performance.getEntriesByType('resource').map(({ name }) => name)"


@pytest.fixture(scope="module")
def files() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


@pytest.mark.browser
@pytest.mark.parametrize(
    "markup", [BY_SCRIPT, BY_ELEMENT, TWICE], ids=["by script", "by element", "twice"]
)
def test_another_site_embeds_it_under_a_strict_policy(
    markup: str, city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    city.embedding = markup.format(city.url)
    page.goto(f"{city.other_url}/embedding")
    chat = Chat(page).open().find_offers()
    expect(chat.dialog).to_have_css("position", "fixed")  # the styles are there
    expect(page.locator("family-guide")).to_have_count(1)
    assert refused == []


@pytest.mark.browser
def test_the_page_needs_nothing_that_its_policy_forbids(
    city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    answer = page.goto(city.url)
    assert answer is not None
    assert "trusted-types 'none'" in answer.headers["content-security-policy"]
    Chat(page).open().find_offers()
    assert refused == []


@pytest.mark.browser
def test_the_launcher_says_when_the_chat_cannot_be_loaded_and_tries_again(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()
    chat.page.context.set_offline(True)
    chat.launcher.click()
    launcher = chat.page.get_by_role("region", name="Angebote finden")
    expect(launcher.get_by_role("status")).to_contain_text("Bitte prüfen Sie Ihr Internet.")
    chat.page.context.set_offline(False)
    chat.launcher.click()
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    expect(chat.page.locator("family-guide").get_by_role("status").first).to_be_empty()


@pytest.mark.browser
def test_a_question_of_the_page_is_not_lost_when_the_chat_is_loaded_late(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()
    chat.page.context.set_offline(True)
    chat.page.get_by_role("button", name="Geld und Unterstützung").click()
    expect(chat.page.get_by_text("Bitte prüfen Sie Ihr Internet.")).to_be_visible()
    chat.page.context.set_offline(False)
    chat.launcher.click()
    expect(chat.log).to_contain_text("Das Geld reicht nicht für die Klassenfahrt.")


@pytest.mark.browser
def test_nothing_but_the_launcher_is_loaded_before_it_is_needed(
    visit: Callable[..., Chat],
) -> None:
    chat = visit(PHONE, has_touch=True)
    expect(chat.launcher).to_be_visible()
    assert not any(name.endswith("/guide.js") for name in chat.page.evaluate(LOADED))
    chat.open()
    assert any(name.endswith("/guide.js") for name in chat.page.evaluate(LOADED))


def test_modules_may_be_imported_by_any_site(files: TestClient) -> None:
    for path in ("/widget.js", "/widget/element.js", "/widget/strings.de.json"):
        answer = files.get(path)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/widget.js", "text/javascript; charset=utf-8"),
        ("/widget/widget.css", "text/css; charset=utf-8"),
        ("/widget/strings.de.json", "application/json"),
        ("/pages/icon.svg", "image/svg+xml"),
    ],
)
def test_files_say_what_they_are(files: TestClient, path: str, media_type: str) -> None:
    assert files.get(path).headers["content-type"] == media_type


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_an_unchanged_file_is_not_sent_again(files: TestClient, form: str) -> None:
    etag = files.get("/widget.js").headers["etag"]
    again = files.get("/widget.js", headers={"If-None-Match": form.format(etag)})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == etag


def test_a_changed_file_is_sent(files: TestClient) -> None:
    answer = files.get("/widget.js", headers={"If-None-Match": '"older"'})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["/widget/nothing.js", "/widget/..%2f..%2froutes.py", "/pages/%2e%2e%2froutes.py"]
)
def test_nothing_else_is_served(files: TestClient, path: str) -> None:
    assert files.get(path).status_code == 404
