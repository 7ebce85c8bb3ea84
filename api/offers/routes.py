"""/api/offers, /api/topics, /api/phases, /api/districts"""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from api.errors import ProblemError
from api.languages import preferred
from api.offers.schemas import (
    Districts,
    DistrictView,
    Phases,
    PhaseView,
    PublicOffer,
    TopicGroupView,
    Topics,
    TopicView,
)
from api.services import ServicesDep
from bot.languages import LANGUAGES
from bot.texts import catalogue, render
from bot.texts.ages import interval_in_words

router = APIRouter(prefix="/api", tags=["offers"])


async def asked_language(
    request: Request, language: Annotated[str | None, Query(max_length=35)] = None
) -> str:
    """The language of the query, else of the Accept-Language header."""
    return preferred(language or request.headers.get("accept-language", ""), LANGUAGES)


Language = Annotated[str, Depends(asked_language)]


@router.get("/offers/{offer_id}")
async def offer(services: ServicesDep, offer_id: str, language: Language) -> PublicOffer:
    """One offer, if families may see it."""
    found = await run_sync(services.index.get, offer_id)
    if found is None:
        raise ProblemError(404, "offer_not_found")
    return PublicOffer.model_validate(render.public_offer(found, language, services.city))


@router.get("/topics")
async def topics(services: ServicesDep, language: Language) -> Topics:
    """The needs that offers are sorted by."""
    views = [
        TopicView(id=topic.id, label=topic.label(language), description=topic.scope_note)
        for topic in services.city.topics.values()
    ]
    groups = [
        TopicGroupView(id=group.id, label=group.label(language), topics=list(group.topics))
        for group in services.city.topic_groups.values()
    ]
    return Topics(language=language, topics=views, groups=groups)


@router.get("/phases")
async def phases(services: ServicesDep, language: Language) -> Phases:
    """The parts of a childhood, by which a family can begin: the payload is `phase:<id>`."""
    texts = catalogue(language)
    views = [
        PhaseView(
            id=phase.id,
            label=phase.label(language),
            ages=interval_in_words(phase.age_min_months, phase.age_max_months, texts),
            age_min_months=phase.age_min_months,
            age_max_months=phase.age_max_months,
            needs=list(phase.needs),
        )
        for phase in services.city.phases.values()
    ]
    return Phases(language=language, phases=views)


@router.get("/districts")
async def districts(services: ServicesDep) -> Districts:
    """The parts of the city, from the whole down to its quarters."""
    views = [
        DistrictView(
            id=district.id,
            name=district.name,
            parent_id=district.parent_id,
            level=district.level,
            postcodes=list(district.postcodes),
        )
        for district in services.city.districts.values()
    ]
    return Districts(districts=views)
