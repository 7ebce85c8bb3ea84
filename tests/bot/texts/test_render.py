"""Matches in the shape of the contract, each reason and miss worded in German."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.texts import catalogue
from bot.texts.hours import opening_in_words
from bot.texts.render import described, render_match, steps_in_words
from bot.texts.terms import language_in_words, length_in_words
from index.city import City, load_city
from index.reach import LEVELS, Opening, Reach
from index.search import Match, Reason
from index.search.request import NEAR, SPOKEN, WISHES
from tests.index.cast import CITY, offer

GERMAN = catalogue("de")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))
NOT_KNOWN = Opening()


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(CITY)


def rendered(city: City, **parts: Any) -> dict[str, Any]:
    match = Match(offer(), score=0.5, reasons=(), misses=())
    return render_match(replace(match, **parts), "de", city)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("age", {"min_months": 0, "max_months": 36}), "für Kinder von 0 bis 3 Jahren"),
        (Reason("district", {"district": "holten"}), "in Holten"),
        (
            Reason("distance", {"metres": 900, "district": "holten"}),
            "in Holten, etwa 900 m von der Mitte Ihres Stadtteils",
        ),
        (Reason("sozialraum", {"district": "holten"}), "in Ihrem Teil von Oberhausen: Holten"),
        (
            Reason("neighbouring", {"district": "holten"}),
            "in einem benachbarten Teil von Oberhausen: Holten",
        ),
        (Reason("speaks", {"language": "tr"}), "spricht Türkisch"),
        (
            Reason("open_now", {"until": "2026-11-23T16:30:00+01:00"}),
            "jetzt für Sie da bis 16:30 Uhr",
        ),
        (Reason("bridge", {}), "hilft schon heute, bis ein Termin frei ist"),
    ],
)
def test_reasons_are_said(city: City, reason: Reason, said: str) -> None:
    (given,) = rendered(city, reasons=(reason,))["reasons"]

    assert given == {"kind": reason.kind, "text": said}


@pytest.mark.parametrize(
    ("miss", "said"),
    [
        (Reason("age", {"min_months": 72}), "erst ab 6 Jahren"),
        (Reason("age", {"min_months": 0}), "erst nach der Geburt"),
        (Reason("age", {"max_months": 12}), "nur bis zu 1 Jahr"),
        (Reason("far", {"district": "holten"}), "weiter weg: Holten"),
        (Reason("language_unknown", {"language": "uk"}), "ob jemand Ukrainisch spricht, ist nicht"),
        (Reason("registration", {}), "nur mit Anmeldung"),
    ],
)
def test_misses_are_said(city: City, miss: Reason, said: str) -> None:
    (given,) = rendered(city, misses=(miss,))["misses"]

    assert given["kind"] == miss.kind
    assert given["text"].startswith(said)


def test_reach_is_told_as_the_contract_says(city: City) -> None:
    closes = MONDAY.replace(hour=16)
    reach = Reach("home", 900, "source", Opening(open_now=True, closes_at=closes), MONDAY)

    assert rendered(city, reach=reach, alike=3)["alike"] == 3
    assert rendered(city, reach=reach)["reach"] == {
        "level": "home",
        "distance_m": 900,
        "certainty": "source",
        "open_now": True,
        "closes_at": "2026-11-23T16:00:00+01:00",
        "opens_at": None,
        "opening_text": "Jetzt geöffnet bis 16 Uhr",
    }


def test_reach_of_a_confidential_address_is_null(city: City) -> None:
    assert rendered(city, reach=None)["reach"] is None


@pytest.mark.parametrize(
    ("opening", "by_phone", "said"),
    [
        (Opening(True, closes_at=MONDAY.replace(hour=20)), True, "Jetzt erreichbar bis 20 Uhr"),
        (Opening(False, opens_at=MONDAY.replace(hour=9)), False, "Öffnet heute um 9 Uhr"),
        (Opening(False, opens_at=MONDAY.replace(hour=9)), True, "Heute ab 9 Uhr erreichbar"),
        (
            Opening(False, opens_at=MONDAY.replace(day=26, hour=9, minute=30)),
            False,
            "Öffnet wieder am Donnerstag um 9:30 Uhr",
        ),
        (
            Opening(False, opens_at=MONDAY.replace(month=12, day=9)),
            True,
            "Wieder erreichbar am 9. Dezember um 8 Uhr",
        ),
        (Opening(True), False, None),
        (Opening(False), False, None),
        (NOT_KNOWN, False, None),
    ],
)
def test_opening_is_said(opening: Opening, by_phone: bool, said: str | None) -> None:
    assert opening_in_words(opening, MONDAY, GERMAN, by_phone=by_phone) == said


@pytest.mark.parametrize(
    ("metres", "said"), [(100, "100 m"), (900, "900 m"), (1000, "1 km"), (2500, "2,5 km")]
)
def test_lengths_are_said(metres: int, said: str) -> None:
    assert length_in_words(metres, GERMAN) == said


def test_a_language_without_a_name_is_said_by_its_code() -> None:
    assert language_in_words("tr", GERMAN) == "Türkisch"
    assert language_in_words("xqz", GERMAN) == "xqz"


@pytest.mark.parametrize("step", [*LEVELS[1:], "age", "needs", *sorted(WISHES - {NEAR}), SPOKEN])
def test_everything_that_is_let_go_can_be_said(step: str, city: City) -> None:
    assert len(steps_in_words([step], GERMAN, city)) == 1


def test_the_last_step_is_said_and_every_wish(city: City) -> None:
    said = steps_in_words(["sozialraum", "city", "free", "language"], GERMAN, city)

    assert [text.split()[:3] for text in said] == [
        ["In", "Ihrer", "Nähe"],
        ["Ich", "kenne", "dazu"],
        ["Ich", "weiß", "von"],
    ]


@pytest.mark.parametrize(
    ("language", "text", "told_in"),
    [
        ("tr", "Bebekler emekliyor.", "tr"),
        ("de", "Babys krabbeln, Eltern trinken Kaffee und lernen andere kennen.", "de"),
        ("pl", "Babys krabbeln, Eltern trinken Kaffee und lernen andere kennen.", "de"),
    ],
)
def test_a_description_is_given_in_the_language_asked_for_else_in_german(
    language: str, text: str, told_in: str
) -> None:
    translated = offer(descriptions={"tr": "Bebekler emekliyor."})

    assert described(translated, language) == (text, told_in)
