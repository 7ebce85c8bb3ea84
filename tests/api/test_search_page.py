"""/suche: what a browser without JavaScript sends and is shown."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlencode

import httpx
import pytest

from api.app import create_app
from api.pages import page_texts
from api.search_page.choices import SPOKEN, spoken_languages
from api.services import Services
from api.settings import Settings
from bot.languages import LANGUAGES
from bot.texts import catalogue
from index.city import City
from index.offers.record import Offer
from index.search import AgeRange, Match, SearchRequest, SearchResult
from tests.api.conftest import FakeIndex
from tests.api.html_form import HtmlForm, Pairs

pytestmark = pytest.mark.anyio

STORY = "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"
DANGER = "Mein Mann schlägt mich und die Kinder"
SEARCH, MORE, PLAN = ("do", "search"), ("do", "more"), ("do", "plan")
SIX_TOPICS = ("money", "school", "sports", "arrival", "debts", "housing")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = '"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>\u202e'


class Visitor:
    """Fills in the form and presses its buttons; `page` is what is shown now."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.answer: httpx.Response
        self.page = ""

    async def begin(self, **filters: str) -> "Visitor":
        return self._shown(await self._client.get("/suche", params=filters))

    async def send(self, button: tuple[str, str], *added: tuple[str, str], **fields: str) -> None:
        pairs = self.form.filled(*added, button, **fields)
        self._shown(await self._client.post("/suche", content=urlencode(pairs), headers=FORM))

    def _shown(self, answer: httpx.Response) -> "Visitor":
        self.answer, self.page = answer, answer.text.replace("&#39;", "'")
        return self

    @property
    def form(self) -> HtmlForm:
        return HtmlForm(self.page)


@pytest.fixture
async def visitor(client: httpx.AsyncClient) -> Visitor:
    return await Visitor(client).begin(language="de")


def last(index: FakeIndex) -> SearchRequest:
    return index.asked[-1]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_has_the_whole_way(
    client: httpx.AsyncClient, language: str, city: City
) -> None:
    texts = page_texts(language)
    visitor = await Visitor(client).begin(language=language)
    assert texts.text("suche.lead") in visitor.page
    assert f'dir="{LANGUAGES[language].direction}"' in visitor.page
    for topic in city.topics.values():
        assert topic.label(language) in visitor.page
    await visitor.send(SEARCH)
    assert visitor.answer.status_code == 422
    assert texts.text("suche.nothing_asked") in visitor.page
    await visitor.send(SEARCH, text=STORY)
    assert visitor.answer.status_code == 200
    assert texts.plural("suche.found", 5) in visitor.page
    assert texts.text("suche.keep") in visitor.page
    assert catalogue(language).text("relaxed.city", city=city.name) in visitor.page


async def test_the_browser_s_language_is_the_first(client: httpx.AsyncClient) -> None:
    page = await client.get("/suche", headers={"Accept-Language": "tr-TR,tr;q=0.9"})
    assert page_texts("tr").text("suche.title") in page.text


async def test_no_cache_keeps_the_page(visitor: Visitor) -> None:
    assert visitor.answer.headers["Cache-Control"] == "no-store"
    await visitor.send(SEARCH, text=STORY)
    assert visitor.answer.headers["Cache-Control"] == "no-store"


async def test_what_the_text_says_is_shown_and_filled_in(
    visitor: Visitor, index: FakeIndex, city: City
) -> None:
    await visitor.send(SEARCH, text=STORY)
    request = last(index)
    assert request.children == (AgeRange(36, 47),)
    assert request.district_id == "sterkrade"
    assert request.limit == 5
    assert "<bdi>3 Jahre</bdi>" in visitor.page
    assert f"<bdi>{city.topics['development'].label('de')}</bdi>" in visitor.page
    form = visitor.form
    assert (form.value("age1"), form.value("unit1")) == ("3", "years")
    assert form.value("district") == "sterkrade"
    assert form.value("text") == STORY


