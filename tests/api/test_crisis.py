"""Danger comes before everything else, and needs nothing but the offers' own facts."""

from pathlib import Path

import httpx
import pytest
from starlette.responses import JSONResponse

from api.chat.crisis import FILE, CrisisHelp, read_contacts
from bot.safety import SafetyRules, languages
from bot.texts import catalogue, render
from bot.texts import languages as catalogues
from index.city import City, CityRejected
from index.offers.record import Offer
from index.search import SearchRequest
from tests.api.conftest import CITY, FakeIndex
from tests.api.fake_rasa import FakeRasa, answer, profile, text_message

KINDS = sorted({kind for language in languages() for kind in SafetyRules.load(language).kinds})
DANGER = "Mein Mann schlägt mich"
CONTACTS = [
    {
        "name": "Polizei-Notruf 110",
        "phone": "110",
        "url": None,
        "hours": "rund um die Uhr",
    },
    {
        "name": "Hilfetelefon Gewalt gegen Frauen 116 016",
        "phone": "116 016",
        "url": "https://www.hilfetelefon.de",
        "hours": "rund um die Uhr",
    },
    {
        "name": "Frauenhaus Oberhausen",
        "phone": None,
        "url": "https://frauenhelfenfrauen-oberhausen.de",
        "hours": None,
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


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_danger_has_contacts_that_can_be_reached(
    kind: str, offers: list[Offer], city: City
) -> None:
    by_id = {offer.id: offer for offer in offers}
    for offer_id in read_contacts(CITY)[kind]:
        offer = by_id[offer_id]
        assert offer.status == "published"
        assert offer.audience == "families"
        assert offer.phone or offer.website
        assert offer.valid_until is None or offer.valid_until >= city.today()
    first = by_id[read_contacts(CITY)[kind][0]]
    assert first.phone, "the first contact can be called"


@pytest.mark.parametrize("language", catalogues())
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_danger_has_a_short_text_without_numbers(kind: str, language: str) -> None:
    text = catalogue(language).text(f"crisis.{kind}")
    assert text.count(".") <= 3
    assert not any(character.isdigit() for character in text)


def test_there_are_no_contacts_or_texts_for_unknown_kinds() -> None:
    assert sorted(read_contacts(CITY)) == KINDS
    texts = catalogue("de")
    assert sorted(key for key in texts if key.startswith("crisis.")) == [
        f"crisis.{kind}" for kind in KINDS
    ]


def test_a_contact_that_is_no_longer_shown_is_left_out(offers: list[Offer]) -> None:
    left = FakeIndex([offer for offer in offers if offer.id != "notruf-110"])
    crisis = CrisisHelp(read_contacts(CITY), left.get).answer(DANGER, "de")
    assert crisis is not None
    assert [contact.phone for contact in crisis.contacts] == ["116 016", None]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        ("- a list", "does not list offer ids"),
        ("suicide: [", "does not list offer ids"),
        ("suicide: [telefonseelsorge]", "names no contacts for birth-now, child-abuse"),
    ],
    ids=["missing", "a list", "no YAML", "incomplete"],
)
def test_a_faulty_file_stops_the_start(tmp_path: Path, content: str | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CityRejected, match=complaint):
        read_contacts(tmp_path)
