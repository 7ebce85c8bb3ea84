"""The dialogue's private channel. It may be restarting at any time."""

import asyncio
import logging
from typing import Annotated, Any, Literal, Self

import httpx
from pydantic import BaseModel, Field, ValidationError

from api.chat.schemas import Content, Mode, Offers, Profile, QuickReplies, Text

SECRET_HEADER = "X-Lotse-Secret"
ATTEMPTS = 2
ATTEMPT_SECONDS = 10.0
HEALTH_SECONDS = 2.0
MOST_WAITING = 150
"""Turns at once; Rasa takes about twenty a second, and a family waits no longer than it must."""
HEALTH_PAUSE_SECONDS = 0.25

_CHANNEL = "/webhooks/lotse"

Json = dict[str, Any]

logger = logging.getLogger(__name__)


class RasaError(Exception):
    """Rasa gave no answer that can be used; the message says which fault it was."""


class End(BaseModel):
    """Tells the api, not the family: remove every trace of this conversation after the turn."""

    type: Literal["end"]


class RasaAnswer(BaseModel):
    """An answer without any message means that Rasa failed."""

    messages: Annotated[
        list[Annotated[Text | QuickReplies | Offers | End, Field(discriminator="type")]],
        Field(min_length=1),
    ]
    profile: Profile | None = None

    @property
    def is_last(self) -> bool:
        return any(isinstance(message, End) for message in self.messages)

    @property
    def contents(self) -> list[Content]:
        return [message for message in self.messages if not isinstance(message, End)]


class Silence(BaseModel):
    """What Rasa answers where it has nothing to say."""

    profile: Profile | None = None


class RasaClient:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._waiting = 0

    @classmethod
    def connect(cls, port: int, secret: str) -> Self:
        # No proxy of the environment may come between two processes of one machine.
        client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={SECRET_HEADER: secret},
            timeout=ATTEMPT_SECONDS,
            trust_env=False,
        )
        return cls(client)

    async def turn(self, sender: str, text: str, *, language: str, mode: Mode) -> RasaAnswer:
        """Sends the text, and sends it again when Rasa failed or was away.

        Waits as long as Rasa is away: bound it from outside. Raises RasaError when Rasa takes the
        text but fails on it every time, and at once where too many turns wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise RasaError(f"{MOST_WAITING} turns are waiting")
        metadata: Json = {"language": language, "mode": mode}
        body: Json = {"sender": sender, "text": text, "metadata": metadata}
        self._waiting += 1
        try:
            return await self._answer(body)
        finally:
            self._waiting -= 1

    async def _answer(self, body: Json) -> RasaAnswer:
        failures = 0
        while True:
            try:
                return await self._attempt(body)
            except httpx.ConnectError:
                logger.info("Rasa is away; the turn waits for it.")
            except RasaError as failure:
                failures += 1
                logger.warning("A turn failed in Rasa: %s", failure)
                if failures == ATTEMPTS:
                    raise
            await self._until_healthy()

    async def note_danger(
        self, sender: str, known: str, *, language: str, mode: Mode
    ) -> Profile | None:
        """Tells once that there was danger, and what is `known` of the family beside.

        The words themselves stay here, and Rasa says nothing to it. Raises RasaError.
        """
        metadata: Json = {"language": language, "mode": mode, "danger": True}
        body: Json = {"sender": sender, "text": known, "metadata": metadata}
        try:
            return Silence.model_validate_json(await self._post(body)).profile
        except httpx.ConnectError as error:
            raise RasaError("away") from error
        except ValidationError as error:
            raise RasaError(_what_is_wrong(error)) from None

    async def forget(self, conversation_id: str) -> None:
        """Deletes what Rasa keeps of a conversation; raises RasaError."""
        try:
            response = await self._client.delete(f"{_CHANNEL}/conversations/{conversation_id}")
        except httpx.TransportError as error:
            raise RasaError(type(error).__name__) from error
        if not response.is_success:
            raise RasaError(f"status {response.status_code}")

    async def is_healthy(self) -> bool:
        try:
            response = await self._client.get(f"{_CHANNEL}/", timeout=HEALTH_SECONDS)
        except httpx.TransportError:
            return False
        return response.is_success

    async def close(self) -> None:
        await self._client.aclose()

    async def _attempt(self, body: Json) -> RasaAnswer:
        try:
            return RasaAnswer.model_validate_json(await self._post(body))
        except ValidationError as error:
            raise RasaError(_what_is_wrong(error)) from None

    async def _post(self, body: Json) -> bytes:
        """Raises httpx.ConnectError where nobody listens, RasaError for other faults."""
        try:
            response = await self._client.post(f"{_CHANNEL}/turns", json=body)
        except httpx.ConnectError:
            raise
        except httpx.TransportError as error:
            raise RasaError(type(error).__name__) from error
        if not response.is_success:
            raise RasaError(f"status {response.status_code}")
        return response.content

    async def _until_healthy(self) -> None:
        while not await self.is_healthy():
            await asyncio.sleep(HEALTH_PAUSE_SECONDS)


def _what_is_wrong(error: ValidationError) -> str:
    """Where the answer is faulty, without the answer: it may repeat what a family wrote."""
    places = error.errors(include_input=False, include_url=False, include_context=False)
    first = places[0]
    return f"unusable answer, {'.'.join(map(str, first['loc']))}: {first['type']}"
