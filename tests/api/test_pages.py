"""The frame of server-rendered pages, and the words on them."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from babel import Locale
from jinja2 import UndefinedError

from api.pages import LanguageLink, Pages, page_texts
from api.pages.links import mail_url, phone_url, straight, website_url
from api.settings import PROJECT_ROOT
from bot.languages import GERMAN, LANGUAGES
from index.city import City
from tests.bot.texts.test_catalogue import parameters, plurals, without_plurals

pytestmark = pytest.mark.anyio

STYLES = PROJECT_ROOT / "api" / "widget"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
GERMAN_TEXTS = page_texts(GERMAN.code)

_WIDGET_COLOUR = re.compile(r"--_([\w-]+): var\(--guide-[\w-]+, (#\w+)\);")
_PAGE_COLOUR = re.compile(r"--([\w-]+): (#\w+);")


def own(keys: set[str]) -> set[str]:
    """Without those of the widget, whose completeness is tested with it."""
    return {key for key in keys if not key.startswith("widget.")}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_says_everything_with_the_same_parameters(language: str) -> None:
    texts = page_texts(language)
    keys = own(without_plurals(GERMAN_TEXTS, GERMAN_TEXTS))
    assert own(without_plurals(texts, GERMAN_TEXTS)) == keys
    for key in keys:
        assert parameters(texts, key) == parameters(GERMAN_TEXTS, key), key
        assert all(wording.strip() for wording in texts.wordings(key)), key


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_has_its_plural_forms(language: str) -> None:
    texts = page_texts(language)
    forms = set(Locale.parse(LANGUAGES[language].written).plural_form.tags) | {"other"}
    for table in own(plurals(GERMAN_TEXTS)):
        assert all(f"{table}.{form}" in texts for form in forms), table
        allowed = parameters(GERMAN_TEXTS, f"{table}.other")
        assert parameters(texts, f"{table}.other") == allowed


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "page.html").write_text(
        '{% extends "frame.html" %}{% block content %}<p>{{ said }}</p>{% endblock %}',
        encoding="utf-8",
    )
    return Pages(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_says_its_language_and_direction(
    pages: Pages, city: City, language: str
) -> None:
    links = [LanguageLink(each, f"/?language={each.code}") for each in LANGUAGES.values()]
    page = pages.render("page.html", language, city=city, languages=links, title="x", said="y")
    shown = LANGUAGES[language]
    assert f'<html lang="{shown.written}" dir="{shown.direction}">' in page
    assert page.count('aria-current="true"') == 1
    for each in LANGUAGES.values():
        assert f'lang="{each.written}"' in page
        assert each.name in page


async def test_what_is_shown_is_text_and_runs_one_way(pages: Pages, city: City) -> None:
    said = "<img src=x onerror=alert(1)>\u202egro.elgoog"
    page = pages.render("page.html", "de", city=city, title=said, said=said)
    assert "<img" not in page
    assert "&lt;img" in page
    assert "\u202e" not in page


async def test_a_forgotten_value_is_an_error(pages: Pages, city: City) -> None:
    with pytest.raises(UndefinedError, match="said"):
        pages.render("page.html", "de", city=city, title="x")


async def test_the_city_s_own_pages_are_linked_where_it_names_them(
    pages: Pages, city: City
) -> None:
    page = pages.render("page.html", "de", city=city, title="x", said="y")
    assert "Impressum" not in page
    named = {"imprint_url": "https://www.stadt.example/impressum"}
    profile = city.profile.model_validate(city.profile.model_dump() | named)
    other = replace(city, profile=profile)
    page = pages.render("page.html", "de", city=other, title="x", said="y")
    assert '<a href="https://www.stadt.example/impressum">Impressum</a>' in page
    assert "Datenschutz" not in page


@pytest.mark.parametrize(
    ("address", "leads_there"),
    [
        ("https://stadt.example/a?b=c", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT://stadt.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//stadt.example", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
async def test_links_lead_to_web_pages_only(address: str | None, leads_there: bool) -> None:
    assert website_url(address) == (address if leads_there else None)


async def test_a_number_or_an_address_is_all_a_link_holds() -> None:
    assert phone_url("+49 (208) 825-1234;ext=1") == "tel:+4920882512341"
    assert mail_url("a@b.example?cc=c@d.example&body=x") == (
        "mailto:a@b.example%3Fcc%3Dc@d.example%26body%3Dx"
    )
    assert straight("a\u202db\u202ec") == "abc"
    assert straight(3) == 3


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_a_browser_reads_a_problem_as_a_page(
    client: httpx.AsyncClient, language: str
) -> None:
    missing = await client.get("/nowhere", headers=BROWSER | {"Accept-Language": language})
    assert missing.status_code == 404
    assert missing.headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(missing.headers["Content-Length"]) == len(missing.content)
    assert f'lang="{language}"' in missing.text
    assert page_texts(language).text("frame.to_search") in missing.text


async def test_a_page_of_a_problem_keeps_its_headers(client: httpx.AsyncClient) -> None:
    wrong = await client.put("/api/topics", headers=BROWSER)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET")
    assert "<h1>" in wrong.text


async def test_whoever_asks_for_no_page_gets_the_document(client: httpx.AsyncClient) -> None:
    for accept in ("*/*", "application/json"):
        missing = await client.get("/nowhere", headers={"Accept": accept})
        assert missing.headers["Content-Type"] == "application/problem+json"


async def test_what_is_no_problem_goes_through(client: httpx.AsyncClient) -> None:
    topics = await client.get("/api/topics", headers=BROWSER)
    assert topics.headers["Content-Type"] == "application/json"


def colours(pattern: re.Pattern[str], *paths: Path) -> dict[str, list[str]]:
    """The values of each colour: light first, then dark."""
    found: dict[str, list[str]] = {}
    for path in paths:
        screen = path.read_text(encoding="utf-8").partition("@media print")[0]
        for name, value in pattern.findall(screen):
            found.setdefault(name, []).append(value)
    return found


async def test_pages_have_the_colours_of_the_widget() -> None:
    static = STYLES / "static" / "widget"
    widget = colours(_WIDGET_COLOUR, static / "launcher.css", static / "widget.css")
    page = colours(_PAGE_COLOUR, STYLES / "pages" / "guide.css")
    assert len(page) > 15
    assert page == widget
