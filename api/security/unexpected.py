import logging
import traceback

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ProblemError, problem_response

# The outermost frames are the framework's, the same for every error.
FRAMES = 6

logger = logging.getLogger(__name__)


class UnexpectedErrors:
    """Answers 500 and logs where an error came from.

    The error's own message is left out: it may quote what a family wrote.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting_start)
        except Exception as error:  # noqa: BLE001  # the last resort before the server
            logger.error("Unexpected %s\n%s", type(error).__qualname__, _origin(error))
            if has_started:
                # Nothing can be said any more; the server has to cut the connection.
                raise ConnectionAbortedError from None
            response = problem_response(Request(scope), ProblemError(500, "internal_error"))
            await response(scope, receive, send)


def _origin(error: BaseException) -> str:
    """The innermost frames alone, those of the error it came from first."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-FRAMES))
    cause = error.__cause__ or error.__context__
    if cause is None:
        return frames
    return f"{_origin(cause)}which led, as {type(cause).__qualname__}, to\n{frames}"
