"""What the routes work with; `api.serve` puts it together, tests put in their own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol, cast

from fastapi import Depends
from rasa_sdk.executor import ActionExecutor
from starlette.requests import Request

from api.chat.conversations import Conversations
from api.chat.crisis import CrisisHelp
from api.feedback import Feedback
from api.search.understanding import QueryReader
from bot.safety.personal_data import PersonalData
from index.city import City
from index.offers.record import Offer
from index.search import SearchRequest, SearchResult

Probe = Callable[[], Awaitable[None]]
"""Raises NotReadyError, with a reason, while its part does not work."""


class NotReadyError(Exception):
    """A part of the server does not work yet or any more."""


class Searches(Protocol):
    """The part of index.search.OfferIndex the edge needs; all of it blocks."""

    def search(self, request: SearchRequest) -> SearchResult: ...

    def get(self, offer_id: str) -> Offer | None: ...

    def refresh(self) -> None: ...


@dataclass(frozen=True)
class Services:
    """`secret` is what Rasa shows to call actions; `probes` are asked by /health/ready."""

    city: City
    index: Searches
    reader: QueryReader
    crisis: CrisisHelp
    personal_data: PersonalData
    conversations: Conversations
    feedback: Feedback
    executor: ActionExecutor
    secret: str
    probes: Mapping[str, Probe]


# Not a plain function: those run in threads, and turns would overtake each other there.
async def services_of(request: Request) -> Services:
    return cast(Services, request.app.state.services)


ServicesDep = Annotated[Services, Depends(services_of)]