async def test_all_filters_reach_the_search(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(
        SEARCH,
        ("topic", "development"),
        ("topic", "childcare"),
        ("wish", "free"),
        ("wish", "near"),
        age1="8",
        unit1="months",
        age2="",
        unit2="unborn",
        district="holten",
        spoken="tr",
    )
    assert visitor.answer.status_code == 200
    request = last(index)
    assert request.children == (AgeRange(8, 8), AgeRange(-9, -1))
    assert request.needs == ("development", "childcare")
    assert request.wishes == {"free", "near"}
    assert (request.district_id, request.spoken) == ("holten", "tr")
    assert visitor.form.fields.count(("wish", "near")) == 1
    assert visitor.form.value("age3") == ""


@pytest.mark.parametrize("typed", ["٣", "3", " 3 "])
async def test_an_age_in_any_digits(visitor: Visitor, index: FakeIndex, typed: str) -> None:
    await visitor.send(SEARCH, age1=typed)
    assert last(index).children == (AgeRange(36, 47),)


async def test_what_was_read_is_read_again_with_each_search(
    visitor: Visitor, index: FakeIndex
) -> None:
    """An interval that no field can hold is not made coarser by looking further."""
    await visitor.send(SEARCH, text="Mein Sohn ist in der 2. Klasse")
    first = last(index).children
    assert first == (AgeRange(84, 107),)
    await visitor.send(MORE)
    assert last(index).children == first
    await visitor.send(SEARCH, text="Meine Tochter ist 3")
    assert last(index).children == (AgeRange(36, 47),)
    assert visitor.form.value("age1") == "3"


async def test_what_was_read_holds_until_the_text_says_something_else(
    visitor: Visitor, index: FakeIndex
) -> None:
    await visitor.send(SEARCH, text=STORY)
    await visitor.send(SEARCH, ("topic", "childcare"), text="")
    assert last(index).children == (AgeRange(36, 47),)
    assert last(index).district_id == "sterkrade"


async def test_what_is_corrected_by_hand_wins(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(SEARCH, text=STORY)
    await visitor.send(SEARCH, age1="5", district="osterfeld")
    for _ in range(2):
        assert last(index).children == (AgeRange(60, 71),)
        assert last(index).district_id == "osterfeld"
        await visitor.send(MORE)


async def test_what_is_emptied_by_hand_stays_empty(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(SEARCH, text=STORY)
    await visitor.send(SEARCH, age1="", district="")
    for _ in range(2):
        assert last(index).children == ()
        assert last(index).district_id is None
        await visitor.send(MORE)
    assert (visitor.form.value("age1"), visitor.form.value("district")) == ("", "")


async def test_more_shows_more_until_there_are_no_others(
    visitor: Visitor, index: FakeIndex, offers: list[Offer]
) -> None:
    await visitor.send(SEARCH, ("topic", "development"))
    assert 'formaction="/suche#offer-6"' in visitor.page
    await visitor.send(MORE)
    assert last(index).limit == 10
    assert 'id="offer-10"' in visitor.page
    index.offers = offers[:12]
    await visitor.send(MORE)
    assert visitor.page.count("<article") == 12
    assert 'value="more"' not in visitor.page
    assert catalogue("de").text("offers.no_more") in visitor.page


async def test_fifty_are_enough(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(MORE, ("topic", "development"), shown="48")
    assert last(index).limit == 50
    assert 'value="more"' not in visitor.page
    assert page_texts("de").text("suche.enough", count=50) in visitor.page


async def test_another_language_keeps_what_is_filled_in(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(("switch", "ar"), ("wish", "free"), text=STORY, age1="4")
    assert index.asked == []
    assert 'lang="ar" dir="rtl"' in visitor.page
    form = visitor.form
    assert (form.value("text"), form.value("age1"), form.value("wish")) == (STORY, "4", "free")
    await visitor.send(SEARCH)
    await visitor.send(("switch", "pl"))
    assert len(index.asked) == 2
    assert index.asked[0] == index.asked[1]
    assert page_texts("pl").plural("suche.found", 5) in visitor.page


async def test_what_is_kept_goes_to_the_plan_over_several_searches(
    visitor: Visitor, offers: list[Offer]
) -> None:
    first, sixth, other = offers[0].id, offers[5].id, offers[20].id
    await visitor.send(SEARCH, text="Hebamme")
    await visitor.send(MORE, ("keep", first))
    assert visitor.form.fields.count(("keep", first)) == 1
    await visitor.send(SEARCH, ("keep", other), ("keep", sixth), text="Kita")
    assert page_texts("de").plural("suche.kept_before", 2) in visitor.page
    await visitor.send(PLAN)
    assert visitor.answer.status_code == 303
    kept = visitor.answer.headers["Location"]
    assert kept.startswith("/plan?offers=")
    assert set(kept.removeprefix("/plan?offers=").partition("&")[0].split(",")) == {
        first,
        sixth,
        other,
    }
    assert kept.endswith("&language=de")


async def test_an_empty_plan_is_told_and_not_opened(visitor: Visitor) -> None:
    await visitor.send(SEARCH, text="Hebamme")
    await visitor.send(PLAN, ("keep", "../../etc"), ("keep", HOSTILE))
    assert visitor.answer.status_code == 422
    assert f'<a href="#offer-1">{page_texts("de").text("suche.nothing_kept")}' in visitor.page
    assert visitor.page.count("<article") == 5


@pytest.mark.parametrize(
    ("control", "fields", "told"),
    [
        ("age1", {"age1": "99"}, "0 bis 26"),
        ("age1", {"age1": "drei"}, "0 bis 26"),
        ("age1", {"age1": "-3"}, "0 bis 26"),
        ("age2", {"age1": "5", "age2": "37", "unit2": "months"}, "0 bis 36"),
        ("age1", {"age1": "3", "unit1": "centuries"}, "0 bis 0"),
        ("text", {"text": "x" * 1001}, "1001"),
        ("text", {"text": "\u202e \u200b"}, "worum es geht"),
        ("district", {"district": "atlantis"}, "kein bekannter Stadtteil"),
        ("spoken", {"spoken": "xx"}, "kein bekannter Wert"),
    ],
)
async def test_a_fault_is_told_at_its_field_and_nothing_is_lost(
    visitor: Visitor, index: FakeIndex, *, control: str, fields: dict[str, str], told: str
) -> None:
    if control != "text":
        fields = fields | {"text": "Hebamme"}
    await visitor.send(SEARCH, ("keep", "stays"), **fields)
    assert visitor.answer.status_code == 422
    assert index.asked == []
    summary = re.search(rf'<a href="#{control}">([^<]*)</a>', visitor.page)
    assert summary is not None
    assert told in summary[1]
    assert f'id="{control}-error" class="field-error">{summary[1]}' in visitor.page
    field = re.search(rf'<(?:input|select|textarea|fieldset) id="{control}"[^>]*>', visitor.page)
    assert field is not None
    assert f'aria-invalid="true" aria-describedby="{control}-error' in field[0]
    form = visitor.form
    assert ("keep", "stays") in form.fields
    known = {name: value for name, value in fields.items() if name in {"text", "age1", "age2"}}
    assert {name: form.value(name) for name in known if known[name].isprintable()} == {
        name: value for name, value in known.items() if value.isprintable()
    }


@pytest.mark.parametrize(
    ("sent", "control"),
    [
        ([("topic", "atlantis")], "topics"),
        ([("topic", topic) for topic in SIX_TOPICS], "topics"),
        ([("wish", "gold")], "wishes"),
    ],
)
async def test_a_faulty_choice_is_told_too(visitor: Visitor, sent: Pairs, control: str) -> None:
    await visitor.send(SEARCH, *sent)
    assert visitor.answer.status_code == 422
    assert f'<a href="#{control}">' in visitor.page
    assert re.search(rf'<fieldset id="{control}"[^>]*tabindex="-1"', visitor.page)


async def test_danger_comes_before_everything(visitor: Visitor) -> None:
    await visitor.send(SEARCH, text=DANGER)
    assert visitor.answer.status_code == 200
    crisis = visitor.page.index('<section class="crisis"')
    assert visitor.page.index('href="tel:110"') > crisis
    assert crisis < visitor.page.index('<form id="search"') < visitor.page.index("<article")
    assert '<h2 id="result" tabindex="-1">Hier ist sofort jemand' in visitor.page
    assert visitor.page.count('id="result"') == 1


async def test_danger_is_told_beside_a_fault(visitor: Visitor, index: FakeIndex) -> None:
    await visitor.send(SEARCH, text=DANGER, age1="99")
    assert (visitor.answer.status_code, index.asked) == (422, [])
    assert visitor.page.index('href="tel:110"') < visitor.page.index('href="#age1"')
    await visitor.send(SEARCH, text=f"{DANGER}. {'x' * 1001}", age1="")
    assert visitor.answer.status_code == 422
    assert 'href="tel:110"' in visitor.page


async def test_personal_data_goes_no_further_than_the_form(
    visitor: Visitor, index: FakeIndex
) -> None:
    written = "Ich heiße Yasemin Özdemir, Telefon 0208 123456, und suche eine Hebamme"
    await visitor.send(SEARCH, text=written)
    for hidden in ("Yasemin", "Özdemir", "123456"):
        assert hidden not in last(index).query
    assert visitor.form.value("text") == written


async def test_no_free_text_is_taken_from_the_address(
    client: httpx.AsyncClient, index: FakeIndex
) -> None:
    visitor = await Visitor(client).begin(text=STORY, language="de", keep="x")
    assert index.asked == []
    assert STORY not in visitor.page
    assert visitor.form.value("text") == ""


async def test_filters_in_the_address_find_at_once(
    client: httpx.AsyncClient, index: FakeIndex
) -> None:
    filters = {"topic": "childcare", "wish": "free", "district": "holten", "age1": "2"}
    visitor = await Visitor(client).begin(**filters, language="en")
    request = last(index)
    assert request.needs == ("childcare",)
    assert request.wishes == {"free"}
    assert (request.district_id, request.children) == ("holten", (AgeRange(24, 35),))
    assert page_texts("en").plural("suche.found", 5) in visitor.page
    wrong = await Visitor(client).begin(topic="atlantis", language="de")
    assert wrong.answer.status_code == 422


async def test_what_is_written_stays_text(visitor: Visitor) -> None:
    await visitor.send(SEARCH, text=HOSTILE, age1=HOSTILE[:3], read_ages=HOSTILE)
    for page in (visitor.page, (await visitor_after(visitor)).page):
        assert "<img" not in page
        assert "<script" not in page
        assert "\u202e" not in page
    assert visitor.form.value("text") == HOSTILE.removesuffix("\u202e")


async def visitor_after(visitor: Visitor) -> Visitor:
    await visitor.send(SEARCH, age1="", read_ages="")
    return visitor


async def test_what_an_offer_says_stays_text(visitor: Visitor, index: FakeIndex) -> None:
    hostile = dict.fromkeys(("name", "organisation", "description_de", "cost_note"), HOSTILE)
    hostile |= {"website": "javascript:alert(1)", "email": "a@b.example?bcc=c@d.example"}
    index.offers = [index.offers[0].model_copy(update=hostile)]
    await visitor.send(SEARCH, text="Hebamme")
    assert visitor.page.count("&lt;img") >= 4
    for mark in ("<img", "<script", "javascript:", "\u202e", "?bcc"):
        assert mark not in visitor.page


@pytest.fixture
def refuge(offers: list[Offer]) -> Offer:
    return next(offer for offer in offers if offer.confidential_address)


async def test_a_refuge_s_address_is_not_shown(
    visitor: Visitor, index: FakeIndex, refuge: Offer
) -> None:
    street = "Geheimweg 1"
    index.offers = [refuge.model_copy(update={"street": street, "postcode": "46045"})]
    await visitor.send(SEARCH, text="Zuflucht")
    assert refuge.name in visitor.page
    assert street not in visitor.page


async def test_a_card_says_what_the_widget_s_says(
    visitor: Visitor, index: FakeIndex, offers: list[Offer]
) -> None:
    facts = {
        "cost": "paid",
        "cost_note": "3 Euro je Treffen",
        "registration": "phone",
        "waiting_time": "vier Wochen",
        "languages": ("de", "tr"),
        "barrier_free": "yes",
        "opening_hours": "Mo-Fr 08:30-12:00; Sa 10:00+",
        "street": "Gartenweg 12",
        "postcode": "46145",
        "district_id": "holten",
        "confidential_address": False,
        "scope": "city",
        "phone": "0208 825-1234",
        "email": "hallo@lotse.example",
        "website": "https://lotse.example/gruppe",
        "verification": "needs_check",
        "facts_as_of": "2019-03",
        "verified_at": None,
    }
    index.offers = [offers[0].model_copy(update=facts)]
    await visitor.send(SEARCH, text="Krabbelgruppe")
    for said in (
        "kostet etwas",
        "3 Euro je Treffen",
        "Anmeldung am Telefon",
        "vier Wochen",
        "Deutsch und Türkisch",
        "Barrierefrei",
        "Mo.–Fr. 8:30–12 Uhr",
        "Sa. ab 10 Uhr",
        "Gartenweg 12, 46145 Holten",
        "März 2019",
        "bitte vorher anrufen",
        'href="tel:02088251234"',
        'href="mailto:hallo@lotse.example"',
        'href="https://lotse.example/gruppe"',
        "kostenlos",  # the reason the index gives
    ):
        assert said in visitor.page, said
    # The notice beside the telephone says it already.
    assert catalogue("de").text("miss.needs_check") not in visitor.page
    await visitor.send(("switch", "uk"))
    assert '<dd lang="de"><bdi>3 Euro je Treffen</bdi>' in visitor.page


class Finding(FakeIndex):
    """Finds what it was given, with what was let go."""

    found: tuple[Match, ...] = ()

    def search(self, _request: SearchRequest) -> SearchResult:
        return SearchResult(self.found, 0, (), ("sozialraum", "city", "free"))


@pytest.fixture
async def finding(
    settings: Settings, services: Services, offers: list[Offer]
) -> AsyncIterator[tuple[Visitor, Finding]]:
    index = Finding(offers)
    transport = httpx.ASGITransport(create_app(settings, replace(services, index=index)))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        yield await Visitor(client).begin(language="de"), index


async def test_what_was_let_go_is_told(
    finding: tuple[Visitor, Finding], offers: list[Offer], city: City
) -> None:
    visitor, index = finding
    index.found = (Match(offers[0], 0.5, (), (), alike=3),)
    await visitor.send(SEARCH, text="Hebamme")
    texts = catalogue("de")
    assert texts.text("relaxed.city", city=city.name) in visitor.page
    assert texts.text("relaxed.free") in visitor.page
    assert texts.text("relaxed.sozialraum", city=city.name) not in visitor.page
    assert page_texts("de").plural("widget.card.alike", 3, number=3) in visitor.page


async def test_where_nothing_is_found_a_human_helps(
    finding: tuple[Visitor, Finding], offers: list[Offer], city: City
) -> None:
    visitor, _ = finding
    await visitor.send(SEARCH, text="Wetter morgen")
    assert catalogue("de").text("offers.none") in visitor.page
    human = next(offer for offer in offers if offer.id == city.human_contact_offer)
    assert human.name in visitor.page
    assert 'href="tel:' in visitor.page
    assert "<article" not in visitor.page


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", "{}"),
        ("multipart/form-data; boundary=x", "--x--"),
        ("text/plain", "text=Hebamme"),
        ("application/x-www-form-urlencoded", "a=1&" * 400),
    ],
)
async def test_what_is_no_form_is_refused(
    client: httpx.AsyncClient, index: FakeIndex, media_type: str, body: str
) -> None:
    told = {"Content-Type": media_type, "Accept": "text/html"}
    refused = await client.post("/suche", content=body, headers=told)
    assert refused.status_code == 400
    assert "<h1>Nicht verstanden</h1>" in refused.text
    assert index.asked == []


@pytest.mark.parametrize(
    "body",
    [b"text=%ff%fe%00&age1=%00", b"text=%ed%a0%80Hebamme", b"text", b"=&=&&&", b"shown=9e9&text=x"],
)
async def test_no_bytes_are_too_strange(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/suche", content=body, headers=FORM)
    assert answer.status_code in {200, 422}


async def test_searches_of_a_page_are_counted(services: Services) -> None:
    app = create_app(Settings(address_limit=1), services)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        visitor = await Visitor(client).begin(language="de")
        client.headers["Accept"] = "text/html"
        await visitor.send(SEARCH, text="Hebamme")
    assert visitor.answer.status_code == 429
    assert "Retry-After" in visitor.answer.headers
    assert "<h1>Zu viele Anfragen</h1>" in visitor.page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_wished_for_has_a_name(language: str) -> None:
    names = dict(spoken_languages(catalogue(language)))
    assert names.keys() == set(SPOKEN)
    assert [code for code, name in names.items() if code == name] == []
