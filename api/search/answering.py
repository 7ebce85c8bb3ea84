"""From a query to its answer, the same for the HTTP contract and the command line."""

from functools import partial

from anyio.to_thread import run_sync

from api.chat.schemas import Crisis
from api.offers.schemas import Match
from api.search.schemas import SearchAnswer, SearchQuery, Understood
from api.services import Searches, Services
from bot.texts import render
from index.city import City
from index.search import AgeRange, SearchRequest


async def read_masked(services: Services, text: str) -> tuple[str, Understood]:
    """The text of a query without personal data, and what it says; without blocking.

    Nothing keeps a query; what it is searched with still goes through many hands.
    """
    masked = services.personal_data.mask(text).text
    return masked, await run_sync(services.reader.read, masked)


async def found(
    services: Services, query: SearchQuery, read: Understood, language: str
) -> SearchAnswer:
    """The answer to a masked query without blocking."""
    return await run_sync(
        partial(answer, query, read, language, index=services.index, city=services.city)
    )


async def crisis_in(services: Services, text: str, language: str) -> Crisis | None:
    """Whom to call, where there is danger in the text."""
    alarm = await run_sync(services.crisis.alarm, text, language)
    return alarm.crisis if alarm else None


def answer(
    query: SearchQuery, read: Understood, language: str, *, index: Searches, city: City
) -> SearchAnswer:
    """`read` is what the query's text says.

    Blocks; raises what the index raises where a topic or a district is unknown.
    """
    understood = _left_out(query, read)
    result = index.search(_request(query, understood, city))
    return SearchAnswer(
        results=[
            Match.model_validate(render.render_match(match, language, city))
            for match in result.matches
        ],
        relaxed=list(result.relaxed),
        needs=list(result.needs),
        understood=understood,
        more=result.more,
    )


def _left_out(query: SearchQuery, read: Understood) -> Understood:
    """Of what was read only what the query does not give itself."""
    return Understood(
        children=[] if "children" in query.model_fields_set else read.children,
        district=None if "district" in query.model_fields_set else read.district,
    )


def _request(query: SearchQuery, understood: Understood, city: City) -> SearchRequest:
    children = query.children or understood.children
    district_id, postcodes = _home(query, understood, city)
    return SearchRequest(
        query=query.query,
        children=tuple(AgeRange(child.age_min_months, child.age_max_months) for child in children),
        needs=tuple(query.needs),
        district_id=district_id,
        postcodes=postcodes,
        limit=query.limit,
        wishes=frozenset(wish for wish, wanted in query.wishes.items() if wanted),
        spoken=query.spoken,
    )


def _home(
    query: SearchQuery, understood: Understood, city: City
) -> tuple[str | None, tuple[str, ...]]:
    if query.district is not None:
        return query.district, city.district(query.district).postcodes
    if understood.district is not None:
        return understood.district.id, tuple(understood.district.postcodes)
    return None, ()
