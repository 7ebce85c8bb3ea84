"""Turns that overlap, fail, wait, and are tried again."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from api.chat import rasa_client
from api.chat.locks import ConversationLocks
from bot.actions.payloads import GREETING
from tests.api.fake_rasa import FakeRasa, answer, text_message

pytestmark = pytest.mark.anyio


async def test_parallel_turns_of_one_conversation_keep_order_and_none_is_lost(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    texts = [f"Nachricht {number}" for number in range(20)]
    sent = [client.post(f"{conversation}/messages", json={"text": text}) for text in texts]
    answers = await asyncio.gather(*sent)
    assert [said.json()["messages"][0]["text"] for said in answers] == [
        f"Antwort auf {text}" for text in texts
    ]
    messages = (await client.get(conversation)).json()["messages"]
    assert [message["id"] for message in messages] == list(range(1, 42))
    assert [message["text"] for message in messages if message["author"] == "user"] == texts
    assert rasa.texts == [GREETING, *texts]


async def test_a_second_turn_waits_for_the_first(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.may_answer.clear()
    turns = [
        asyncio.create_task(client.post(f"{conversation}/messages", json={"text": text}))
        for text in ("eins", "zwei")
    ]
    await until(lambda: len(rasa.turns) == 2)
    assert rasa.texts == [GREETING, "eins"]
    rasa.may_answer.set()
    await asyncio.gather(*turns)
    assert rasa.texts == [GREETING, "eins", "zwei"]


async def test_conversations_do_not_wait_for_each_other(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    begun = [(await client.post("/api/conversations")).json()["id"] for _ in range(2)]
    rasa.may_answer.clear()
    turns = [
        asyncio.create_task(client.post(f"/api/conversations/{id_}/messages", json={"text": text}))
        for id_, text in zip(begun, ("eins", "zwei"), strict=True)
    ]
    await until(lambda: len(rasa.turns) == 4)
    assert set(rasa.texts[2:]) == {"eins", "zwei"}
    rasa.may_answer.set()
    await asyncio.gather(*turns)


async def test_who_would_wait_too_long_is_told_at_once(
    client: httpx.AsyncClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_client, "MOST_WAITING", 1)
    begun = [(await client.post("/api/conversations")).json()["id"] for _ in range(2)]
    rasa.may_answer.clear()
    first, second = (f"/api/conversations/{id_}/messages" for id_ in begun)
    waiting = asyncio.create_task(client.post(first, json={"text": "eins"}))
    await until(lambda: len(rasa.turns) == 3)
    told = await client.post(second, json={"text": "zwei"})
    assert told.status_code == 503
    assert int(told.headers["Retry-After"]) > 0
    rasa.may_answer.set()
    assert (await waiting).status_code == 200
    assert (await client.post(second, json={"text": "zwei"})).status_code == 200


async def test_the_table_of_locks_does_not_grow() -> None:
    locks = ConversationLocks()
    for number in range(100):
        async with locks.of(str(number)):
            assert len(locks) == 1
    assert len(locks) == 0


@pytest.mark.parametrize(
    "failure",
    [
        JSONResponse({"messages": [], "profile": None}),
        JSONResponse({"messages": [{"type": "poem", "text": "x"}], "profile": None}),
        JSONResponse({"error": "turn failed"}, 500),
        Response("no JSON"),
    ],
    ids=["nothing said", "unknown message", "status 500", "no JSON"],
)
async def test_a_turn_that_failed_is_sent_once_more(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, failure: Response
) -> None:
    rasa.answers.append(failure)
    said = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert said.status_code == 200
    assert rasa.texts == [GREETING, "Kita", "Kita"]
    messages = (await client.get(conversation)).json()["messages"]
    assert [message["text"] for message in messages[1:]] == ["Kita", "Antwort auf Kita"]


async def test_a_turn_that_failed_twice_asks_to_try_again_and_keeps_nothing(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    nothing = JSONResponse({"messages": [], "profile": None})
    rasa.answers.extend([nothing, nothing])
    failed = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert failed.status_code == 503
    assert failed.headers["Retry-After"] == "5"
    assert failed.json()["retry"] is True
    assert len((await client.get(conversation)).json()["messages"]) == 1

    again = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert again.status_code == 200
    assert len((await client.get(conversation)).json()["messages"]) == 3


async def test_a_turn_waits_while_rasa_restarts(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.up = False
    turn = asyncio.create_task(client.post(f"{conversation}/messages", json={"text": "Kita"}))
    await asyncio.sleep(0.1)
    assert not turn.done()
    rasa.up = True
    assert (await turn).status_code == 200
    assert rasa.texts == [GREETING, "Kita"]


@pytest.mark.parametrize("turn_seconds", [1.0])
async def test_a_turn_gives_up_when_rasa_stays_away(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.up = False
    turns = [client.post(f"{conversation}/messages", json={"text": "Kita"}) for _ in range(3)]
    assert {failed.status_code for failed in await asyncio.gather(*turns)} == {503}
    rasa.up = True
    again = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert again.json()["messages"][0]["id"] == 3


async def test_the_dialogue_can_end_the_conversation(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.answers.append(answer(text_message("Alles gelöscht."), {"type": "end"}))
    last = await client.post(f"{conversation}/messages", json={"payload": "delete:confirm"})
    assert [message["text"] for message in last.json()["messages"]] == ["Alles gelöscht."]
    assert (await client.get(conversation)).status_code == 404
    assert conversation.endswith(rasa.forgotten[0])


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)
