"""Hostile messages against the running stack, and what of it must not be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.stress.hostile import hostile_messages

A_CONVERSATION = 25
"""So many hostile messages, then an ordinary one."""
AT_ONCE = 4
TIMEOUT_SECONDS = 90.0
SECRET = "Schlehenmus"
ORDINARY = "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"
NOT_TO_BE_SEEN = (SECRET, "Traceback", "site-packages", "SELECT ", "root:x:", "LOTSE_SECRET")
EXPECTED = {httpx.codes.OK, httpx.codes.UNPROCESSABLE_ENTITY}


@dataclass
class Attack:
    messages: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    async def run(self, url: str, seed: int, count: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS) as client:
            path = await _begin(client)
            await _say(client, path, f"Mein Sohn isst nur {SECRET}")
            messages = list(hostile_messages(seed, count))
            starts = range(0, count, A_CONVERSATION)
            conversations = iter([messages[start : start + A_CONVERSATION] for start in starts])
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(self._take(client, conversations))

    async def _take(self, client: httpx.AsyncClient, rest: Iterator[Sequence[str]]) -> None:
        for messages in rest:
            await self._converse(client, messages)

    async def _converse(self, client: httpx.AsyncClient, messages: Sequence[str]) -> None:
        path = await _begin(client)
        for message in messages:
            response = await _say(client, path, message)
            self.messages += 1
            self.refused += response.status_code != httpx.codes.OK
            self._look_at(response, message)
        last = await _say(client, path, ORDINARY)
        if last.status_code != httpx.codes.OK or not last.json()["messages"]:
            self.faults.append(f"stuck after {messages!r}: {last.text}")

    def _look_at(self, response: httpx.Response, message: str) -> None:
        if response.status_code not in EXPECTED:
            self.faults.append(f"{response.status_code} for {message!r}: {response.text}")
        elif response.status_code == httpx.codes.OK and not response.json()["messages"]:
            self.faults.append(f"no answer to {message!r}")
        seen = [word for word in NOT_TO_BE_SEEN if word in response.text and word not in message]
        if seen:
            self.faults.append(f"{seen} in the answer to {message!r}: {response.text}")


def leaks(logs: Sequence[Path], messages: Sequence[str]) -> list[str]:
    """What was written and is in a log; short messages are in any log."""
    told = [message for message in messages if len(message) > A_CONVERSATION]
    texts = [(log, log.read_text(encoding="utf-8", errors="replace")) for log in logs]
    return [
        f"{log.name}: {message!r}"
        for log, text in texts
        for message in [*told, SECRET]
        if message in text
    ]


async def _begin(client: httpx.AsyncClient) -> str:
    answer = await client.post("/api/conversations", json={})
    return f"/api/conversations/{answer.raise_for_status().json()['id']}"


async def _say(client: httpx.AsyncClient, path: str, text: str) -> httpx.Response:
    return await client.post(f"{path}/messages", json={"text": text})
