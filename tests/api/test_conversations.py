"""The conversation part of the HTTP contract, with a dialogue that only echoes."""

import json

import httpx
import pytest
from starlette.responses import JSONResponse

from api.chat.conversations import ID_BYTES
from bot.actions.payloads import GREETING
from bot.texts import render
from index.city import City
from index.search import SearchRequest
from tests.api.conftest import FakeIndex
from tests.api.fake_rasa import FakeRasa, answer, profile, text_message

pytestmark = pytest.mark.anyio


async def test_a_conversation_begins_with_a_greeting(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    rasa.answers.append(answer(text_message("Guten Tag!")))
    begun = await client.post("/api/conversations", json={"language": "de"})
    assert begun.status_code == 201
    assert begun.json() == {
        "id": begun.json()["id"],
        "language": "de",
        "messages": [{"id": 1, "author": "bot", "type": "text", "text": "Guten Tag!"}],
        "profile": profile(),
        "crisis": None,
    }
    assert rasa.turns == [
        {
            "sender": begun.json()["id"],
            "text": GREETING,
            "metadata": {"language": "de", "mode": "family"},
        }
    ]


async def test_ids_are_long_and_never_the_same(client: httpx.AsyncClient) -> None:
    ids = {(await client.post("/api/conversations")).json()["id"] for _ in range(20)}
    assert len(ids) == 20
    assert all(len(conversation_id) >= ID_BYTES * 4 / 3 for conversation_id in ids)


async def test_an_unknown_language_falls_back_to_german(client: httpx.AsyncClient) -> None:
    begun = await client.post("/api/conversations", json={"language": "tlh"})
    assert begun.json()["language"] == "de"


async def test_a_counselor_s_conversation_tells_the_dialogue_so(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    await client.post("/api/conversations", json={"mode": "counselor"})
    assert rasa.turns[0]["metadata"]["mode"] == "counselor"


async def test_words_are_answered(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    said = await client.post(f"{conversation}/messages", json={"text": "  Wir suchen Hilfe "})
    assert said.status_code == 200
    assert said.json() == {
        "messages": [
            {"id": 3, "author": "bot", "type": "text", "text": "Antwort auf Wir suchen Hilfe"}
        ],
        "profile": profile(need_text="Wir suchen Hilfe"),
        "crisis": None,
    }
    assert rasa.texts == [GREETING, "Wir suchen Hilfe"]


async def test_a_reloaded_page_gets_everything_again(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"text": "eins"})
    await client.post(f"{conversation}/messages", json={"text": "zwei"})
    read = (await client.get(conversation)).json()
    assert [(m["id"], m["author"], m["text"]) for m in read["messages"]] == [
        (1, "bot", f"Antwort auf {GREETING}"),
        (2, "user", "eins"),
        (3, "bot", "Antwort auf eins"),
        (4, "user", "zwei"),
        (5, "bot", "Antwort auf zwei"),
    ]
    assert read["profile"] == profile(need_text="zwei")
    assert conversation.endswith(read["id"])


async def test_every_kind_of_message_passes_through(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, index: FakeIndex, city: City
) -> None:
    (match,) = index.search(SearchRequest(limit=1)).matches
    messages = [
        text_message("Das habe ich gefunden:"),
        {
            "type": "offers",
            "results": [render.render_match(match, "de", city)],
            "more": True,
        },
        {"type": "quick_replies", "options": [{"title": "Mehr zeigen", "payload": "more"}]},
    ]
    rasa.answers.append(answer(*messages))
    said = await client.post(f"{conversation}/messages", json={"text": "Hilfe"})
    numbered = [
        {"id": number, "author": "bot", **message}
        for number, message in enumerate(messages, start=3)
    ]
    assert said.json()["messages"] == numbered
    assert (await client.get(conversation)).json()["messages"][2:] == numbered


async def test_a_button_is_remembered_by_its_title(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    options = [{"title": "Mehr zeigen", "payload": "more"}]
    rasa.answers.append(answer({"type": "quick_replies", "options": options}))
    await client.post(f"{conversation}/messages", json={"text": "Kita"})
    await client.post(f"{conversation}/messages", json={"payload": "more"})
    messages = (await client.get(conversation)).json()["messages"]
    assert rasa.texts[-1] == "/more_offers"
    assert messages[3] == {"id": 4, "author": "user", "type": "text", "text": "Mehr zeigen"}


async def test_a_button_no_message_showed_leaves_only_its_answer(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"payload": "help"})
    messages = (await client.get(conversation)).json()["messages"]
    assert [message["author"] for message in messages] == ["bot", "bot"]


async def test_a_corrected_profile_is_a_turn(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    children = [
        {
            "age_min_months": 36,
            "age_max_months": 47,
            "label": "Kleine, 3 Jahre",
            "who": "little_girl",
            "needs": ["sports"],
            "need_text": "Turnen",
        }
    ]
    rasa.answers.append(answer(text_message("Gut."), children=children))
    patched = await client.patch(
        f"{conversation}/profile", json={"children": children, "district": None}
    )
    assert patched.status_code == 200
    assert patched.json()["profile"] == profile(children=children)
    intent, _, entities = rasa.texts[-1].partition("{")
    patch = json.loads(json.loads("{" + entities)["profile_patch"])
    assert (intent, patch) == ("/correct_profile", {"children": children, "district": None})


async def test_the_focus_and_every_wish_can_be_corrected(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    changes = {"focus": 1, "wishes": {"weekend": True, "free": False, "language": "tr"}}
    rasa.answers.append(answer(text_message("Gut."), **changes))
    patched = await client.patch(f"{conversation}/profile", json=changes)
    assert patched.json()["profile"] == profile(**changes)
    _, _, entities = rasa.texts[-1].partition("{")
    assert json.loads(json.loads("{" + entities)["profile_patch"]) == changes


async def test_the_profile_stays_when_the_dialogue_sends_none(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    await client.post(f"{conversation}/messages", json={"text": "Kita"})
    rasa.answers.append(JSONResponse({"messages": [text_message("Ja?")], "profile": None}))
    said = await client.post(f"{conversation}/messages", json={"text": "Hm"})
    assert said.json()["profile"] == profile(need_text="Kita")


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({}, "body"),
        ({"pets": []}, "pets"),
        ({"needs": ["dragons"]}, "needs.0"),
        ({"district": "duisburg"}, "district"),
        ({"children": [{"age_min_months": 48, "age_max_months": 36}]}, "children.0"),
        (
            {"children": [{"age_min_months": -10, "age_max_months": 0}]},
            "children.0.age_min_months",
        ),
        (
            {"children": [{"age_min_months": 0, "age_max_months": 325}]},
            "children.0.age_max_months",
        ),
        (
            {"children": [{"age_min_months": "3", "age_max_months": 36}]},
            "children.0.age_min_months",
        ),
        ({"children": [{"age_min_months": 0, "age_max_months": 11}] * 13}, "children"),
        (
            {"children": [{"age_min_months": 0, "age_max_months": 11, "needs": ["dragons"]}]},
            "children.0.needs.0",
        ),
        ({"wishes": {"gold": True}}, "wishes.gold"),
        ({"wishes": {"language": "türkisch"}}, "wishes.language"),
        ({"focus": -1}, "focus"),
        ({"district_any": "yes"}, "district_any"),
    ],
)
async def test_a_faulty_correction_is_refused_and_names_the_field(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, patch: object, field: str
) -> None:
    refused = await client.patch(f"{conversation}/profile", json=patch)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert rasa.texts == [GREETING]


@pytest.mark.parametrize(
    "message",
    [{}, {"text": "a", "payload": "more"}, {"text": 3}, {"text": "a", "sender": "b"}, [], None],
)
async def test_a_message_is_either_text_or_payload(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, message: object
) -> None:
    refused = await client.post(f"{conversation}/messages", json=message)
    assert refused.status_code == 422
    assert rasa.texts == [GREETING]


async def test_half_a_surrogate_pair_is_refused(
    client: httpx.AsyncClient, conversation: str
) -> None:
    refused = await client.post(
        f"{conversation}/messages",
        content=rb'{"text": "\ud83d"}',
        headers={"Content-Type": "application/json"},
    )
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("DELETE", "", None),
        ("POST", "/messages", {"text": "Hallo"}),
        ("POST", "/messages", {"payload": "more"}),
        ("PATCH", "/profile", {"district_any": True}),
    ],
)
async def test_a_conversation_that_does_not_exist_is_not_found(
    client: httpx.AsyncClient, rasa: FakeRasa, method: str, path: str, body: object
) -> None:
    missing = await client.request(method, f"/api/conversations/guessed{path}", json=body)
    assert missing.status_code == 404
    assert missing.json()["type"] == "urn:familienlotse:problem:conversation-not-found"
    assert rasa.turns == []
