"""Offers and danger, as a family sees them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser import cast
from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


def test_a_card_says_what_why_and_what_it_costs(chat: Chat) -> None:
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    expect(card).to_contain_text("Verein für kleine Schritte")
    expect(card).to_contain_text("Warum es passt")
    expect(card.get_by_role("listitem")).to_have_text(
        [
            "für Kinder von 0 bis 6 Jahren",
            "Thema Entwicklung und Frühförderung",
            "in Sterkrade",
            "Wartezeit: vier bis sechs Wochen",
        ]
    )
    expect(card).to_contain_text("Gut zu wissen")
    expect(card).to_contain_text("kostenlos")
    expect(card).to_contain_text("bitte vorher anrufen")
    expect(card).to_contain_text("Gartenweg 12, 46145 Oberhausen (Sterkrade)")


def test_a_card_leads_to_telephone_mail_and_website(chat: Chat) -> None:
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    call = card.get_by_role("link", name="Anrufen: 0208 000-1234")
    expect(call).to_have_attribute("href", "tel:02080001234")
    card.get_by_role("button", name="Mehr lesen").click()
    mail = card.get_by_role("link", name="E-Mail schreiben")
    expect(mail).to_have_attribute("href", "mailto:hallo@kleine-schritte.example")
    site = card.get_by_role("link", name="Internetseite")
    expect(site).to_have_attribute("href", "https://kleine-schritte.example/hilfe")
    expect(site).to_have_attribute("target", "_blank")
    expect(site).to_have_attribute("rel", "noopener noreferrer")
    expect(site).to_have_accessible_name(
        "Internetseite zu Frühförderung am Volksgarten (öffnet sich in einem neuen Fenster)"
    )


def test_a_card_keeps_details_for_who_wants_to_read_more(chat: Chat) -> None:
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    more = card.get_by_role("button", name="Mehr lesen zu Frühförderung am Volksgarten")
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(card.get_by_text("Öffnungszeiten")).to_be_hidden()
    more.click()
    less = card.get_by_role("button", name="Weniger zeigen")
    expect(less).to_have_attribute("aria-expanded", "true")
    for fact in (
        "Mo. bis Fr. 8:30 bis 12 Uhr",
        "am 1. Sa. ab 10 Uhr",
        "Deutsch und Türkisch",
        "Familien mit Kindern bis zur Einschulung",
        "März 2025",
    ):
        expect(card.get_by_text(fact, exact=True)).to_be_visible()
    less.click()
    expect(card.get_by_text("Öffnungszeiten")).to_be_hidden()


def test_unconfirmed_facts_are_marked_once(chat: Chat) -> None:
    chat.open().find_offers()
    warning = "Angaben noch nicht bestätigt"
    card = chat.card("Sprachzwerge")
    expect(card.get_by_text(warning)).to_have_count(1)
    expect(card).to_contain_text("bitte vorher anrufen")
    expect(chat.card("Frühförderung").get_by_text(warning)).to_have_count(0)


def test_unfolding_keeps_the_focus_where_it_is_and_in_sight(chat: Chat) -> None:
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    card.get_by_role("button", name="Mehr lesen").press("Enter")
    less = card.get_by_role("button", name="Weniger zeigen")
    expect(less).to_be_focused()
    expect(less).to_be_in_viewport(ratio=1)


DATED = {
    "Monat": ({"facts_as_of": "2025-03"}, "Stand", "März 2025"),
    "Tag": ({"facts_as_of": "2025-03-09"}, "Stand", "9. März 2025"),
    "Jahr": ({"facts_as_of": "2019"}, "Stand", "2019"),
    "Keiner": ({"facts_as_of": "2025-13"}, "Stand", "2025-13"),
    "Notiz": ({"facts_as_of": "2018 (E-Mail 2025)"}, "Stand", "2018 (E-Mail 2025)"),
    "Bestätigt": (
        {"facts_as_of": "2012", "verified_at": "2026-03-09T10:00:00+01:00"},
        "Zuletzt bestätigt",
        "9. März 2026",
    ),
}


def test_how_fresh_facts_are_is_told_as_a_date(chat: Chat, city: FakeCity) -> None:
    chat.page.clock.set_fixed_time(datetime(2026, 11, 1, tzinfo=UTC))
    city.offers = [
        cast.HELPLINE.model_copy(update={"name": name, "id": name} | changes)
        for name, (changes, _, _) in DATED.items()
    ]
    chat.open().say("Zeigen")
    for name, (_, label, date) in DATED.items():
        card = chat.card(name)
        card.get_by_role("button", name="Mehr lesen").click()
        expect(card.locator(".facts > div").filter(has_text=label)).to_have_text(f"{label}{date}")
        warnings = int(name in {"Jahr", "Notiz"})
        expect(card.get_by_text("schon einige Jahre alt")).to_have_count(warnings)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ar", ["الألمانية والتركية", "نعم", "مارس 2025"]),
        ("de-simple", ["Deutsch und Türkisch", "ja", "März 2025"]),
        ("tr", ["Almanca ve Türkçe", "evet", "Mart 2025"]),
    ],
)
def test_lists_and_dates_are_in_the_language_of_the_family(
    visit: Callable[..., Chat], code: str, words: list[str]
) -> None:
    chat = visit()
    chat.open()
    chat.page.get_by_label("Sprache").select_option(code)
    expect(chat.page.get_by_role("log")).to_contain_text("Gut, ich habe das geändert.")
    field = chat.page.locator("family-guide textarea")
    field.fill(cast.SENTENCE)
    field.press("Enter")
    card = chat.page.get_by_role("log").get_by_role("listitem").filter(has_text="Volksgarten")
    card.locator("[aria-expanded]").click()
    for word in words:
        expect(card.get_by_role("definition").filter(has_text=word)).to_have_count(1)


def test_a_card_says_that_it_is_open_and_what_there_is_like_it(chat: Chat) -> None:
    card = chat.open().find_offers().card("Sprachzwerge")
    expect(card.get_by_text("Jetzt geöffnet bis 16 Uhr")).to_be_visible()
    expect(card.get_by_text("jetzt für Sie da")).to_have_count(0)
    expect(card.get_by_text("Es gibt noch 5 ähnliche Angebote")).to_be_visible()


def test_a_card_of_yesterday_does_not_say_open_now(chat: Chat) -> None:
    chat.open().find_offers()
    expect(chat.card("Elterntelefon")).to_be_visible()
    expect(chat.card("Elterntelefon").get_by_text("Jetzt geöffnet")).to_have_count(0)


def test_open_now_ends_when_it_closes_while_the_card_is_read(chat: Chat, city: FakeCity) -> None:
    chat.page.clock.install(time=datetime(2026, 11, 2, 14, 59, tzinfo=UTC))
    closing = datetime(2026, 11, 2, 15, tzinfo=UTC)
    city.reach = cast.OPEN_FOR_LONG.model_copy(update={"closes_at": closing})
    city.offers = [cast.HELPLINE]
    chat.open().say("Zeigen")
    hint = chat.card("Elterntelefon").get_by_text("Jetzt geöffnet bis 16 Uhr")
    expect(hint).to_be_visible()
    chat.page.clock.run_for(61_000)
    expect(hint).to_have_count(0)


def test_an_address_is_copied_and_that_is_said(visit: Callable[..., Chat]) -> None:
    chat = visit(permissions=["clipboard-read", "clipboard-write"])
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    card.get_by_role("button", name="Mehr lesen").click()
    card.get_by_role("button", name="Adresse kopieren").click()
    expect(chat.status).to_have_text("Adresse kopiert")
    copied = card.get_by_role("button", name="Adresse kopiert zu Frühförderung am Volksgarten")
    expect(copied).to_be_focused()
    assert chat.page.evaluate("navigator.clipboard.readText()") == "Gartenweg 12, 46145 Oberhausen"


def test_where_copying_is_refused_the_address_is_selected(chat: Chat) -> None:
    chat.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    card = chat.open().find_offers().card("Frühförderung am Volksgarten")
    card.get_by_role("button", name="Mehr lesen").click()
    card.get_by_role("button", name="Adresse kopieren").click()
    expect(chat.status).to_have_text("Die Adresse ist markiert. Sie können sie jetzt kopieren.")
    assert chat.page.evaluate("getSelection().toString()") == "Gartenweg 12, 46145 Oberhausen"


def test_a_confidential_address_is_neither_shown_nor_copied(chat: Chat, city: FakeCity) -> None:
    city.offers = [cast.EARLY_HELP.model_copy(update={"name": "Zuflucht", "address": None})]
    chat.open().say("Zeigen")
    card = chat.card("Zuflucht")
    card.get_by_role("button", name="Mehr lesen").click()
    expect(card.get_by_role("button", name="Adresse kopieren")).to_have_count(0)
    expect(card.get_by_text("Gartenweg")).to_have_count(0)


def test_what_is_unknown_is_left_out(chat: Chat) -> None:
    card = chat.open().find_offers().card("Elterntelefon")
    expect(card.get_by_text("Ort", exact=True)).to_have_count(0)
    expect(card.get_by_role("link")).to_have_count(1)
    expect(card.get_by_text("Gut zu wissen")).to_have_count(0)
    group = chat.card("Sprachzwerge")
    group.get_by_role("button", name="Mehr lesen").click()
    expect(group.get_by_text("Für wen")).to_be_visible()
    expect(group.get_by_text("Öffnungszeiten")).to_have_count(0)


def test_a_card_of_few_facts_has_no_empty_labels(chat: Chat) -> None:
    chat.open()
    chat.say("Nähen")
    card = chat.card("Nähtreff")
    card.get_by_role("button", name="Mehr lesen").click()
    expect(card.get_by_text("Nähtreff", exact=True)).to_have_count(1)
    expect(card.get_by_role("term")).to_have_text(["Kosten", "Anmeldung", "Ort", "Barrierefrei"])
    expect(card.get_by_role("definition")).to_have_text(
        ["Kosten nicht bekannt", "Anmeldung bitte erfragen", "Oberhausen", "nicht bekannt"]
    )
    expect(card.get_by_text("Gut zu wissen")).to_have_count(0)


def test_a_card_carries_its_language_and_topics(chat: Chat) -> None:
    card = chat.open().find_offers().card("Sprachzwerge")
    expect(card).to_have_attribute("data-topics", "development childcare")
    expect(card.get_by_text("Singen, Reime")).to_have_attribute("lang", "de")


def test_the_beginning_of_the_answer_is_in_sight(chat: Chat) -> None:
    chat.open().find_offers()
    expect(chat.log.get_by_text("Das könnte Ihnen helfen:")).to_be_in_viewport()
    expect(chat.page.get_by_role("heading", name="Frühförderung")).to_be_in_viewport()


def test_danger_is_answered_with_numbers_to_call(chat: Chat) -> None:
    chat.open()
    chat.say("Ich habe Angst")
    expect(chat.log).to_contain_text("Sie sind nicht allein.")
    emergency = chat.log.get_by_role("link", name="Anrufen: Notruf 112")
    expect(emergency).to_have_attribute("href", "tel:112")
    helpline = chat.log.get_by_role("link", name="Anrufen: Hilfetelefon 0800 000 000")
    expect(helpline).to_have_attribute("href", "tel:0800000000")
    box = emergency.bounding_box()
    assert box is not None
    assert box["height"] >= 56
