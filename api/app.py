"""The HTTP application: every feature's routes behind the same edge."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from api.actions.routes import router as actions
from api.chat.conversations import Conversations
from api.chat.problems import install_chat_problems
from api.chat.routes import router as conversations
from api.errors.handlers import install_problem_handlers
from api.errors.openapi import PROBLEM_RESPONSES, DocumentedApp
from api.feedback.routes import router as feedback
from api.health.routes import router as health
from api.offers.following import follow_changes
from api.offers.routes import router as offers
from api.pages import ProblemPages
from api.plan import router as plan
from api.search.routes import router as search
from api.search_page import router as search_page
from api.security.body_limit import BodyLimit
from api.security.headers import SecurityHeaders
from api.security.internal import INTERNAL, InternalOnly
from api.security.rate_limit import RateLimit
from api.security.unexpected import UnexpectedErrors
from api.services import Services
from api.settings import Settings
from api.widget import router as widget

BODY_LIMIT_BYTES = 64 * 1024
TIDY_SECONDS = 30.0

logger = logging.getLogger(__name__)


def create_app(settings: Settings, services: Services) -> FastAPI:
    app = DocumentedApp(
        title="Familienlotse",
        version="0.1.0",
        # The documentation pages load scripts from elsewhere; /openapi.json stays.
        docs_url=None,
        redoc_url=None,
        # It would send callers to whatever host they name in their request.
        redirect_slashes=False,
        lifespan=_lifespan,
        middleware=_edge(settings, services),
        responses=PROBLEM_RESPONSES,
    )
    app.state.services = services
    app.state.public_url = settings.public_url
    install_problem_handlers(app)
    install_chat_problems(app)
    for router in (
        conversations,
        search,
        search_page,
        offers,
        feedback,
        plan,
        health,
        actions,
        widget,
    ):
        app.include_router(router)
    return app


def _edge(settings: Settings, services: Services) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(
            SecurityHeaders,
            framing_sites=settings.embed_origins,
            https_days=settings.https_days,
        ),
        Middleware(ProblemPages, city=services.city),
        # No cookies are used, so no credentials are allowed.
        Middleware(
            CORSMiddleware,
            allow_origins=settings.embed_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
            max_age=24 * 3600,
        ),
        Middleware(UnexpectedErrors),
        Middleware(
            RateLimit,
            a_minute_by_address=settings.address_limit,
            a_minute_by_conversation=settings.conversation_limit,
        ),
        Middleware(InternalOnly, secret=services.secret),
        # Rasa sends the whole course of a conversation to its actions.
        Middleware(BodyLimit, limit_bytes=BODY_LIMIT_BYTES, exempt_prefix=INTERNAL),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    tasks = [
        asyncio.create_task(_keep_tidy(services.conversations)),
        asyncio.create_task(follow_changes(services.index)),
    ]
    yield
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def _keep_tidy(conversations: Conversations) -> None:
    while True:
        try:
            await conversations.tidy()
        except SQLAlchemyError as error:
            logger.error("Old conversations cannot be deleted: %s", type(error).__name__)
        await asyncio.sleep(TIDY_SECONDS)
