"""/api/search"""

from anyio.to_thread import run_sync
from fastapi import APIRouter
from starlette.requests import Request

from api.known import require_known
from api.languages import preferred
from api.offers.schemas import Match
from api.search.schemas import SearchAnswer, SearchQuery
from api.services import ServicesDep
from bot.texts import languages, render
from index.city import City
from index.search import AgeRange, SearchRequest

router = APIRouter(prefix="/api", tags=["offers"])


@router.post("/search")
async def search(request: Request, services: ServicesDep, query: SearchQuery) -> SearchAnswer:
    """Finds offers without a conversation."""
    require_known(services.city, query.needs, query.district)
    result = await run_sync(services.index.search, _request(query, services.city))
    wanted = query.language or request.headers.get("accept-language", "")
    language = preferred(wanted, languages())
    return SearchAnswer(
        results=[
            Match.model_validate(render.render_match(match, language, services.city))
            for match in result.matches
        ],
        relaxed=list(result.relaxed),
        needs=list(result.needs),
    )


def _request(query: SearchQuery, city: City) -> SearchRequest:
    postcodes = city.district(query.district).postcodes if query.district else ()
    return SearchRequest(
        query=query.query,
        children=tuple(
            AgeRange(child.age_min_months, child.age_max_months) for child in query.children
        ),
        needs=tuple(query.needs),
        district_id=query.district,
        postcodes=postcodes,
        limit=query.limit,
        wishes=frozenset(wish for wish, wanted in query.wishes.items() if wanted),
    )
