"""Rasa's actions over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from api.app import BODY_LIMIT_BYTES
from api.chat.rasa_client import SECRET_HEADER
from api.services import Services
from tests.api.fake_rasa import SECRET

pytestmark = pytest.mark.anyio

WITH_SECRET = {SECRET_HEADER: SECRET}


class SayHello(Action):  # type: ignore[misc]  # rasa-sdk has no types
    def name(self) -> str:
        return "action_say_hello"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(text=f"Hallo {tracker.sender_id}")
        return [{"event": "slot", "timestamp": None, "name": "greeted", "value": True}]


class Reject(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_reject"

    async def run(
        self, _dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        raise ActionExecutionRejection(self.name(), "not now")


@pytest.fixture(autouse=True)
def registered(services: Services) -> None:
    services.executor.register_action(SayHello())
    services.executor.register_action(Reject())


def call(action: str, **more: Any) -> dict[str, Any]:
    """What Rasa 3.6 posts for an action that does not ask for the domain."""
    tracker = {"sender_id": "abc", "slots": {}, "events": [], "latest_message": {}}
    return {"next_action": action, "sender_id": "abc", "tracker": tracker, **more}


async def test_an_action_runs(client: httpx.AsyncClient) -> None:
    ran = await client.post("/internal/actions", json=call("action_say_hello"), headers=WITH_SECRET)
    assert ran.status_code == 200
    assert ran.json()["events"] == [
        {"event": "slot", "timestamp": None, "name": "greeted", "value": True}
    ]
    assert ran.json()["responses"][0]["text"] == "Hallo abc"


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "guessed"}])
async def test_without_the_secret_nothing_seems_to_be_here(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    hidden = await client.post("/internal/actions", json=call("action_say_hello"), headers=headers)
    assert hidden.status_code == 404
    assert hidden.json()["type"] == "urn:familienlotse:problem:not-found"


async def test_without_the_secret_no_body_is_read(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2 * BODY_LIMIT_BYTES // 1024):
            yield b"x" * 1024
        pytest.fail("all of the body was read")

    for content in (b"{", endless()):
        hidden = await client.post("/internal/actions", content=content)
        assert hidden.status_code == 404


async def test_an_unknown_action_is_not_found(client: httpx.AsyncClient) -> None:
    missing = await client.post("/internal/actions", json=call("action_x"), headers=WITH_SECRET)
    assert missing.status_code == 404
    assert missing.json()["action_name"] == "action_x"


async def test_a_rejection_is_told_as_rasa_expects_it(client: httpx.AsyncClient) -> None:
    rejected = await client.post(
        "/internal/actions", json=call("action_reject"), headers=WITH_SECRET
    )
    assert rejected.status_code == 400
    assert rejected.json() == {"error": "not now", "action_name": "action_reject"}


async def test_a_long_course_of_events_is_no_body_too_large(client: httpx.AsyncClient) -> None:
    long = call("action_say_hello", padding="x" * (2 * BODY_LIMIT_BYTES))
    ran = await client.post("/internal/actions", json=long, headers=WITH_SECRET)
    assert ran.status_code == 200
