"""What browsers are told with every answer, and that families are given no cookie."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.app import BODY_LIMIT_BYTES, create_app
from api.services import Services
from api.settings import Settings

pytestmark = pytest.mark.anyio

CITY_SITE = "https://www.stadt.example"
PAGES = ("/", "/widget.js", "/widget/strings.de.json", "/widget/element.js", "/pages/city.css")


def requests_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every documented method at every documented path; the ids are nobody's."""
    return [
        (method.upper(), path.format(conversation_id="nobody", offer_id="none"))
        for path, methods in document["paths"].items()
        for method in methods
    ]


@pytest.fixture
async def answers(
    app: FastAPI, client: httpx.AsyncClient, conversation: str
) -> dict[str, httpx.Response]:
    """One answer of every kind, to a browser that brings a cookie from elsewhere."""
    client.headers["Cookie"] = "session=of-another-service"
    asked = [(method, path, b"{}") for method, path in requests_of(app.openapi())]
    asked += [("GET", path, b"") for path in PAGES]
    asked += [
        ("POST", "/api/conversations", b'{"language": "de"}'),
        ("POST", f"{conversation}/messages", b'{"text": "Hallo"}'),
        ("GET", conversation, b""),
        ("DELETE", conversation, b""),
        ("GET", "/nowhere", b""),
        ("PUT", "/api/topics", b""),
        ("POST", "/api/search", b"{"),
        ("POST", "/api/search", b"x" * (BODY_LIMIT_BYTES + 1)),
    ]
    as_json = {"Content-Type": "application/json"}
    return {
        f"{method} {path} {content[:20]!r}": await client.request(
            method, path, content=content, headers=as_json if content else {}
        )
        for method, path, content in asked
    }


async def test_no_answer_sets_a_cookie(answers: dict[str, httpx.Response]) -> None:
    assert {answer.status_code for answer in answers.values()} >= {200, 201, 204, 400, 404, 405}
    assert [asked for asked, answer in answers.items() if "Set-Cookie" in answer.headers] == []


async def test_every_answer_is_kept_to_this_server(answers: dict[str, httpx.Response]) -> None:
    for asked, answer in answers.items():
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", asked
        assert headers["Referrer-Policy"] == "no-referrer", asked
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", asked
        policy = headers["Content-Security-Policy"].split("; ")
        assert policy[0] == "default-src 'none'", asked
        assert {"script-src 'self'", "style-src 'self'", "frame-ancestors 'self'"} <= set(policy)
        assert "form-action 'self'" in policy, asked
        assert "unsafe" not in headers["Content-Security-Policy"], asked


async def test_only_the_widget_is_lent_to_other_sites(answers: dict[str, httpx.Response]) -> None:
    for asked, answer in answers.items():
        lent = answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert lent == asked.startswith("GET /widget"), asked


async def test_no_cache_keeps_what_families_are_told(answers: dict[str, httpx.Response]) -> None:
    for asked, answer in answers.items():
        if " /api/" in asked:
            assert answer.headers["Cache-Control"] == "no-store", asked


@pytest.fixture
async def embedded(settings: Settings, services: Services) -> AsyncIterator[httpx.AsyncClient]:
    embedding = settings.model_copy(update={"embed_origins": (CITY_SITE,)})
    transport = httpx.ASGITransport(create_app(embedding, services))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        yield client


async def test_only_the_city_s_site_may_frame_a_page(embedded: httpx.AsyncClient) -> None:
    policy = (await embedded.get("/")).headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors 'self' {CITY_SITE}")


@pytest.mark.parametrize(
    "origin",
    ["https://other.example", "null", f"{CITY_SITE}.evil.example", "http://www.stadt.example"],
)
async def test_only_the_city_s_site_may_call(embedded: httpx.AsyncClient, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    preflight = await embedded.options("/api/conversations", headers=asked)
    answer = await embedded.get("/api/topics", headers={"Origin": origin})
    for refused in (preflight, answer):
        assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize(("client", "told"), [("127.0.0.1", True), ("198.51.100.7", False)])
async def test_only_a_trusted_proxy_says_that_it_was_https(
    settings: Settings, services: Services, client: str, *, told: bool
) -> None:
    app: Any = create_app(settings, services)  # uvicorn and httpx word their types otherwise
    behind: Any = ProxyHeadersMiddleware(app, trusted_hosts="127.0.0.1/32")
    transport = httpx.ASGITransport(behind, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as caller:
        headers = (await caller.get("/api/topics", headers={"X-Forwarded-Proto": "https"})).headers
    assert ("Strict-Transport-Security" in headers) is told


@pytest.mark.parametrize(
    ("scheme", "days", "told"),
    [("https", 365, "max-age=31536000"), ("https", 0, None), ("http", 365, None)],
)
async def test_https_is_insisted_on_where_it_is_used(
    settings: Settings, services: Services, scheme: str, days: int, told: str | None
) -> None:
    app = create_app(settings.model_copy(update={"https_days": days}), services)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://lotse") as client:
        headers = (await client.get("/api/topics")).headers
    assert headers.get("Strict-Transport-Security") == told
