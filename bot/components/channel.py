"""The private door to Rasa: only the api, which knows the secret, may knock."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.action_answers import check_schema_once
from bot.components.tracker_table import TrackerTable

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Lotse-Secret"
TRUSTED_METADATA = ("language", "mode", "danger")


class LotseChannel(InputChannel):
    """One turn in, its messages and the profile out. It never logs what people write."""

    def __init__(self, secret: str, tracker_url: str) -> None:
        if not secret:
            raise ValueError("LOTSE_SECRET is empty: the api that starts Rasa sets it")
        self._secret = secret
        self._conversations = TrackerTable(tracker_url)
        check_schema_once()

    @classmethod
    def name(cls) -> str:
        return "lotse"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LotseChannel:
        return cls(**(credentials or {}))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("lotse", __name__)
        # In one step Sanic 21.12 takes a bound method for an option, and registers nothing.
        routes.middleware("request")(self._refuse_strangers)

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/turns")
        async def turn(request: Request) -> HTTPResponse:
            return await self._take_turn(request.json, on_new_message)

        @routes.delete("/conversations/<sender>")
        async def delete(_request: Request, sender: str) -> HTTPResponse:
            self._conversations.delete(sender)
            return response.empty()

        return routes

    async def _refuse_strangers(self, request: Request) -> HTTPResponse | None:
        given = request.headers.get(SECRET_HEADER, "")
        if hmac.compare_digest(given.encode(), self._secret.encode()):
            return None
        return response.json({"error": "forbidden"}, status=403)

    async def _take_turn(
        self, body: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> HTTPResponse:
        collected = CollectingOutputChannel()
        metadata = body.get("metadata") or {}
        message = UserMessage(
            body["text"],
            collected,
            body["sender"],
            input_channel=self.name(),
            metadata={key: metadata[key] for key in TRUSTED_METADATA if key in metadata},
        )
        try:
            await on_new_message(message)
        except Exception as error:  # noqa: BLE001 - the traceback would print what was written
            logger.error("A turn failed: %s", type(error).__name__)
            return response.json({"error": "turn failed"}, status=500)
        messages = [sent["custom"] for sent in collected.messages if "custom" in sent]
        profile = self._conversations.profile(body["sender"])
        return response.json({"messages": messages, "profile": profile})
