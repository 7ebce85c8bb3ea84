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
        404: "There is no such thing.",
        422: "The request has faulty fields.",
        503: "The dialogue does not answer at the moment.",
    }.items()
}


class DocumentedApp(FastAPI):
    """FastAPI describes only what routes return; problems come from exception handlers."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document["components"]["schemas"]["ProblemDocument"] = ProblemDocument.model_json_schema()
        return document
