"""/internal/actions: Rasa's actions run here, next to the index.

Only Rasa comes here: `InternalOnly` (api/security) turns away everybody else.
"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from api.services import ServicesDep

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/actions")
async def run_action(services: ServicesDep, call: dict[str, Any]) -> JSONResponse:
    # Rasa 3.6 leaves the domain out for actions that do not ask for it; the newer executor would
    # take that for an error and answer in a way Rasa 3.6 does not know.
    call.setdefault("domain", {})
    try:
        result = await services.executor.run(call)
    except ActionExecutionRejection as rejection:
        return _error(400, rejection.action_name, str(rejection))
    except ActionNotFoundException as missing:
        return _error(404, missing.action_name, str(missing))
    return JSONResponse({} if result is None else result.model_dump())


def _error(status: int, action_name: str, message: str) -> JSONResponse:
    return JSONResponse({"error": message, "action_name": action_name}, status)
