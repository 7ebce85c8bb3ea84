"""What is typed behind `lotse search`, and what a person reads then."""

from datetime import datetime
from typing import Any

import pytest
import typer

from api.cli.search_query import search_query
from api.cli.search_text import answer_as_text
from api.offers.schemas import Match
from api.search.schemas import SearchAnswer, SearchQuery, Understood
from api.search.understanding import QueryReader
from bot.texts import catalogue
from bot.texts.render import render_match
from index.city import City
from index.offers.bare import bare_offer
from index.offers.record import Offer
from index.reach import reach_of
from index.search import Match as Found
from index.search import Reason

TEXTS = catalogue("de")
NOTHING_UNDERSTOOD = Understood(children=[], district=None)


def typed(city: City, text: str = "", **options: list[str] | str) -> SearchQuery:
    given: dict[str, Any] = {
        "ages": [],
        "needs": [],
        "district": None,
        "wishes": [],
        "limit": 5,
    } | options
    return search_query(text, city, **given)


def shown(
    city: City,
    *matches: Found,
    query: SearchQuery | None = None,
    understood: Understood = NOTHING_UNDERSTOOD,
    relaxed: tuple[str, ...] = (),
    width: int = 80,
    verbose: bool = False,
) -> str:
    answer = SearchAnswer(
        results=[Match.model_validate(render_match(match, "de", city)) for match in matches],
        relaxed=list(relaxed),
        needs=["development"] if matches else [],
        understood=understood,
    )
    query = query or SearchQuery()
    return answer_as_text(query, answer, TEXTS, city, width=width, verbose=verbose)


def found(offer: Offer, *reasons: Reason, misses: tuple[Reason, ...] = ()) -> Found:
    return Found(offer, 0.51234, reasons, misses)


@pytest.mark.parametrize(
    ("age", "interval", "label"),
    [
        ("3", (36, 47), "3 Jahre"),
        ("0", (0, 11), "unter 1 Jahr"),
        ("2.5", (30, 30), "2 ½ Jahre"),
        ("2,5", (30, 30), "2 ½ Jahre"),
        ("8m", (8, 8), "8 Monate"),
        ("8 M", (8, 8), "8 Monate"),
        ("unborn", (-9, -1), "noch nicht geboren"),
    ],
)
def test_ages_are_years_months_or_unborn(
    city: City, age: str, interval: tuple[int, int], label: str
) -> None:
    (child,) = typed(city, ages=[age]).children

    assert (child.age_min_months, child.age_max_months) == interval
    assert child.label == label


def test_districts_are_known_by_id_name_and_spelling_and_needs_by_id_and_label(city: City) -> None:
    for name in ("sterkrade-mitte", "Sterkrade-Mitte", "STERKRADE-MITTE "):
        assert typed(city, district=name).district == "sterkrade-mitte"
    for name in ("debts", "Debts", city.topics["debts"].label("de")):
        assert typed(city, needs=[name]).needs == ["debts"]


def test_a_name_of_a_district_and_its_part_means_the_wider(city: City) -> None:
    assert typed(city, district="Osterfeld").district == "osterfeld"


