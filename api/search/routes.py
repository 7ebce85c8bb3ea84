"""/api/search"""

from functools import partial

from anyio.to_thread import run_sync
from fastapi import APIRouter
from starlette.requests import Request

from api.known import require_known
from api.languages import preferred
from api.search.answering import answer
from api.search.schemas import SearchAnswer, SearchQuery
from api.services import ServicesDep
from bot.languages import LANGUAGES

router = APIRouter(prefix="/api", tags=["offers"])


@router.post("/search")
async def search(request: Request, services: ServicesDep, query: SearchQuery) -> SearchAnswer:
    """Finds offers without a conversation."""
    require_known(services.city, query.needs, query.district)
    wanted = query.language or request.headers.get("accept-language", "")
    language = preferred(wanted, LANGUAGES)
    # Nothing keeps a query; what it is searched with still goes through many hands.
    masked = services.personal_data.mask(query.query)
    search_offers = partial(
        answer,
        query.model_copy(update={"query": masked.text}),
        language,
        index=services.index,
        reader=services.reader,
        city=services.city,
    )
    found = await run_sync(search_offers)
    alarm = await run_sync(services.crisis.alarm, query.query, language)
    return found.model_copy(update={"crisis": alarm.crisis}) if alarm else found
