"""What every answer has in common: problem documents, headers, limits, origins."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.app import BODY_LIMIT_BYTES, create_app
from api.errors.catalogue import catalogue
from api.services import Services
from api.settings import Settings
from bot.languages import LANGUAGES

pytestmark = pytest.mark.anyio


def problem(status: int, kind: str, title: str, detail: str, instance: str) -> dict[str, object]:
    return {
        "type": f"urn:familienlotse:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
    }


async def test_an_unknown_page_is_a_problem_document(client: httpx.AsyncClient) -> None:
    missing = await client.get("/nowhere")
    assert missing.status_code == 404
    assert missing.headers["Content-Type"] == "application/problem+json"
    assert missing.json() == problem(
        404,
        "not-found",
        "Nicht gefunden",
        "Diese Seite oder diesen Eintrag gibt es nicht.",
        "/nowhere",
    )


async def test_a_wrong_method_is_a_problem_document(client: httpx.AsyncClient) -> None:
    wrong = await client.put("/api/topics")
    assert wrong.status_code == 405
    assert wrong.headers["Allow"] == "GET"
    assert wrong.json()["type"] == "urn:familienlotse:problem:method-not-allowed"


async def test_a_wrong_method_learns_all_that_are_right(
    client: httpx.AsyncClient, conversation: str
) -> None:
    wrong = await client.put(conversation)
    assert wrong.headers["Allow"] == "DELETE, GET"


async def test_broken_json_is_a_problem_document(client: httpx.AsyncClient) -> None:
    broken = await client.post(
        "/api/search", content=b'{"query": ', headers={"Content-Type": "application/json"}
    )
    assert broken.status_code == 400
    assert broken.json()["type"] == "urn:familienlotse:problem:invalid-json"


async def test_faulty_fields_are_all_named_and_not_repeated(client: httpx.AsyncClient) -> None:
    faulty = await client.post("/api/search", json={"limit": 0, "qeury": "geheim"})
    assert faulty.status_code == 422
    document = faulty.json()
    assert document["detail"] == "Bitte prüfen Sie diese Angabe: limit (zu klein)."
    assert document["errors"] == [
        {"field": "limit", "fault": "zu klein"},
        {"field": "qeury", "fault": "gibt es hier nicht"},
    ]
    assert "geheim" not in faulty.text


async def test_too_long_a_message_says_how_long_it_may_be(
    client: httpx.AsyncClient, conversation: str
) -> None:
    refused = await client.post(f"{conversation}/messages", json={"text": "x" * 1200})
    assert refused.status_code == 422
    assert refused.json() == problem(
        422,
        "text-too-long",
        "Nachricht zu lang",
        "Bitte schreiben Sie höchstens 1000 Zeichen. Ihre Nachricht hat 1200.",
        f"{conversation}/messages",
    )


FAMILY_WORDS = "was eine Familie schrieb"


@pytest.fixture
def failing_page(app: FastAPI) -> str:
    @app.get("/fails")
    async def fails() -> None:
        try:
            raise KeyError(FAMILY_WORDS)
        except KeyError as error:
            raise ValueError(FAMILY_WORDS) from error

    return "/fails"


async def test_an_unexpected_error_is_a_problem_document_and_logged_without_its_words(
    client: httpx.AsyncClient, failing_page: str, caplog: pytest.LogCaptureFixture
) -> None:
    failed = await client.get(failing_page)
    assert failed.status_code == 500
    assert failed.json() == problem(
        500,
        "internal-error",
        "Da ist etwas schiefgegangen",
        "Das lag an uns, nicht an Ihnen. Bitte versuchen Sie es noch einmal.",
        "/fails",
    )
    assert failed.headers["X-Content-Type-Options"] == "nosniff"
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "ValueError" in record.getMessage()
    assert "KeyError" in record.getMessage()
    assert "test_edge.py" in record.getMessage()
    assert FAMILY_WORDS not in caplog.text


async def test_a_body_that_is_announced_too_large_is_refused(client: httpx.AsyncClient) -> None:
    large = await client.post("/api/search", content=b"x" * (BODY_LIMIT_BYTES + 1))
    assert large.status_code == 413
    assert large.json()["detail"] == "Die Anfrage ist größer als 64 Kilobyte."


async def test_a_body_that_turns_out_too_large_is_refused(client: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    large = await client.post("/api/search", content=chunks())
    assert large.status_code == 413


async def test_other_sites_may_not_call_unless_they_are_named(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/topics", headers={"Origin": "https://stadt.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_named_site_may_call_without_credentials(
    settings: Settings, services: Services
) -> None:
    embedding = settings.model_copy(update={"embed_origins": ("https://stadt.example",)})
    transport = httpx.ASGITransport(create_app(embedding, services))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        asked = await client.options(
            "/api/conversations",
            headers={
                "Origin": "https://stadt.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type",
            },
        )
        assert asked.status_code == 200
        assert asked.headers["Access-Control-Allow-Origin"] == "https://stadt.example"
        assert "Access-Control-Allow-Credentials" not in asked.headers
        stranger = await client.get("/api/topics", headers={"Origin": "https://other.example"})
        assert "Access-Control-Allow-Origin" not in stranger.headers
        own = await client.get("/api/topics", headers={"Origin": "https://stadt.example"})
        assert own.headers["Access-Control-Expose-Headers"] == "Retry-After"


async def test_openapi_describes_the_contract(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert set(document["paths"]) == {
        "/api/conversations",
        "/api/conversations/{conversation_id}",
        "/api/conversations/{conversation_id}/leave",
        "/api/conversations/{conversation_id}/messages",
        "/api/conversations/{conversation_id}/profile",
        "/api/search",
        "/api/offers/{offer_id}",
        "/api/offers/{offer_id}/feedback",
        "/api/topics",
        "/api/phases",
        "/api/districts",
        "/health/live",
        "/health/ready",
        "/plan",
        "/plan.html",
        "/plan.ics",
        "/plan.pdf",
        "/plan/qr.svg",
    }
    assert "ProblemDocument" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_page_loads_foreign_scripts(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


def test_every_language_words_the_same_problems() -> None:
    assert catalogue().keys() == LANGUAGES.keys()
    german = catalogue()["de"]
    for texts in catalogue().values():
        assert texts.problems.keys() == german.problems.keys()
        assert texts.fields.keys() == german.fields.keys()
