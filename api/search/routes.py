"""/api/search"""

from fastapi import APIRouter
from starlette.requests import Request

from api.known import require_known
from api.languages import preferred
from api.search.answering import crisis_in, found, read_masked
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
    crisis = await crisis_in(services, query.query, language)
    masked, read = await read_masked(services, query.query)
    query = query.model_copy(update={"query": masked})
    answer = await found(services, query, read, language)
    return answer.model_copy(update={"crisis": crisis})
