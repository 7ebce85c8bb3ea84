"""A family begins with a phase of childhood, a topic, or by asking for a person."""

import json

import httpx
import pytest

from bot.actions.payloads import GREETING
from bot.languages import LANGUAGES
from index.city import City
from tests.api.fake_rasa import FakeRasa

pytestmark = pytest.mark.anyio


async def test_phases_are_listed_with_their_ages(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/phases?language=de")).json()
    assert answer["language"] == "de"
    assert answer["phases"][2] == {
        "id": "toddler",
        "label": "Kleinkind",
        "ages": "1 bis 2 Jahre",
        "age_min_months": 12,
        "age_max_months": 35,
        "needs": [],
    }
    assert answer["phases"][-1]["needs"] == ["training-work"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_phases_and_groups_speak_each_language(
    client: httpx.AsyncClient, city: City, language: str
) -> None:
    phases = (await client.get("/api/phases", headers={"Accept-Language": language})).json()
    groups = (await client.get("/api/topics", headers={"Accept-Language": language})).json()
    assert phases["language"] == groups["language"] == language
    assert phases["phases"][0]["label"] == city.phases["pregnancy"].labels[language]
    assert groups["groups"][0]["label"] == city.topic_groups["often"].labels[language]


async def test_each_topic_is_in_one_group(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/topics")).json()
    grouped = [topic for group in answer["groups"] for topic in group["topics"]]
    assert sorted(grouped) == sorted(topic["id"] for topic in answer["topics"])


async def test_a_phase_is_a_correction_of_the_profile(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    await client.post(f"{conversation}/messages", json={"payload": "phase:first-job"})
    intent, _, entities = rasa.texts[-1].partition("{")
    assert intent == "/correct_profile"
    assert json.loads(json.loads("{" + entities)["profile_patch"]) == {
        "children": [{"age_min_months": 192, "age_max_months": 299}],
        "needs": ["training-work"],
    }


async def test_an_unknown_phase_is_refused(client: httpx.AsyncClient, conversation: str) -> None:
    answer = await client.post(f"{conversation}/messages", json={"payload": "phase:old-age"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ("phase:kita", "Kita-Kind"),
        ("topic:money", "Geld und Leistungen"),
        ("human", "Mit einem Menschen sprechen"),
    ],
)
async def test_what_was_chosen_is_kept_as_what_was_said(
    client: httpx.AsyncClient, conversation: str, payload: str, title: str
) -> None:
    await client.post(f"{conversation}/messages", json={"payload": payload})
    said = (await client.get(conversation)).json()["messages"]
    assert [each["text"] for each in said if each["author"] == "user"] == [title]


@pytest.mark.parametrize("turn_seconds", [1.0])
async def test_a_conversation_begins_although_rasa_stays_away(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    rasa.up = False
    begun = await client.post("/api/conversations", json={"language": "en"})
    assert begun.status_code == 201
    (greeting,) = begun.json()["messages"]
    assert "Oberhausen" in greeting["text"]
    assert begun.json()["profile"]["language"] == "en"
    rasa.up = True
    path = f"/api/conversations/{begun.json()['id']}"
    answer = await client.post(f"{path}/messages", json={"text": "A place to play"})
    assert answer.status_code == 200
    assert rasa.texts == ["A place to play"]


@pytest.mark.parametrize("turn_seconds", [1.0])
async def test_a_person_is_named_although_rasa_stays_away(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, city: City
) -> None:
    rasa.up = False
    answer = await client.post(f"{conversation}/messages", json={"payload": "human"})
    who, danger, offers = answer.json()["messages"]
    (match,) = offers["results"]
    assert match["offer"]["id"] == city.human_contact_offer
    assert match["offer"]["phone"] in who["text"]
    assert "112" in danger["text"]
    assert rasa.texts == [GREETING]


async def test_a_person_is_named_by_the_dialogue_where_it_answers(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    answer = await client.post(f"{conversation}/messages", json={"payload": "human"})
    assert [each["text"] for each in answer.json()["messages"]] == ["Antwort auf /human"]
    assert rasa.texts[-1] == "/human"
