"""Rasa's private channel without Rasa; `python -m tests.api.fake_rasa PORT` serves it."""

import asyncio
import os
import sys
from collections import deque
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

# A server started by a test makes a secret of its own and hands it to its child.
SECRET = os.environ.get("LOTSE_SECRET", "known-to-both")

Json = dict[str, Any]


def text_message(text: str) -> Json:
    return {"type": "text", "text": text}


def profile(**changes: Any) -> Json:
    nothing_known: Json = {
        "language": "de",
        "children": [],
        "needs": [],
        "need_text": None,
        "district": None,
        "district_any": False,
        "wishes": {},
        "focus": None,
    }
    return nothing_known | changes


def answer(*messages: Json, **changes: Any) -> JSONResponse:
    return JSONResponse({"messages": list(messages), "profile": profile(**changes)})


class FakeRasa(httpx.AsyncBaseTransport):
    """Echoes each turn, unless `answers` holds something else to say first.

    It is also the wire to itself: nothing gets through while it is not `up`.
    """

    def __init__(self) -> None:
        self.up = True
        self.turns: list[Json] = []
        self.forgotten: list[str] = []
        self.answers: deque[Response] = deque()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.app = Starlette(
            routes=[
                Route("/webhooks/lotse/", self._health),
                Route("/webhooks/lotse/turns", self._turn, methods=["POST"]),
                Route("/webhooks/lotse/conversations/{id}", self._forget, methods=["DELETE"]),
            ]
        )
        self._wire = httpx.ASGITransport(self.app)

    @property
    def texts(self) -> list[str]:
        return [turn["text"] for turn in self.turns]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("nobody listens", request=request)
        return await self._wire.handle_async_request(request)

    async def _health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"}, _status(request))

    async def _turn(self, request: Request) -> Response:
        turn = await request.json()
        self.turns.append(turn)
        await self.may_answer.wait()
        if self.answers:
            return self.answers.popleft()
        return JSONResponse(
            {
                "messages": [text_message(f"Antwort auf {turn['text']}")],
                "profile": profile(need_text=turn["text"]),
            },
            _status(request),
        )

    async def _forget(self, request: Request) -> Response:
        self.forgotten.append(request.path_params["id"])
        return Response(status_code=204)


def _status(request: Request) -> int:
    return 200 if request.headers.get("X-Lotse-Secret") == SECRET else 403


if __name__ == "__main__":
    uvicorn.run(FakeRasa().app, port=int(sys.argv[1]), log_level="warning")
