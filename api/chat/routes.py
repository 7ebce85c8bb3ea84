"""/api/conversations"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.requests import Request

from api.chat.schemas import Conversation, NewConversation, NewMessage, ProfilePatch, Turn
from api.languages import preferred
from api.services import ServicesDep
from bot.languages import LANGUAGES

ConversationId = Annotated[str, Path(max_length=64, pattern="^[A-Za-z0-9_-]+$")]
DELETED_LATER: dict[int | str, dict[str, Any]] = {
    202: {"description": "Deleted here; the dialogue follows by itself."}
}

router = APIRouter(prefix="/api/conversations", tags=["conversations"])


@router.post("", status_code=201)
async def start(
    request: Request, services: ServicesDep, new: NewConversation | None = None
) -> Conversation:
    """Begins a conversation; its first message is the greeting."""
    new = new or NewConversation()
    wanted = new.language or request.headers.get("accept-language", "")
    return await services.conversations.start(preferred(wanted, LANGUAGES), new.mode)


@router.get("/{conversation_id}")
async def read(services: ServicesDep, conversation_id: ConversationId) -> Conversation:
    """All messages so far, so that a reloaded page goes on where it was."""
    return await services.conversations.read(conversation_id)


@router.post("/{conversation_id}/messages")
async def say(services: ServicesDep, conversation_id: ConversationId, message: NewMessage) -> Turn:
    """Sends what a person wrote (`text`) or the button they pressed (`payload`).

    Only the answers come back; a button's title is kept as the person's message.
    """
    if message.text is not None:
        return await services.conversations.write(conversation_id, message.text)
    return await services.conversations.press(conversation_id, message.payload or "")


@router.patch("/{conversation_id}/profile")
async def correct(
    services: ServicesDep, conversation_id: ConversationId, patch: ProfilePatch
) -> Turn:
    """Corrects by hand what was understood."""
    return await services.conversations.correct(conversation_id, patch)


@router.delete(
    "/{conversation_id}", status_code=204, response_class=Response, responses=DELETED_LATER
)
async def delete(services: ServicesDep, conversation_id: ConversationId) -> Response:
    """Deletes the conversation for good, here and in the dialogue, and looks that it is gone."""
    is_gone = await services.conversations.delete(conversation_id)
    return Response(status_code=204 if is_gone else 202)


@router.post(
    "/{conversation_id}/leave", status_code=204, response_class=Response, responses=DELETED_LATER
)
async def leave(services: ServicesDep, conversation_id: ConversationId) -> Response:
    """Deletes the conversation like DELETE, for a page that is going.

    A POST without body and headers of its own is sent without a preflight (Fetch, 4.8): a browser
    can let it outlive the page, also on another origin.
    """
    return await delete(services, conversation_id)
