"""The plan: a list of offers as a page, a file, a PDF, a calendar and a QR code."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import httpx
import pytest
import segno
from fastapi import FastAPI
from icalendar import Calendar

from api.app import create_app
from api.pages import page_texts
from api.plan.code import code_of, drawn
from api.plan.kept import MOST_OFFERS, read_plan
from api.plan.recurrence import Series, series_of
from api.plan.timetable import timetable
from api.services import Services
from api.settings import Settings
from bot.languages import LANGUAGES
from index.city import City
from index.offers.record import Offer
from index.reach.ahead import times_ahead
from index.reach.opening import is_holiday
from tests.api import pdf
from tests.api.conftest import FakeIndex

pytestmark = pytest.mark.anyio

SECRET_PLACE = {"street": "Geheimweg 7", "postcode": "46119", "lat": 51.4987, "lon": 6.8123}
HOSTILE = '<img src=x onerror="alert(1)">\u202e&amp;</style></script>'
FORMS = ("/plan", "/plan.html", "/plan.pdf", "/plan.ics", "/plan/qr.svg")
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def kept(offers: list[Offer]) -> list[Offer]:
    """Two with plain hours, one of them confirmed, and one that is open always."""
    by_hours = {offer.opening_hours: offer for offer in offers if not offer.valid_until}
    return [
        by_hours["We[2] 16:30+"],
        by_hours["Mo-Fr 11:00-19:00; Sa 10:30-13:30"],
        by_hours["24/7"],
    ]


def asked(offers: list[Offer], language: str = "de") -> dict[str, str]:
    return {"offers": ",".join(offer.id for offer in offers), "language": language}


def events(content: bytes | None) -> list[Any]:
    """Of a calendar, read back; what they say is only known at run time."""
    return list(Calendar.from_ical(content or b"").events)


def changed(index: FakeIndex, offer: Offer, **facts: object) -> Offer:
    """The offer with other facts, also in the index."""
    other = offer.model_copy(update=facts)
    index.offers = [other if each.id == offer.id else each for each in index.offers]
    return other


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_speaks_every_language_and_names_offers_in_german(
    client: httpx.AsyncClient, kept: list[Offer], language: str
) -> None:
    shown = await client.get("/plan", params=asked(kept, language))
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert f"<h1>{page_texts(language).text('plan.title')}</h1>" in unescape(shown.text)
    for offer in kept:
        assert f'<h2><bdi lang="de">{offer.name}</bdi></h2>' in unescape(shown.text)


async def test_the_page_says_what_one_needs_to_go_there(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer]
) -> None:
    known = {
        "street": "Gartenweg 12",
        "postcode": "46145",
        "phone": "0208 000-1234",
        "email": "hallo@kita.example",
        "website": "https://kita.example/hilfe",
        "languages": ("de", "tr"),
        "barrier_free": "yes",
        "cost": "free",
        "registration": "phone",
        "waiting_time": "zwei Wochen",
        "facts_as_of": "2025-03",
        "verification": "needs_check",
        "min_age_months": 36,
        "max_age_months": 71,
    }
    offer = changed(index, kept[1], **known)
    page = unescape((await client.get("/plan", params=asked([offer]))).text)
    for said in (
        "Gartenweg 12, 46145",
        '<a href="tel:02080001234" lang="de" dir="auto">0208 000-1234</a>',
        '<a href="mailto:hallo@kita.example"',
        '<a href="https://kita.example/hilfe"',
        "Deutsch und Türkisch",
        "Barrierefrei",
        "kostenlos",
        "bitte vorher anrufen",
        "zwei Wochen",
        "2025-03",
        "Angaben noch nicht bestätigt",
        "Mo.–Fr. 11–19 Uhr",
        "Sa. 10:30–13:30 Uhr",
        "3 bis 5",
    ):
        assert said in page, said


async def test_what_is_gone_is_told_kindly_and_the_rest_is_shown(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer]
) -> None:
    index.offers = [offer for offer in index.offers if offer != kept[0]]
    gone = await client.get(
        "/plan", params=asked(kept) | {"offers": f"{kept[0].id},no,{kept[1].id}"}
    )
    assert "2 Angebote von Ihrer Liste gibt es nicht mehr." in gone.text
    assert kept[0].id not in gone.text
    assert kept[1].name in unescape(gone.text)


async def test_an_offer_is_listed_once_in_the_order_it_was_kept(
    kept: list[Offer], index: FakeIndex
) -> None:
    first, second, _ = (offer.id for offer in kept)
    plan = read_plan(f" {second},,{first},{second} ", "de", index.get)
    assert [offer.id for offer in plan.offers] == [second, first]
    assert plan.gone == 0


@pytest.mark.parametrize("path", FORMS)
async def test_a_list_has_an_end(client: httpx.AsyncClient, path: str, offers: list[Offer]) -> None:
    too_many = await client.get(path, params=asked(offers[: MOST_OFFERS + 1]))
    assert too_many.status_code == 422
    assert "höchstens 30" in too_many.json()["detail"]


@pytest.mark.parametrize("path", FORMS[1:])
async def test_a_list_without_offers_is_not_handed_out(
    client: httpx.AsyncClient, path: str
) -> None:
    for ids in ("", "no-such-offer", ",,"):
        empty = await client.get(path, params={"offers": ids})
        assert empty.status_code == 404, ids
        assert empty.json()["type"] == "urn:familienlotse:problem:plan-empty"


async def test_the_page_without_offers_says_how_to_get_some(client: httpx.AsyncClient) -> None:
    for language in LANGUAGES:
        texts = page_texts(language)
        empty = unescape((await client.get("/plan", params={"language": language})).text)
        for key in ("empty", "fill", "broken", "noscript"):
            assert texts.text(f"plan.{key}") in empty, (language, key)


@pytest.mark.parametrize("path", ["/plan", "/plan.html"])
async def test_what_an_offer_says_is_text(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer], path: str
) -> None:
    texts = ("name", "organisation", "description_de", "for_whom", "waiting_time", "street")
    offer = changed(index, kept[1], **dict.fromkeys(texts, HOSTILE), opening_hours=HOSTILE)
    page = (await client.get(path, params=asked([offer]))).text
    assert "<img" not in page
    assert "\u202e" not in page
    assert page.count("</script>") == (1 if path == "/plan" else 0)
    assert page.count("</style>") == (0 if path == "/plan" else 1)
    assert page.count("&lt;img") >= len(texts)


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_every_form_bears_hostile_texts(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer], language: str
) -> None:
    for text in (
        HOSTILE,
        "🙂 漢字 \u0000\ufffe",
        "\u2066" * 300,
        "x" * 5000,
        "BEGIN:VEVENT\r\nEND:X",
    ):
        facts = dict.fromkeys(("name", "organisation", "description_de", "street"), text)
        offer = changed(index, kept[1], **facts)
        for path in FORMS:
            answer = await client.get(path, params=asked([offer], language))
            assert answer.status_code == 200, (path, text)
    event, _ = events((await client.get("/plan.ics", params=asked([offer]))).content)
    assert event["summary"].startswith("BEGIN:VEVENT")


async def test_no_form_tells_a_confidential_address(
    client: httpx.AsyncClient, index: FakeIndex, offers: list[Offer]
) -> None:
    refuge = next(offer for offer in offers if offer.confidential_address)
    hidden = {"district_id": "osterfeld", "opening_hours": "Mo-Fr 10:00-12:00"}
    refuge = changed(index, refuge, **SECRET_PLACE, **hidden)
    for path in FORMS:
        answer = await client.get(path, params=asked([refuge]))
        assert answer.status_code == 200, path
        told = answer.text if path != "/plan.pdf" else pdf.text(answer.content)
        for trace in ("Geheimweg", "46119", "51.4987", "6.8123", "sterfeld"):
            assert trace not in told, (path, trace)


async def test_files_are_called_plainly(client: httpx.AsyncClient, kept: list[Offer]) -> None:
    for ending, kind in (
        ("pdf", "application/pdf"),
        ("html", "text/html"),
        ("ics", "text/calendar"),
    ):
        file = await client.get(f"/plan.{ending}", params=asked(kept, "ar"))
        named = f'attachment; filename="familienlotse-merkliste.{ending}"'
        assert file.headers["Content-Disposition"] == named
        assert file.headers["Content-Type"].startswith(kind)


async def test_the_file_needs_nothing_else(client: httpx.AsyncClient, kept: list[Offer]) -> None:
    file = (await client.get("/plan.html", params=asked(kept))).text
    assert not re.search(r"<(script|link|img|iframe)\b", file)
    assert "@import" not in file
    assert "url(" not in file


# The QR code


async def test_the_code_holds_the_list_itself(client: httpx.AsyncClient, kept: list[Offer]) -> None:
    ids = ",".join(offer.id for offer in kept)
    expected = drawn(segno.make(f"http://lotse/plan#v1,tr,{ids}", error="m", micro=False))
    shown = await client.get("/plan/qr.svg", params=asked(kept, "tr"))
    assert shown.text == expected
    assert shown.headers["Content-Type"].startswith("image/svg+xml")
    assert shown.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_the_code_leads_to_where_families_reach_the_server(
    settings: Settings, services: Services, kept: list[Offer]
) -> None:
    public = settings.model_copy(update={"public_url": "https://lotse.stadt.example"})
    transport = httpx.ASGITransport(create_app(public, services))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as client:
        shown = await client.get("/plan/qr.svg", params=asked(kept))
    plan = read_plan(asked(kept)["offers"], "de", services.index.get)
    assert shown.text == drawn(code_of(plan.link("https://lotse.stadt.example")))


@pytest.mark.parametrize("host", ['evil"><script>', "a b", "", "[", "lotse/x", "lotse#v1"])
async def test_a_host_that_is_none_gets_no_code(app: FastAPI, kept: list[Offer], host: str) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        refused = await client.get("/plan/qr.svg", params=asked(kept), headers={"Host": host})
    assert refused.status_code == 400


async def test_even_the_longest_list_fits_into_a_code() -> None:
    ids = ",".join(f"{number:080}" for number in range(MOST_OFFERS))
    code = code_of(f"https://{'a' * 250}.example/plan#v1,de-simple,{ids}")
    assert int(code.version) <= 40
    assert code_of("https://lotse.example/plan#v1,de,early-help").error in {"M", "Q", "H"}


# The PDF


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pdf_says_its_title_and_language(
    client: httpx.AsyncClient, kept: list[Offer], language: str
) -> None:
    paper = (await client.get("/plan.pdf", params=asked(kept, language))).content
    title = page_texts(language).text("plan.title")
    assert f"/Lang ({LANGUAGES[language].written})".encode() in paper
    assert f"/Title <feff{title.encode('utf-16-be').hex()}>".encode() in paper or (
        f"/Title ({title})".encode() in paper
    )
    assert b"/DisplayDocTitle true" in paper
    assert b"/Alt " in paper  # of the QR code


async def test_the_pdf_says_what_the_page_says(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer]
) -> None:
    known = {"phone": "0208 000-1234", "street": "Gartenweg 12", "name": "Das Nest"}
    offer = changed(index, kept[1], **known)
    said = pdf.text((await client.get("/plan.pdf", params=asked([offer]))).content)
    for words in ("Das Nest", "0208 000-1234", "Gartenweg 12", "Mo.–Fr. 11–19 Uhr", "angerufen"):
        assert words in said, words


@pytest.mark.parametrize(
    ("language", "words"),
    [("uk", "Мої нотатки"), ("tr", "İnternet"), ("pl", "byłam"), ("ro", "Notițele")],
)
async def test_the_pdf_has_the_letters_of_the_language(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer], language: str, words: str
) -> None:
    offer = changed(index, kept[1], website="https://kita.example/")
    paper = (await client.get("/plan.pdf", params=asked([offer], language))).content
    assert words in pdf.text(paper)


async def test_arabic_runs_from_the_right_in_joined_letters_and_numbers_from_the_left(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer]
) -> None:
    offer = changed(index, kept[1], phone="0208 000-1234", opening_hours="Mo 08:30-12:15")
    paper = (await client.get("/plan.pdf", params=asked([offer], "ar"))).content
    said = pdf.text(paper)
    assert "يتاظحالم" in said or "يتاظح" in said  # on paper the last letter stands first
    assert pdf.forms_of("\N{ARABIC LETTER MEEM}", paper) > 1
    assert "0208 000-1234" in said
    assert "8:30" in said
    assert offer.name in said.replace("\n", " ")


async def test_the_pdf_holds_only_the_letters_it_needs(
    client: httpx.AsyncClient, kept: list[Offer]
) -> None:
    paper = (await client.get("/plan.pdf", params=asked(kept))).content
    assert len(paper) < 150_000  # DejaVu Sans alone has 750 kB


async def test_no_page_ends_within_an_offer(
    client: httpx.AsyncClient, index: FakeIndex, offers: list[Offer]
) -> None:
    twelve = [offer for offer in offers if not offer.valid_until][:12]
    for number, offer in enumerate(twelve):
        changed(index, offer, name=f"Nummer {number}.", description_de="Lang. " * 30 * number)
    said = pdf.pages((await client.get("/plan.pdf", params=asked(twelve))).content)
    assert len(said) > 3
    whole = [page for page in said if page.count("Nummer ") == page.count("Meine Notizen")]
    assert len(whole) == len(said)


async def test_an_offer_longer_than_a_page_goes_on_on_the_next(
    client: httpx.AsyncClient, index: FakeIndex, kept: list[Offer]
) -> None:
    offer = changed(index, kept[1], description_de="Sehr lang. " * 900 + "Schluss.")
    said = pdf.text((await client.get("/plan.pdf", params=asked([offer]))).content)
    assert "Schluss." in said.replace("\n", " ")


# The calendar


def series(hours: str, city: City, days: int = 182) -> list[Series]:
    range_ = [MONDAY + timedelta(days=number) for number in range(days)]
    times = times_ahead(hours, city.profile, MONDAY, days)
    return series_of(times, range_, lambda day: is_holiday(day, city.profile))


def brief(each: Series) -> str:
    return f"{each.first.start:%m-%d %H:%M} {','.join(each.by_day)}"


@pytest.mark.parametrize(
    ("hours", "rules"),
    [
        ("Mo,We 10:00-12:00", ["11-23 10:00 MO,WE"]),
        ("Mo-We 14:30-19:30; Th 14:30-21:00", ["11-23 14:30 MO,TU,WE", "11-26 14:30 TH"]),
        ("Tu 10:00-13:00,14:00-17:00", ["11-24 10:00 TU", "11-24 14:00 TU"]),
        ("Sa[2,3,4] 14:00-18:00", ["11-28 14:00 2SA,3SA,4SA"]),
        ("We[2] 16:30+", ["12-09 16:30 2WE"]),
        ("Mo 10:00-12:00; Sa[1] 10:00-12:00", ["11-23 10:00 MO", "12-05 10:00 1SA"]),
        ("Dec Mo 10:00-11:00", [f"12-{day} 10:00 " for day in ("07", "14", "21", "28")]),
        ("PH 10:00-11:00; 2026 Dec 24 10:00-11:00", ["12-24 10:00 ", "12-25 10:00 "]),
        ("24/7", []),
        ("", []),
    ],
)
async def test_times_become_the_rule_that_names_them(
    city: City, hours: str, rules: list[str]
) -> None:
    assert [brief(each) for each in series(hours, city)][: len(rules) or None] == rules


async def test_a_rule_leaves_out_days_off(city: City) -> None:
    (fridays,) = series("Fr 10:00-12:00", city, days=50)
    assert [f"{day:%m-%d %H:%M}" for day in fridays.without] == ["12-25 10:00", "01-01 10:00"]


async def test_the_calendar_is_read_back_as_the_hours_of_the_record(
    client: httpx.AsyncClient, index: FakeIndex, city: City, kept: list[Offer]
) -> None:
    known = {"street": "Gartenweg 12", "postcode": "46145", "phone": "0208 000-1234"}
    offer = changed(index, kept[1], **known)
    file = await client.get("/plan.ics", params=asked([offer, kept[2]]))
    calendar: Any = Calendar.from_ical(file.content)
    weekdays, saturday = events(file.content)
    assert weekdays["rrule"]["freq"] == ["WEEKLY"]
    assert set(weekdays["rrule"]["byday"]) == {"MO", "TU", "WE", "TH", "FR"}
    assert saturday["rrule"]["byday"] == ["SA"]
    assert f"{saturday.start:%a %H:%M}-{saturday.end:%H:%M}" == "Sat 10:30-13:30"
    assert str(saturday.start.tzinfo) == city.profile.timezone
    assert saturday["location"].startswith("Gartenweg 12, 46145")
    assert "0208 000-1234" in saturday["description"]
    assert [str(zone["tzid"]) for zone in calendar.timezones] == [city.profile.timezone]
    assert kept[2].name in calendar["x-wr-caldesc"]


async def test_an_open_end_has_no_end(city: City, kept: list[Offer], index: FakeIndex) -> None:
    plan = read_plan(kept[0].id, "de", index.get)
    (event,) = events(timetable(plan, city, NOON))
    assert "dtend" not in event
    assert event["rrule"]["byday"] == ["2WE"]


async def test_what_ends_is_in_the_calendar_until_then(
    city: City, kept: list[Offer], index: FakeIndex
) -> None:
    offer = changed(index, kept[1], valid_until=date(2026, 12, 2))
    weekdays, _, last = events(timetable(read_plan(offer.id, "de", index.get), city, NOON))
    assert weekdays["rrule"]["until"][0].date() == date(2026, 12, 2)
    assert last.start == date(2026, 12, 2)
    assert last["summary"] == f"Läuft bis: {offer.name}"


async def test_a_calendar_taken_again_has_nothing_twice(
    city: City, kept: list[Offer], index: FakeIndex
) -> None:
    plan = read_plan(asked(kept)["offers"], "de", index.get)
    made = [timetable(plan, city, NOON + timedelta(days=days)) for days in (0, 9)]
    names = [[event["uid"] for event in events(each)] for each in made]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])


async def test_without_any_hours_there_is_no_calendar(
    client: httpx.AsyncClient, kept: list[Offer]
) -> None:
    refused = await client.get("/plan.ics", params=asked([kept[2]]))
    assert refused.status_code == 404
    assert refused.json()["type"] == "urn:familienlotse:problem:plan-without-hours"
    assert "/plan.ics" not in (await client.get("/plan", params=asked([kept[2]]))).text


async def test_the_page_names_whom_the_calendar_leaves_out(
    client: httpx.AsyncClient, kept: list[Offer]
) -> None:
    page = unescape((await client.get("/plan", params=asked(kept))).text)
    assert f"Ohne feste Zeiten, darum nicht im Kalender: {kept[2].name}" in page


# The edge


async def test_lists_count_among_the_requests_of_an_address(
    settings: Settings, services: Services, kept: list[Offer]
) -> None:
    limited = settings.model_copy(update={"address_limit": 1})
    transport = httpx.ASGITransport(create_app(limited, services))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        assert (await client.get("/api/topics")).status_code == 200
        for path in FORMS:
            refused = await client.get(path, params=asked(kept))
            assert refused.status_code == 429, path


async def test_nothing_of_a_list_is_logged(
    client: httpx.AsyncClient, kept: list[Offer], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="api"):
        for path in FORMS:
            await client.get(path, params=asked(kept))
    assert not [record for record in caplog.records if record.name.startswith("api")]
