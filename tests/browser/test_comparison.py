"""Two offers side by side."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import cast
from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import SMALL_PHONE
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser

ONE, OTHER = "Frühförderung am Volksgarten", "Sprachzwerge"


def choose(chat: Chat, name: str) -> Locator:
    button = chat.card(name).get_by_role("button", name="Vergleichen")
    button.press("Enter")
    return button


def layer(chat: Chat) -> Locator:
    return chat.page.get_by_role("dialog", name="Zwei Angebote im Vergleich")


def fact(chat: Chat, label: str) -> Locator:
    heading = chat.page.get_by_role("rowheader", name=label)
    return layer(chat).get_by_role("rowgroup").filter(has=heading)


@pytest.fixture
def compared(chat: Chat) -> Chat:
    chat.open().find_offers()
    choose(chat, ONE)
    choose(chat, OTHER)
    expect(layer(chat)).to_be_visible()
    return chat


def test_the_first_choice_says_that_another_is_wanted(chat: Chat) -> None:
    chat.open().find_offers()
    first = choose(chat, ONE)
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_have_accessible_name(f"Vergleichen zu {ONE}")
    expect(chat.status).to_have_text(
        "Wählen Sie noch ein Angebot. Dann sehen Sie beide nebeneinander."
    )
    expect(chat.card(ONE).get_by_text("Wählen Sie noch ein Angebot.")).to_be_visible()
    first.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(chat.card(ONE).get_by_text("Wählen Sie noch ein Angebot.")).to_be_hidden()
    choose(chat, OTHER)
    expect(layer(chat)).to_have_count(0)


def test_it_tells_in_words_where_they_differ(compared: Chat) -> None:
    expect(layer(compared).get_by_role("columnheader")).to_have_text(
        [ONE, "Sprachzwerge: Spielgruppe für Kinder, die spät sprechen"]
    )
    for label, mark, values in (
        ("Kosten", " verschieden", ["kostenlos", "3 Euro je Treffen"]),
        ("Anmeldung", " verschieden", ["bitte vorher anrufen", "keine Anmeldung nötig"]),
        ("Sprachen", " verschieden", ["Deutsch und Türkisch", "Deutsch"]),
        ("Ort", " bei beiden gleich", ["Gartenweg 12, 46145 Oberhausen (Sterkrade)"]),
        ("Barrierefrei", " bei beiden gleich", ["ja"]),
        ("Alter", " bei beiden gleich", ["für Kinder von 0 bis 6 Jahren"]),
        ("Wartezeit", "", ["vier bis sechs Wochen", "nicht bekannt"]),
        (
            "Öffnungszeiten",
            "",
            ["Mo. bis Fr. 8:30 bis 12 Uhram 1. Sa. ab 10 Uhr", "nicht bekannt"],
        ),
    ):
        row = fact(compared, label)
        expect(row.get_by_role("rowheader")).to_have_text(f"{label}{mark}")
        expect(row.get_by_role("cell")).to_have_text(values)
    reasons = fact(compared, "Warum es passt").get_by_role("cell")
    expect(reasons.nth(1)).to_have_text("für Kinder bis 6 Jahreetwa 2,3 km von Sterkrade")
    expect(fact(compared, "Kontakt").get_by_role("link")).to_have_count(5)


def test_what_nobody_knows_of_either_stands_once(chat: Chat, city: FakeCity) -> None:
    city.offers = [
        cast.HELPLINE.model_copy(update={"id": name, "name": name, "barrier_free": "unknown"})
        for name in (ONE, OTHER)
    ]
    chat.open().say("Zeigen")
    choose(chat, ONE)
    choose(chat, OTHER)
    for label in ("Wartezeit", "Barrierefrei"):
        expect(fact(chat, label).get_by_role("rowheader")).to_have_text(label)
        expect(fact(chat, label).get_by_role("cell")).to_have_text(["nicht bekannt"])


def test_what_is_unknown_of_one_is_no_difference(chat: Chat, city: FakeCity) -> None:
    unknown = {"cost": "unknown", "cost_text": "Kosten nicht bekannt", "barrier_free": "unknown"}
    city.offers = [
        cast.HELPLINE.model_copy(update={"id": ONE, "name": ONE}),
        cast.HELPLINE.model_copy(update={"id": OTHER, "name": OTHER} | unknown),
    ]
    chat.open().say("Zeigen")
    choose(chat, ONE)
    choose(chat, OTHER)
    for label in ("Kosten", "Barrierefrei"):
        expect(fact(chat, label).get_by_role("rowheader")).to_have_text(label)
    expect(fact(chat, "Kosten").get_by_role("cell")).to_have_text(
        ["kostenlos", "Kosten nicht bekannt"]
    )


def test_the_focus_moves_in_and_returns(compared: Chat) -> None:
    expect(layer(compared).get_by_role("button", name="Schließen").first).to_be_focused()
    compared.page.keyboard.press("Escape")
    expect(layer(compared)).to_have_count(0)
    expect(compared.dialog).to_be_visible()
    button = compared.card(OTHER).get_by_role("button", name="Vergleichen")
    expect(button).to_be_focused()
    for name in (ONE, OTHER):
        pressed = compared.card(name).get_by_role("button", name="Vergleichen")
        expect(pressed).to_have_attribute("aria-pressed", "false")


def test_it_stays_on_top_when_the_page_is_zoomed(compared: Chat) -> None:
    compared.page.set_viewport_size({"width": 600, "height": 450})
    close = layer(compared).get_by_role("button", name="Schließen").first
    expect(close).to_be_focused()
    close.click()
    expect(layer(compared)).to_have_count(0)
    expect(compared.dialog).to_be_visible()


def test_it_can_be_closed_at_its_end_too(compared: Chat) -> None:
    layer(compared).get_by_role("button", name="Schließen").last.click()
    expect(layer(compared)).to_have_count(0)
    expect(compared.dialog).to_be_visible()


def test_a_choice_outlives_a_change_of_language(chat: Chat) -> None:
    chat.open().find_offers()
    choose(chat, ONE)
    chat.page.get_by_label("Sprache").select_option("en")
    expect(chat.log).to_have_count(0)  # it has an English name now
    cards = chat.page.get_by_role("log").get_by_role("listitem")
    cards.filter(has_text=OTHER).get_by_role("button", name="Vergleichen").click()
    expect(layer(chat)).to_be_visible()


def test_a_choice_is_gone_with_its_conversation(chat: Chat) -> None:
    chat.open().find_offers()
    choose(chat, ONE)
    chat.choose_in_menu("Neu anfangen")
    chat.confirm("Neu anfangen")
    expect(chat.cards).to_have_count(0)
    expect(chat.log).to_contain_text("Worum geht es?")
    chat.find_offers()
    second = choose(chat, OTHER)
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(layer(chat)).to_have_count(0)


@pytest.mark.parametrize("size", [SMALL_PHONE, (320, 256)], ids=["phone", "400 %"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_the_smallest_phone_without_scrolling_sideways(
    visit: Callable[..., Chat], size: tuple[int, int], scheme: str
) -> None:
    chat = visit(size, color_scheme=scheme)
    chat.open().find_offers()
    choose(chat, ONE)
    choose(chat, OTHER)
    wide = layer(chat).evaluate("(dialog) => dialog.scrollWidth > dialog.clientWidth")
    assert wide is False
    assert violations(chat.page) == []


def test_hostile_offers_are_compared_as_they_are_written(chat: Chat, city: FakeCity) -> None:
    city.offers = cast.HOSTILE_OFFERS
    chat.open().say("Zeigen")
    for number in (1, 3):
        chat.cards.nth(number).get_by_role("button").filter(has_text="Vergleichen").click()
    expect(layer(chat).get_by_role("columnheader")).to_have_text(
        [cast.MARKUP[1], cast.MARKUP[3]], use_inner_text=False
    )
    assert "broken" not in chat.page.title()
