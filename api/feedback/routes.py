"""/api/offers/{offer_id}/feedback"""

from anyio.to_thread import run_sync
from fastapi import APIRouter

from api.chat.schemas import Incoming
from api.errors import ProblemError
from api.feedback.taking import Kind
from api.services import ServicesDep

router = APIRouter(prefix="/api", tags=["offers"])


class GivenFeedback(Incoming):
    """Whether an offer fits a family, or whether its facts are out of date."""

    kind: Kind


@router.post("/offers/{offer_id}/feedback", status_code=204)
async def feedback(services: ServicesDep, offer_id: str, given: GivenFeedback) -> None:
    """Counts what a family thinks of an offer, without the family."""
    if await run_sync(services.index.get, offer_id) is None:
        raise ProblemError(404, "offer_not_found")
    await run_sync(services.feedback.take, offer_id, given.kind)
