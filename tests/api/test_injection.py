"""What callers write into addresses, headers and bodies stays what it is: words."""

import gzip

import httpx
import pytest

from api.security.headers import HEADERS

pytestmark = pytest.mark.anyio

MARK = "injected"
HOSTILE_NAMES = (
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2froutes.py",
    "..%5c..%5croutes.py",
    f"a%0d%0aSet-Cookie:%20{MARK}=1",
    f"a%0aLocation:%20https://{MARK}.example",
    "'%20OR%20'1'='1",
    "a%00.js",
    "%7Binstance%7D%7B0.__class__%7D",
    f"%3Cscript%3Edocument.title='{MARK}'%3C%2Fscript%3E",
    "%F0%9F%92%80%E2%80%AE",
    "a" * 5_000,
)
PLACES = (
    "/api/conversations/{}",
    "/api/offers/{}",
    "/widget/{}",
    "/pages/{}",
    "/{}",
)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
async def test_no_name_leads_anywhere(client: httpx.AsyncClient, name: str) -> None:
    for place in PLACES:
        path = place.format(name)
        answer = await client.get(path)
        assert answer.status_code in {404, 422}, path
        # what is said back of it is data, which no browser takes for a page
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert MARK not in str(answer.headers)


@pytest.mark.parametrize("name", ["a%00b", "a%20b", "ä", "a" * 65])
async def test_no_database_is_asked_for_what_can_be_no_id(
    client: httpx.AsyncClient, name: str
) -> None:
    answer = await client.get(f"/api/conversations/{name}")
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/api/topics/", "/widget.js/", "//evil.example/api/topics"])
async def test_nobody_is_sent_to_the_host_they_name(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"http://lotse{path}", headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    "header", ["Accept-Language", "If-None-Match", "Origin", "X-Forwarded-Host", "X-Forwarded-For"]
)
async def test_no_header_comes_back(client: httpx.AsyncClient, header: str) -> None:
    for path in ("/widget.js", "/api/topics", "/nowhere"):
        told = {header: f"de;q=1,{MARK}\t{{0.__class__}}'\"<script>"}
        answer = await client.get(path, headers=told)
        assert answer.status_code in {200, 404}
        assert MARK not in str(answer.headers) + answer.text


async def test_a_language_that_is_none_gets_german(client: httpx.AsyncClient) -> None:
    for language in ("../../etc/passwd", "de" * 4_000, ";q=;q=1e999,*", "x-" * 4_000):
        answer = await client.get("/nowhere", headers={"Accept-Language": language})
        assert answer.json()["title"] == "Nicht gefunden"


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 60_000,
        b'{"query": ' * 6_000,
        b'{"limit": ' + b"9" * 60_000 + b"}",
        b'{"limit": 1e999}',
        b'{"query": "\\ud800"}',
        b"",
    ],
    ids=["deep list", "deep object", "huge number", "infinite", "half a letter", "empty"],
)
async def test_no_json_is_a_bomb(client: httpx.AsyncClient, content: bytes) -> None:
    as_json = {"Content-Type": "application/json"}
    answer = await client.post("/api/search", content=content, headers=as_json)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_packed_body_is_not_unpacked(client: httpx.AsyncClient) -> None:
    packed = gzip.compress(b'{"query": "' + b" " * 10_000_000 + b'"}')
    told = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await client.post("/api/search", content=packed, headers=told)
    assert answer.status_code == 400


async def test_a_page_is_no_answer_to_a_form_of_another_site(client: httpx.AsyncClient) -> None:
    """Forms and plain requests need no permission by CORS: they must not begin a conversation."""
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        told = {"Content-Type": media_type, "Origin": "https://evil.example"}
        answer = await client.post("/api/conversations", content=b"{}", headers=told)
        assert answer.status_code == 422, media_type
        assert answer.headers["X-Content-Type-Options"] == HEADERS["X-Content-Type-Options"]
