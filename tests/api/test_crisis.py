"""Danger comes before everything else, and needs nothing but the offers' own facts."""

import httpx
import pytest
from starlette.responses import JSONResponse

from bot.safety import SafetyRules, languages
from bot.texts import catalogue, render
from bot.texts import languages as catalogues
from index.city import City
from index.search import SearchRequest
from tests.api.conftest import FakeIndex
from tests.api.fake_rasa import FakeRasa, answer, profile, text_message

KINDS = sorted({kind for language in languages() for kind in SafetyRules.load(language).kinds})
DANGER = "Mein Mann schlägt mich"
CONTACTS = [
    {
        "name": "Polizei 110",
        "phone": "110",
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": None,
        "hours": "rund um die Uhr",
        "languages": "Deutsch",
        "verified": None,
    },
    {
        "name": "Hilfetelefon Gewalt gegen Frauen",
        "phone": "116 016",
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": "https://www.hilfetelefon.de",
        "hours": "rund um die Uhr",
        "languages": "Deutsch, Englisch, Polnisch, Russisch und Ukrainisch",
        "verified": "Juni 2023",
    },
    {
        "name": "Frauenhaus Oberhausen",
        "phone": None,
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": "https://frauenhelfenfrauen-oberhausen.de",
        "hours": None,
        "languages": "Deutsch",
        "verified": "März 2023",
    },
]


@pytest.mark.anyio
async def test_danger_is_answered_with_whom_to_call(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    (crisis,) = said.json()["messages"]
    assert crisis == {
        "id": 3,
        "author": "bot",
        "type": "crisis",
        "text": catalogue("de").text("crisis.partner-violence"),
        "contacts": CONTACTS,
    }


@pytest.mark.anyio
async def test_the_dialogue_is_told_of_the_danger(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    for text in (DANGER, "Wir suchen eine Kita"):
        await client.post(f"{conversation}/messages", json={"text": text})
    assert [turn["metadata"].get("danger") for turn in rasa.turns[-2:]] == [True, None]


@pytest.mark.anyio
async def test_of_the_dialogue_only_offers_follow(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, index: FakeIndex, city: City
) -> None:
    (match,) = index.search(SearchRequest(limit=1)).matches
    shown = {"type": "offers", "results": [render.render_match(match, "de", city)], "more": True}
    options = [{"title": "Noch nicht geboren", "payload": "age:-9--1"}]
    rasa.answers.append(
        answer(
            text_message("Das könnte Ihnen helfen."),
            shown,
            text_message("Wie alt ist Ihr Kind?"),
            {"type": "quick_replies", "options": options},
            need_text=DANGER,
        )
    )
    said = (await client.post(f"{conversation}/messages", json={"text": DANGER})).json()
    assert [message["type"] for message in said["messages"]] == ["crisis", "offers"]
    assert said["profile"] == profile(need_text=DANGER)


@pytest.mark.anyio
async def test_it_is_said_although_the_dialogue_fails(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.answers.extend([JSONResponse({"error": "turn failed"}, 500)] * 2)
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.status_code == 200
    assert [message["type"] for message in said.json()["messages"]] == ["crisis"]
    assert said.json()["profile"] == profile()


@pytest.mark.anyio
async def test_it_is_said_although_the_dialogue_is_away(
    client: httpx.AsyncClient,
    conversation: str,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.chat.conversations.SECONDS_FOR_RASA_IN_DANGER", 0.1)
    rasa.up = False
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.status_code == 200
    kept = (await client.get(conversation)).json()["messages"]
    assert [(message["author"], message["type"]) for message in kept[1:]] == [
        ("user", "text"),
        ("bot", "crisis"),
    ]
    assert kept[2] == said.json()["messages"][0]


@pytest.mark.anyio
async def test_it_is_said_although_nothing_can_be_searched(
    client: httpx.AsyncClient,
    conversation: str,
    index: FakeIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: SearchRequest) -> None:
        raise RuntimeError("no search")

    monkeypatch.setattr(index, "search", broken)
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.json()["messages"][0]["type"] == "crisis"


@pytest.mark.anyio
async def test_danger_in_a_need_corrected_by_hand_is_heard(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = await client.patch(f"{conversation}/profile", json={"need_text": DANGER})
    assert [message["type"] for message in said.json()["messages"]] == ["crisis"]


@pytest.mark.anyio
async def test_without_danger_the_dialogue_answers_alone(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert [message["type"] for message in said.json()["messages"]] == ["text"]


@pytest.mark.parametrize("language", catalogues())
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_danger_has_a_short_text_without_numbers(kind: str, language: str) -> None:
    text = catalogue(language).text(f"crisis.{kind}")
    assert text.count(".") <= 3
    assert not any(character.isdigit() for character in text)


def test_there_are_no_texts_for_unknown_kinds() -> None:
    texts = catalogue("de")
    assert sorted(key for key in texts if key.startswith("crisis.")) == [
        f"crisis.{kind}" for kind in KINDS
    ]
