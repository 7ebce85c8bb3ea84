"""One problem: its kind, its status, and the document a caller gets."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.errors.catalogue import catalogue, texts_for
from api.languages import preferred

MEDIA_TYPE = "application/problem+json"


class ProblemDocument(BaseModel):
    """RFC 9457. Single kinds add members: `errors`, `retry`, `parts`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str


class ProblemError(Exception):
    """Stops a request; `kind` names the text in problems.yml, `params` fill it."""

    def __init__(
        self,
        status: int,
        kind: str,
        *,
        params: Mapping[str, str | int] | None = None,
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.params = params or {}
        self.members = members or {}
        self.headers = headers or {}


def problem_response(request: Request, problem: ProblemError) -> JSONResponse:
    text = texts_for(language_of(request)).problems[problem.kind]
    document = ProblemDocument(
        type=f"urn:familienlotse:problem:{problem.kind.replace('_', '-')}",
        title=text.title,
        status=problem.status,
        detail=text.detail.format_map(problem.params),
        instance=request.url.path,
        **problem.members,
    )
    return JSONResponse(
        document.model_dump(),
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type=MEDIA_TYPE,
    )


def language_of(request: Request) -> str:
    return preferred(request.headers.get("accept-language", ""), catalogue())
