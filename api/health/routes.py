"""/health: whether the process lives, and whether it can answer families."""

from asyncio import gather

from fastapi import APIRouter
from pydantic import BaseModel

from api.errors import ProblemError
from api.services import NotReadyError, Probe, ServicesDep

router = APIRouter(prefix="/health", tags=["health"])


class Health(BaseModel):
    status: str


class Readiness(Health):
    """Each part is `ok`; otherwise the answer is a problem document with the same member."""

    parts: dict[str, str]


@router.get("/live")
async def live() -> Health:
    return Health(status="ok")


@router.get("/ready")
async def ready(services: ServicesDep) -> Readiness:
    states = await gather(*(_state(probe) for probe in services.probes.values()))
    parts = dict(zip(services.probes, states, strict=True))
    failing = [part for part, state in parts.items() if state != "ok"]
    if failing:
        raise ProblemError(
            503, "not_ready", params={"parts": ", ".join(failing)}, members={"parts": parts}
        )
    return Readiness(status="ok", parts=parts)


async def _state(probe: Probe) -> str:
    try:
        await probe()
    except NotReadyError as reason:
        return str(reason)
    return "ok"
