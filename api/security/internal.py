import hmac

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.chat.rasa_client import SECRET_HEADER
from api.errors import ProblemError, problem_response

INTERNAL = "/internal/"


class InternalOnly:
    """Without the secret that Rasa was given there seems to be nothing at internal addresses.

    Asked before the body is read: Rasa's may have any size.
    """

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(INTERNAL):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(SECRET_HEADER, "")
        if hmac.compare_digest(given.encode(), self._secret):
            await self._app(scope, receive, send)
            return
        await problem_response(Request(scope), ProblemError(404, "not_found"))(scope, receive, send)
