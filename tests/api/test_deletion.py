"""What is deleted is gone everywhere, whatever else happens at the time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, text

from api.chat.conversations import Conversations
from api.chat.store import ConversationStore
from api.settings import Settings
from bot.texts import catalogue
from tests.api.conftest import Clock
from tests.api.fake_rasa import FakeRasa, answer, text_message

pytestmark = pytest.mark.anyio

SECRET_WORD = "Streuselkuchenrezept"


def files_hold(directory: Path, words: str) -> bool:
    files = [path for path in directory.rglob("*") if path.is_file()]
    assert files
    return any(words.encode() in path.read_bytes() for path in files)


async def test_nothing_is_left_of_a_deleted_conversation(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, settings: Settings
) -> None:
    # Long enough for pages to split and overflow, with others between that stay.
    other = (await client.post("/api/conversations")).json()["id"]
    for number in range(30):
        long = f"{SECRET_WORD} {number} " + "bitte " * (number * 5)
        await client.post(f"{conversation}/messages", json={"text": long})
        await client.post(f"/api/conversations/{other}/messages", json={"text": f"bleibt {number}"})
    assert files_hold(settings.data_dir, SECRET_WORD)

    deleted = await client.delete(conversation)
    assert (deleted.status_code, deleted.content) == (204, b"")
    conversation_id = conversation.rsplit("/", 1)[1]
    assert rasa.forgotten == [conversation_id]
    assert not files_hold(settings.data_dir, SECRET_WORD)
    assert not files_hold(settings.data_dir, conversation_id)
    assert (await client.get(conversation)).status_code == 404
    assert len((await client.get(f"/api/conversations/{other}")).json()["messages"]) == 61


async def test_nothing_is_left_where_the_page_was_left(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, settings: Settings
) -> None:
    await client.post(f"{conversation}/messages", json={"text": SECRET_WORD})
    left = await client.post(f"{conversation}/leave", headers={"Content-Type": "text/plain"})
    assert (left.status_code, left.content) == (204, b"")
    assert rasa.forgotten == [conversation.rsplit("/", 1)[1]]
    assert not files_hold(settings.data_dir, SECRET_WORD)
    assert (await client.post(f"{conversation}/leave")).status_code == 404


async def test_a_deletion_while_rasa_is_away_is_completed_later(
    client: httpx.AsyncClient,
    conversation: str,
    conversations: Conversations,
    rasa: FakeRasa,
    settings: Settings,
) -> None:
    await client.post(f"{conversation}/messages", json={"text": SECRET_WORD})
    rasa.up = False
    deleted = await client.delete(conversation)
    assert (deleted.status_code, deleted.content) == (202, b"")
    assert (await client.get(conversation)).status_code == 404
    assert not files_hold(settings.data_dir, SECRET_WORD)

    await conversations.tidy()
    assert rasa.forgotten == []
    rasa.up = True
    await conversations.tidy()
    await conversations.tidy()
    conversation_id = conversation.rsplit("/", 1)[1]
    assert rasa.forgotten == [conversation_id]
    assert not files_hold(settings.data_dir, conversation_id)


async def test_a_deletion_is_not_complete_while_somebody_reads_old_pages(
    client: httpx.AsyncClient,
    conversation: str,
    conversations: Conversations,
    store: ConversationStore,
    settings: Settings,
) -> None:
    await client.post(f"{conversation}/messages", json={"text": SECRET_WORD})
    reader = create_engine(settings.database_url)
    with reader.connect() as reading:
        reading.execute(text("BEGIN"))
        reading.execute(text("SELECT * FROM messages"))
        assert (await client.delete(conversation)).status_code == 202
        assert store.pending_deletions() == [conversation.rsplit("/", 1)[1]]
    reader.dispose()
    await conversations.tidy()
    assert store.pending_deletions() == []
    assert not files_hold(settings.data_dir, SECRET_WORD)


async def test_a_family_that_deletes_in_the_chat_is_told_what_was_found(
    client: httpx.AsyncClient, rasa: FakeRasa, settings: Settings
) -> None:
    said = []
    for is_in_the_way in (False, True):
        begun = await client.post("/api/conversations", json={})
        path = f"/api/conversations/{begun.json()['id']}"
        rasa.answers.append(answer(text_message("Alles gelöscht."), {"type": "end"}))
        reader = create_engine(settings.database_url)
        with reader.connect() as reading:
            if is_in_the_way:
                reading.execute(text("BEGIN"))
                reading.execute(text("SELECT * FROM messages"))
            turn = await client.post(f"{path}/messages", json={"payload": "delete:confirm"})
        reader.dispose()
        said.append(turn.json()["messages"][-1]["text"])
        assert (await client.get(path)).status_code == 404
    assert said == ["Alles gelöscht.", catalogue("de").text("delete.follows")]


async def test_a_conversation_deleted_during_a_turn_does_not_come_back(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, settings: Settings
) -> None:
    rasa.may_answer.clear()
    turns = [
        asyncio.create_task(client.post(f"{conversation}/messages", json={"text": SECRET_WORD}))
        for _ in range(3)
    ]
    while len(rasa.turns) < 2:
        await asyncio.sleep(0.01)
    deletion = asyncio.create_task(client.delete(conversation))
    await asyncio.sleep(0.1)
    assert rasa.forgotten == []

    rasa.may_answer.set()
    assert (await deletion).status_code == 204
    assert {(await turn).status_code for turn in turns} == {404}
    assert len(rasa.turns) == 2
    assert len(rasa.forgotten) == 1
    assert not files_hold(settings.data_dir, SECRET_WORD)


async def test_an_idle_conversation_is_forgotten(
    client: httpx.AsyncClient,
    conversation: str,
    conversations: Conversations,
    rasa: FakeRasa,
    clock: Clock,
) -> None:
    clock.pass_hours(23)
    await conversations.tidy()
    assert (await client.get(conversation)).status_code == 200

    await client.post(f"{conversation}/messages", json={"text": "Noch da"})
    clock.pass_hours(23)
    await conversations.tidy()
    assert (await client.get(conversation)).status_code == 200

    clock.pass_hours(1.1)
    await conversations.tidy()
    assert (await client.get(conversation)).status_code == 404
    assert conversation.endswith(rasa.forgotten[0])


async def test_the_running_server_forgets_idle_conversations(
    app: FastAPI, client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, clock: Clock
) -> None:
    clock.pass_hours(25)
    async with app.router.lifespan_context(app):
        while not rasa.forgotten:
            await asyncio.sleep(0.01)
    assert (await client.get(conversation)).status_code == 404


async def test_conversations_outlive_the_server(
    settings: Settings, client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"text": "Kita"})
    again = ConversationStore(settings.database_url)
    again.migrate()
    kept = again.messages(conversation.rsplit("/", 1)[1])
    again.close()
    assert [message.content["text"] for message in kept][1:] == ["Kita", "Antwort auf Kita"]


def test_deletions_at_once_do_not_hinder_each_other(settings: Settings) -> None:
    store = ConversationStore(settings.database_url, busy_seconds=60)
    with ThreadPoolExecutor(4) as at_once:
        assert all(at_once.map(lambda _: store.wipe(), range(40)))
    store.close()
