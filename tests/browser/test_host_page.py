"""What a page may set on the widget, is told by it, and is never disturbed by."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.conftest import NewContext, Watch
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

SCRIPT = '<script type="module" src="{0}/widget.js"></script>'

RECORD_EVENTS = """() => {
  window.told = [];
  const names = ["open", "close", "turn", "offers", "crisis", "deleted"];
  for (const name of names.map((each) => `guide-${each}`)) {
    document.addEventListener(name, ({ detail }) => window.told.push([name, detail]));
  }
}"""

# Whatever reaches the page from inside the widget, with all that is in it.
OVERHEAR = """() => {
  window.heard = [];
  for (const name of ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "paste",
      "copy", "submit", "invalid", "formdata"]) {
    const hear = ({ key = "" }) => window.heard.push(`${name} ${key}`.trim());
    window.addEventListener(name, hear);
  }
}"""

Embed = Callable[..., Page]


@pytest.fixture
def embed(city: FakeCity, watch: Watch, new_context: NewContext) -> Embed:
    """A page of another site under a strict policy, with `markup` in it; what it logs is kept."""

    def open_page(markup: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        watch.follow(page)
        page.on("console", lambda message: logged.append(message.text))
        city.embedding = markup + SCRIPT.format(city.url)
        page.goto(f"{city.other_url}/embedding")
        return page

    logged: list[str] = []
    open_page.__dict__["logged"] = logged
    return open_page


def launcher(page: Page, name: str = "Angebote finden") -> Locator:
    return page.get_by_role("button", name=name)


def color_of(place: Locator, name: str) -> str:
    return str(place.evaluate(f"(element) => getComputedStyle(element)['{name}']"))


def test_tells_the_page_what_happens_and_never_what_was_said(embed: Embed) -> None:
    page = embed("<family-guide></family-guide>")
    page.evaluate(RECORD_EVENTS)
    chat = Chat(page).open().find_offers()
    chat.choose_in_menu("Gespräch löschen")
    chat.confirm("Löschen")
    expect(chat.log).to_contain_text("Ihr Gespräch ist gelöscht.")
    page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    offers = [match.offer.id for match in cast.DEVELOPMENT_MATCHES]
    assert page.evaluate("window.told") == [
        ["guide-open", None],
        ["guide-turn", {"number": 1, "types": ["text", "quick_replies"]}],
        ["guide-turn", {"number": 2, "types": ["text", "offers", "quick_replies"]}],
        ["guide-offers", {"ids": offers}],
        ["guide-deleted", None],
        ["guide-close", None],
    ]


def test_the_page_cannot_tell_danger_from_any_other_answer(embed: Embed) -> None:
    page = embed("<family-guide></family-guide>")
    chat = Chat(page).open()
    page.evaluate(RECORD_EVENTS)
    chat.say("Ich habe Angst")
    expect(chat.log).to_contain_text("112")
    chat.find_offers()
    assert page.evaluate("window.told") == [
        ["guide-turn", {"number": 2, "types": ["text"]}],
        ["guide-turn", {"number": 3, "types": ["text"]}],
    ]


def test_what_is_typed_does_not_reach_the_page(embed: Embed) -> None:
    page = embed("<family-guide></family-guide>")
    chat = Chat(page).open()
    page.evaluate(OVERHEAR)
    page.keyboard.type("Wir")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")
    expect(chat.log).to_contain_text("Wir")
    page.keyboard.press("Tab")
    assert set(page.evaluate("window.heard")) == {"keydown Tab", "keyup Tab"}


def test_a_form_around_it_is_not_sent_checked_or_changed(embed: Embed) -> None:
    page = embed(
        "<form action=/nowhere><input name=a value=b><input name=c required>"
        "<family-guide></family-guide><button>Los</button></form>"
    )
    page.evaluate(OVERHEAR)
    chat = Chat(page).open().find_offers()
    chat.chip("3 Jahre").click()
    page.get_by_label("Alter").fill("4")
    page.get_by_label("Alter").press("Enter")
    expect(chat.chip("4 Jahre")).to_be_visible()
    assert page.evaluate("window.heard") == []
    assert page.evaluate("[...new FormData(document.forms[0]).keys()]") == ["a", "c"]
    assert page.evaluate("document.forms[0].elements.length") == 3
    assert page.url.endswith("/embedding")


def test_two_on_a_page_are_two_conversations_and_stay_so(embed: Embed, city: FakeCity) -> None:
    page = embed("<family-guide inline></family-guide><family-guide lang=en></family-guide>")
    inline, other = page.locator("family-guide").first, page.locator("family-guide").last
    expect(inline.get_by_role("log")).to_contain_text("Worum geht es?")
    launcher(page, "Find services").click()
    expect(other.get_by_role("log")).to_contain_text("Worum geht es?")
    other.get_by_label("Your message").fill("Hallo")
    other.get_by_label("Your message").press("Enter")
    expect(other.get_by_role("log")).to_contain_text("Wie alt ist Ihr Kind?")
    assert len(city.conversations) == 2
    page.reload()
    expect(other.get_by_role("log")).to_contain_text("Wie alt ist Ihr Kind?")
    expect(inline.get_by_role("log")).to_contain_text("Worum geht es?")
    expect(inline.get_by_role("log")).not_to_contain_text("Wie alt ist Ihr Kind?")
    assert len(city.conversations) == 2


def test_escape_in_one_of_two_closes_that_one(embed: Embed) -> None:
    page = embed(
        "<family-guide position=start></family-guide><family-guide lang=en></family-guide>"
    )
    launcher(page).click()
    launcher(page, "Find services").click()
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Your message")).to_be_hidden()
    expect(page.get_by_label("Ihre Nachricht")).to_be_visible()


def test_stands_in_the_corner_that_the_page_says(embed: Embed) -> None:
    page = embed("<family-guide position=start></family-guide>")
    guide = page.locator("family-guide")
    box = launcher(page).bounding_box()
    assert box is not None
    assert box["x"] < 100
    launcher(page).click()
    panel = page.get_by_role("dialog").bounding_box()
    assert panel is not None
    assert panel["x"] < 100
    guide.evaluate("(element) => element.setAttribute('position', 'end')")
    moved = page.get_by_role("dialog").bounding_box()
    assert moved is not None
    assert moved["x"] > 600


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#7a1f4b", "#ffcc00", "#000000", "#ffffff", "#1e90ff"])
def test_any_colour_gives_readable_text(embed: Embed, colour: str, scheme: str) -> None:
    page = embed(f"<family-guide color={colour}></family-guide>", color_scheme=scheme)
    contrasts = [contrast(launcher(page), "color", "backgroundColor")]
    chat = Chat(page).open()
    reply = page.get_by_role("button", name="Themen zeigen")
    header = page.get_by_label("Sprache")
    chat.say("Hallo")
    own = chat.log.get_by_text("Hallo").locator("xpath=ancestor::div[1]")
    contrasts += [
        contrast(place, "color", "backgroundColor")
        for place in (chat.send, header, own, reply)
        if place.is_visible()
    ]
    assert len(contrasts) >= 4
    assert min(contrasts) >= 4.5


def contrast(place: Locator, one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lights = sorted(_luminance(color_of(place, name)) for name in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.strip("rgb()").split(",")]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_colour_can_be_changed_and_taken_away(embed: Embed) -> None:
    page = embed("<family-guide></family-guide>")
    usual = color_of(launcher(page), "backgroundColor")
    guide = page.locator("family-guide")
    guide.evaluate("(element) => element.setAttribute('color', '#7a1f4b')")
    expect(launcher(page)).to_have_css("background-color", "rgb(122, 31, 75)")
    guide.evaluate("(element) => element.removeAttribute('color')")
    expect(launcher(page)).to_have_css("background-color", usual)


def test_greets_with_the_pages_own_words_as_text(embed: Embed) -> None:
    page = embed('<family-guide start-text="<b>Neu</b> in Holten?"></family-guide>')
    chat = Chat(page).open()
    expect(chat.dialog.get_by_text("<b>Neu</b> in Holten?")).to_be_visible()
    page.locator("family-guide").evaluate(
        "(element) => element.setAttribute('start-text', 'Guten Abend!')"
    )
    expect(chat.dialog.get_by_text("Guten Abend!")).to_be_visible()


def test_follows_the_language_of_the_page(embed: Embed, city: FakeCity) -> None:
    page = embed("<family-guide lang=de></family-guide>")
    expect(launcher(page)).to_be_visible()
    guide = page.locator("family-guide")
    guide.evaluate("(element) => (element.lang = 'en')")
    launcher(page, "Find services").click()
    expect(page.get_by_role("log")).to_contain_text("Worum geht es?")
    guide.evaluate("(element) => (element.lang = 'tr')")
    expect(page.get_by_label("Mesajınız")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("Gut, ich habe das geändert.")
    assert [patch.language for patch in city.patches] == ["tr"]


@pytest.mark.parametrize(
    ("context", "age", "child"),
    [
        ("childcare, money", "3", (36, 47)),
        ("childcare", "8m", (8, 8)),
        ("childcare", "unborn", (-9, -1)),
    ],
)
def test_begins_with_the_topics_and_the_age_a_page_is_about(
    embed: Embed, city: FakeCity, context: str, age: str, child: tuple[int, int]
) -> None:
    page = embed(f'<family-guide context="{context}" context-age={age}></family-guide>')
    Chat(page).open()
    expect(page.get_by_role("region", name="Das habe ich verstanden")).to_be_visible()
    (patch,) = city.patches
    assert patch.needs == context.split(", ")
    assert [(each.age_min_months, each.age_max_months) for each in patch.children] == [child]


def test_a_context_the_server_refuses_does_not_stop_the_conversation(
    embed: Embed,
) -> None:
    page = embed("<family-guide context=unheard-of></family-guide>")
    page.route("**/profile", lambda route: route.fulfill(status=422, json={"detail": "unbekannt"}))
    chat = Chat(page).open()
    expect(chat.failure).to_be_empty()
    chat.find_offers()


@pytest.mark.parametrize(
    ("attribute", "told"),
    [
        ("lang=d", "write de-simple"),
        ("position=left", "write start or end"),
        ("color=red", "write #7a1f4b"),
        ('context="Kita &amp; Co"', "write childcare, money"),
        ("context-age=3-5", "write 3, 8m or unborn"),
        ("api=lotse.example", "write https://lotse.example"),
    ],
)
def test_says_in_the_console_what_it_does_not_understand(
    embed: Embed, attribute: str, told: str
) -> None:
    page = embed(f"<family-guide {attribute}></family-guide>")
    Chat(page).open()
    (warning,) = embed.__dict__["logged"]
    assert warning.startswith("family-guide: ")
    assert told in warning


def test_a_script_tag_can_say_all_that_the_element_can(
    city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = new_context().new_page()
    watch.follow(page)
    city.embedding = (
        f'<main><script type="module" src="{city.url}/widget.js" data-family-guide data-inline '
        'data-lang="en" data-start-text="Hello" data-color="#7a1f4b"></script></main>'
    )
    page.goto(f"{city.other_url}/embedding")
    inline = page.locator("main > family-guide")
    expect(inline.get_by_role("log", name="Conversation")).to_contain_text("Worum geht es?")
    expect(inline.get_by_text("Hello")).to_be_visible()


def test_is_fetched_while_the_page_is_idle_unless_data_are_to_be_saved(
    embed: Embed, city: FakeCity, watch: Watch, new_context: NewContext
) -> None:
    page = embed("<family-guide></family-guide>")
    with page.expect_request("**/guide.js"):
        expect(launcher(page)).to_be_visible()
    assert city.conversations == {}
    saving = new_context()
    saving.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page = saving.new_page()
    watch.follow(page)
    page.add_init_script("window.requestIdleCallback = () => (window.wasIdle = true)")
    page.goto(f"{city.other_url}/embedding")
    expect(launcher(page)).to_be_visible()
    page.wait_for_timeout(4500)
    assert page.evaluate("window.wasIdle") is None
