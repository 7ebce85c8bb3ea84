"""How little the widget asks for: bytes, requests, origins. Times are measured by `make bench`."""

import pytest
from playwright.sync_api import expect

from api.widget.packing import Widget, pack_widget
from api.widget.routes import SOURCES
from bot.languages import LANGUAGES
from tests.browser.chat import Chat
from tests.browser.conftest import NewContext, Watch
from tests.browser.fake_city import FakeCity
from tests.browser.traffic import Traffic

EVERYTHING_BYTES = 30_000
LAUNCHER_BYTES = 5_000
LAUNCHER = (
    '<family-guide lang="{1}"></family-guide><script type="module" src="{0}/widget.js"></script>'
)
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"


@pytest.fixture(scope="module")
def widget() -> Widget:
    return pack_widget(SOURCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_there_is_weighs_less_than_30_kb(widget: Widget, language: str) -> None:
    """In bytes gzipped, parts that hardly anybody opens counted in."""
    foreign = {f"strings.{code}.json" for code in LANGUAGES if code != language}
    needed = [packed for name, packed in widget.files.items() if name not in foreign]
    total = sum(len(packed.gzipped) for packed in (widget.definition, *needed))
    assert total < EVERYTHING_BYTES


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_loads_before_anybody_opens_it_weighs_less_than_5_kb(
    city: FakeCity, watch: Watch, new_context: NewContext, language: str
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    page.add_init_script(SAVES_DATA)  # the rest is not fetched in advance
    traffic = Traffic(page)
    city.embedding = LAUNCHER.format(city.url, language)
    page.goto(f"{city.other_url}/embedding")
    expect(page.get_by_role("button")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sum(transfer.body_bytes for transfer in traffic.of_widget) < LAUNCHER_BYTES
    assert len(traffic.of_widget) == 3


@pytest.mark.browser
def test_a_whole_conversation_asks_this_server_alone(
    city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    traffic = Traffic(page)
    page.goto(city.url)
    whole_conversation(Chat(page))
    assert traffic.origins == {city.url}
    assert len(traffic.sent) > 10


@pytest.mark.browser
def test_a_second_visit_asks_for_widget_js_alone(
    city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    context = new_context()
    for _ in range(2):
        page = context.new_page()
        watch.follow(page)
        traffic = Traffic(page)
        page.goto(city.url)
        Chat(page).open().find_offers()
        page.close()
    assert [transfer.path for transfer in traffic.of_widget] == ["/widget.js"]
    assert traffic.of_widget[0].body_bytes == 0


def whole_conversation(chat: Chat) -> None:
    chat.open().find_offers()
    chat.cards.first.get_by_role("button", name="Mehr lesen").click()
    chat.chip("3 Jahre").click()
    chat.page.keyboard.press("Escape")
    chat.say("Was ist OGS?")
    expect(chat.log).to_contain_text("Quelle")
    chat.say("Ich habe Angst")
    expect(chat.log).to_contain_text("112")
    chat.dialog.get_by_role("combobox", name="Sprache").select_option("ar")
    expect(chat.page.get_by_role("dialog")).to_have_attribute("aria-labelledby", "title")
