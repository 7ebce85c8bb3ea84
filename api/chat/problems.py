"""What callers read when a conversation is gone or the dialogue does not answer."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.chat.rasa_client import RasaError
from api.chat.store import ConversationGoneError
from api.errors import ProblemError, problem_response

RETRY_AFTER_SECONDS = 5


def install_chat_problems(app: FastAPI) -> None:
    app.add_exception_handler(ConversationGoneError, _on_gone)
    app.add_exception_handler(RasaError, _on_unavailable)


async def _on_gone(request: Request, _: Exception) -> Response:
    return problem_response(request, ProblemError(404, "conversation_not_found"))


async def _on_unavailable(request: Request, _: Exception) -> Response:
    problem = ProblemError(
        503,
        "dialogue_unavailable",
        members={"retry": True},
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
    return problem_response(request, problem)
