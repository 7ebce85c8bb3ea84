"""What OpenAPI says about problems."""

from typing import Any

from fastapi import FastAPI

from api.errors.problem import MEDIA_TYPE, ProblemDocument

PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
    }
    for status, description in {
        400: "The request cannot be read.",
        404: "There is no such thing.",
        413: "The request is too large.",
        422: "The request has faulty fields.",
        429: "Too many requests in a short time; `Retry-After` says when to go on.",
        503: "The dialogue does not answer at the moment; `Retry-After` says when to try again.",
    }.items()
}


class DocumentedApp(FastAPI):
    """FastAPI describes only what routes return; problems come from exception handlers."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document["components"]["schemas"]["ProblemDocument"] = ProblemDocument.model_json_schema()
        return document
