"""Turns what FastAPI and Starlette raise into problem documents."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.errors.catalogue import ProblemTexts, texts_for
from api.errors.problem import ProblemError, language_of, problem_response

METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")

_KINDS = {404: "not_found", 405: "method_not_allowed"}


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return problem_response(request, error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _KINDS.get(error.status_code, "bad_request")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return problem_response(request, ProblemError(error.status_code, kind, headers=headers))


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if faults[0]["type"] == "json_invalid":
        return problem_response(request, ProblemError(400, "invalid_json"))
    return problem_response(request, _invalid_fields(faults, texts_for(language_of(request))))


def _methods(request: Request) -> list[str]:
    """Of all routes at this path; Starlette names those of the first alone."""
    return [
        method
        for method in METHODS
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    ]


def _invalid_fields(faults: Sequence[Any], texts: ProblemTexts) -> ProblemError:
    """What was given stays out of the document: it may be what a family wrote."""
    errors = [
        {"field": _field(fault["loc"]), "fault": texts.field_fault(fault["type"])}
        for fault in faults
    ]
    return ProblemError(422, "invalid_fields", params=errors[0], members={"errors": errors})


def _field(location: Sequence[str | int]) -> str:
    """`("body", "children", 0, "label")` is `children.0.label`."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])
