"""/plan: offers to take along. An address holds the whole list, nothing is kept of it."""

import re
from datetime import UTC, datetime
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ProblemError
from api.offers.routes import Language
from api.pages import page_texts
from api.plan.code import code_of, drawn
from api.plan.facts import told
from api.plan.kept import Plan, read_plan
from api.plan.page import created, file, page
from api.plan.paper import printed
from api.plan.timetable import timetable
from api.services import Services, ServicesDep

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:.]+\](:[0-9]{1,5})?")
FILE_NAME = "familienlotse-merkliste"

router = APIRouter(tags=["plan"])


class SvgResponse(Response):
    media_type = "image/svg+xml"


class PdfResponse(Response):
    media_type = "application/pdf"


class CalendarResponse(Response):
    media_type = "text/calendar"


async def asked_plan(
    services: ServicesDep,
    language: Language,
    offers: Annotated[
        str, Query(description="Ids of offers, between commas; at most 30.", max_length=4000)
    ] = "",
) -> Plan:
    return await run_sync(read_plan, offers, language, services.index.get)


async def filled_plan(plan: Annotated[Plan, Depends(asked_plan)]) -> Plan:
    """A list with at least one offer that there is."""
    if not plan.offers:
        raise ProblemError(404, "plan_empty")
    return plan


async def public_origin(request: Request) -> str:
    """Where families reach this server: as set, else as this request did."""
    if request.app.state.public_url:
        return str(request.app.state.public_url)
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise ProblemError(400, "bad_request")
    return f"{request.url.scheme}://{host}"


AskedPlan = Annotated[Plan, Depends(asked_plan)]
FilledPlan = Annotated[Plan, Depends(filled_plan)]
Origin = Annotated[str, Depends(public_origin)]


@router.get("/plan", response_class=HTMLResponse)
async def plan_page(services: ServicesDep, plan: AskedPlan, origin: Origin) -> Response:
    """A page to read and to print; without offers it opens the list behind the # of its address."""
    shown = await run_sync(page, plan, services.city, origin, _now())
    return HTMLResponse(shown, headers=_kept_by_nobody())


@router.get("/plan.html", response_class=HTMLResponse)
async def plan_file(services: ServicesDep, plan: FilledPlan, origin: Origin) -> Response:
    """The page as one file that needs no network."""
    shown = await run_sync(file, plan, services.city, origin, _now())
    return HTMLResponse(shown, headers=_download("html"))


@router.get("/plan.pdf", response_class=PdfResponse)
async def plan_paper(services: ServicesDep, plan: FilledPlan, origin: Origin) -> Response:
    """The list on pages of A4."""
    content = await run_sync(_paper, plan, services, origin)
    return PdfResponse(content, headers=_download("pdf"))


@router.get("/plan.ics", response_class=CalendarResponse)
async def plan_calendar(services: ServicesDep, plan: FilledPlan) -> Response:
    """When the offers are open in the next half year, as far as that is known for certain."""
    content = await run_sync(timetable, plan, services.city, _now())
    if content is None:
        raise ProblemError(404, "plan_without_hours")
    return CalendarResponse(content, headers=_download("ics"))


@router.get("/plan/qr.svg", response_class=SvgResponse)
async def plan_code(plan: FilledPlan, origin: Origin) -> Response:
    """A QR code that holds the list itself and opens it on another device."""
    picture = drawn(code_of(plan.link(origin)))
    # The widget shows it on the pages of other sites.
    headers = _kept_by_nobody() | {"Cross-Origin-Resource-Policy": "cross-origin"}
    return SvgResponse(picture, headers=headers)


def _paper(plan: Plan, services: Services, origin: str) -> bytes:
    city, texts = services.city, page_texts(plan.language)
    gone = [texts.plural("plan.gone", plan.gone)] if plan.gone else []
    now = _now()
    about = (city.about(plan.language), created(plan, city, now), texts.text("plan.scan"))
    offers = [told(offer, plan.language, city, now.year) for offer in plan.offers]
    return printed(offers, plan.link(origin), (*gone, *about), plan.language)


def _now() -> datetime:
    return datetime.now(UTC)


def _kept_by_nobody() -> dict[str, str]:
    """No cache on the way holds what a family has chosen."""
    return {"Cache-Control": "no-store"}


def _download(ending: str) -> dict[str, str]:
    name = f'attachment; filename="{FILE_NAME}.{ending}"'
    return _kept_by_nobody() | {"Content-Disposition": name}
