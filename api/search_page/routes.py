"""/suche"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from api.chat.gate import MAX_CHARACTERS
from api.chat.schemas import Crisis
from api.errors import ProblemError
from api.languages import preferred
from api.pages import Pages, page_texts
from api.search.answering import crisis_in, found, read_masked
from api.search.schemas import MOST_RESULTS
from api.search_page.choices import areas, large_districts, spoken_languages
from api.search_page.form import STEP, WISHES, SearchForm
from api.search_page.view import Results, name_without_number, results_of
from api.services import Services, ServicesDep
from bot.languages import LANGUAGES
from bot.texts import catalogue

PATH = "/suche"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 300

PAGES = Pages(Path(__file__).parent)

router = APIRouter(include_in_schema=False)

Sent = Mapping[str, Sequence[str]]


@router.get(PATH)
async def begin(request: Request, services: ServicesDep) -> HTMLResponse:
    """The empty form, or what is found with filters in the address.

    Free text is never taken from there: it would stay in the history and in logs on the way.
    """
    sent = _fields(request.url.query)
    form = replace(SearchForm.of(sent), text="", kept=(), shown=0)
    language = _language(request, sent)
    if form.is_empty:
        return await _page(services, form, language)
    return await _answered(services, form.showing(STEP), language)


@router.post(PATH)
async def go_on(request: Request, services: ServicesDep) -> Response:
    """The form as it was sent: a search, more of it, another language, or what was kept."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise ProblemError(400, "bad_request")
    sent = _fields((await request.body()).decode(errors="replace"))
    form, language = SearchForm.of(sent), _language(request, sent)
    if "switch" in sent and not form.shown:
        return await _page(services, form, language)
    if "switch" in sent:
        return await _answered(services, form, language)
    match _last(sent, "do"):
        case "plan" if form.kept:
            asked = urlencode({"offers": ",".join(form.kept), "language": language}, safe=",")
            return RedirectResponse(f"/plan?{asked}", 303)
        case "plan":
            return await _answered(
                services, form, language, lacks={"offer-1": "suche.nothing_kept"}
            )
        case "more":
            return await _answered(services, form.showing(form.shown + STEP), language)
        case _:
            return await _answered(services, form.showing(STEP), language)


async def _answered(
    services: Services, form: SearchForm, language: str, *, lacks: Mapping[str, str] | None = None
) -> HTMLResponse:
    """`lacks` are keys of texts by the id of what they are about, told beside what is found."""
    # Before anything else, whatever else may be wrong.
    crisis = await crisis_in(services, form.text[:MAX_CHARACTERS], language)
    faults = form.faults(services.city, language)
    if faults:
        form = replace(form, shown=0)
        return await _page(services, form, language, crisis=crisis, faults=faults)
    form = form.showing(form.shown or STEP)
    masked, read = await read_masked(services, form.text)
    query = form.query(language, read).model_copy(update={"query": masked})
    answer = await found(services, query, read, language)
    return await _page(
        services,
        form.with_read(query, answer.understood, services.city),
        language,
        crisis=crisis,
        results=results_of(answer, form, language, services.city),
        faults={id_: page_texts(language).text(key) for id_, key in (lacks or {}).items()},
    )


async def _page(
    services: Services,
    form: SearchForm,
    language: str,
    *,
    crisis: Crisis | None = None,
    faults: Mapping[str, str] | None = None,
    results: Results | None = None,
) -> HTMLResponse:
    city, texts = services.city, catalogue(language)
    return PAGES.response(
        "search.html",
        language,
        city=city,
        status=422 if faults else 200,
        form=form,
        crisis=crisis,
        faults=faults or {},
        results=results,
        large_districts=large_districts(city),
        areas=areas(city),
        topics=[(topic.id, topic.label(language)) for topic in city.topics.values()],
        wishes=WISHES,
        spoken_languages=spoken_languages(texts),
        all_languages=list(LANGUAGES.values()),
        most=MOST_RESULTS,
        human=await run_sync(services.index.get, city.human_contact_offer),
        name_without_number=name_without_number,
        said=texts.text,
    )


def _fields(encoded: str) -> Sent:
    try:
        return parse_qs(encoded, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ProblemError(400, "bad_request") from None


def _language(request: Request, sent: Sent) -> str:
    chosen = _last(sent, "switch") or _last(sent, "language")
    return preferred(chosen or request.headers.get("accept-language", ""), LANGUAGES)


def _last(sent: Sent, name: str) -> str:
    return sent.get(name, ("",))[-1]