def test_what_is_not_typed_is_left_to_the_text(city: City) -> None:
    assert {"children", "district"}.isdisjoint(typed(city, "Hebamme").model_fields_set)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ages": ["3x"]}, "“3x” is no child's age; years are written 3 or 2.5"),
        ({"ages": ["99"]}, "“99” is no child's age"),
        ({"ages": ["3"] * 13}, "children: List should have at most 12 items"),
        ({"district": "Sterkrode"}, "“Sterkrode” is not known; there is Sterkrade"),
        ({"district": "Atlantis"}, "“Atlantis” is not known; there is Oberhausen, "),
        ({"needs": ["dept"]}, "“dept” is not known; there is debts"),
        ({"wishes": ["gratis"]}, "“gratis” is not known; there is free, online"),
        ({"text": "x" * 1001}, "query: String should have at most 1000 characters"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_can(
    city: City, options: dict[str, list[str] | str], message: str
) -> None:
    with pytest.raises(typer.BadParameter) as raised:
        typed(city, **options)  # type: ignore[arg-type]

    assert str(raised.value).startswith(message)


def test_a_match_tells_why_it_fits_what_to_know_and_how_to_reach_it(
    city: City, offers: list[Offer]
) -> None:
    offer = next(offer for offer in offers if offer.phone and offer.street and offer.opening_hours)
    free, check = Reason("free", {}), Reason("needs_check", {})

    lines = shown(city, found(offer, free, misses=(check,)), width=100).splitlines()

    assert lines[:5] == [
        "Verstanden: Bedarf: Entwicklung und Frühförderung",
        "",
        f"1. {offer.name}",
        f"   {offer.organisation}",
        "   Passt: kostenlos",
    ]
    assert lines[5] == "   Zu beachten: Angaben noch nicht bestätigt, bitte vorher nachfragen"
    assert lines[6].startswith(f"   Kontakt: Telefon {offer.phone}; ")
    assert offer.street in " ".join(" ".join(lines).split())


def test_an_offer_of_few_facts_is_shown_without_empty_labels(city: City) -> None:
    offer = bare_offer("5580318", "Nähen", "Wir nähen Kleider.", city)

    assert shown(city, found(offer)).splitlines()[2:] == ["1. Nähen"]


def test_whether_somebody_is_there_now_is_told(city: City, offers: list[Offer]) -> None:
    offer = next(offer for offer in offers if offer.opening_hours == "24/7" and offer.phone)
    offer = offer.model_copy(update={"opening_hours": "Mo-Fr 09:00-16:00"})
    monday = datetime(2026, 3, 2, 10, tzinfo=city.profile.zone)
    match = Found(offer, 0.5, (), (), reach=reach_of(offer, None, (), city, monday))

    assert "Mo.–Fr. 9–16 Uhr; Jetzt erreichbar bis 16 Uhr" in shown(city, match, width=100)


def test_how_far_the_search_had_to_go_is_told_once(city: City, offers: list[Offer]) -> None:
    text = shown(city, found(offers[0]), relaxed=("sozialraum", "city"), width=100)

    assert text.split("\n\n")[1] == TEXTS.text("relaxed.city", city="Oberhausen")


def test_description_id_and_score_are_for_those_who_ask(city: City) -> None:
    offer = bare_offer("5580318", "Nähen", "Wir nähen Kleider.", city)

    assert shown(city, found(offer), verbose=True).splitlines()[3:] == [
        "   Wir nähen Kleider.",
        "   5580318, score 0.5123",
    ]


def test_a_confidential_address_is_not_shown(city: City, offers: list[Offer]) -> None:
    for offer in offers:
        if offer.confidential_address:
            text = shown(city, found(offer.public(city.root_id)), verbose=True)
            assert not offer.street or offer.street not in text


@pytest.mark.parametrize(("width", "widest"), [(20, 40), (60, 60), (500, 100)])
def test_lines_fit_the_terminal(city: City, offers: list[Offer], width: int, widest: int) -> None:
    text = shown(city, *map(found, offers), width=width, verbose=True)

    long = [line for line in text.splitlines() if len(line) > widest]
    assert all(" " not in line.strip() for line in long)  # a long word, such as a web address


def test_what_was_understood_is_told(city: City, reader: QueryReader) -> None:
    understood = reader.read("meine Tochter ist 3, wir wohnen in Sterkrade")

    assert shown(city, understood=understood).startswith("Verstanden: Tochter, 3 Jahre; Sterkrade")


def test_what_was_typed_is_told(city: City) -> None:
    query = typed(city, ages=["3", "8m"], district="osterfeld")

    assert shown(city, query=query).startswith("Verstanden: 3 Jahre; 8 Monate; Osterfeld\n")


def test_nothing_found_is_a_kind_sentence(city: City) -> None:
    assert "".join(shown(city, width=100)).startswith("Dazu habe ich leider nichts Passendes")
