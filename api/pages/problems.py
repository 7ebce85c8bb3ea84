"""Says in a page what went wrong, to browsers that show one."""

import json
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors.problem import MEDIA_TYPE
from api.languages import preferred
from api.pages.rendering import Pages
from bot.languages import LANGUAGES
from index.city import City

PAGES = Pages(Path(__file__).parent)


class ProblemPages:
    """Turns problem documents into pages where the caller accepts text/html.

    A browser says so when somebody follows a link or sends a form, never for requests by script.
    """

    def __init__(self, app: ASGIApp, city: City) -> None:
        self._app = app
        self._city = city

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if "text/html" not in asked.get("accept", ""):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        document = bytearray()

        async def send_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            document.extend(message.get("body", b""))
            if not message.get("more_body", False):
                language = preferred(asked.get("accept-language", ""), LANGUAGES)
                await self._send(start, bytes(document), language, send)

        await self._app(scope, receive, send_page)

    async def _send(self, start: Message, document: bytes, language: str, send: Send) -> None:
        problem = json.loads(document)
        page = PAGES.response(
            "problem.html",
            language,
            city=self._city,
            status=start["status"],
            title=problem["title"],
            detail=problem["detail"],
        )
        kept = [
            (name, value) for name, value in start["headers"] if not name.startswith(b"content")
        ]
        await send({**start, "headers": [*kept, *page.raw_headers]})
        await send({"type": "http.response.body", "body": page.body})


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(MEDIA_TYPE)
