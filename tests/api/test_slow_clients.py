"""Connections that keep a place without using it, over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.ports import listen
from api.security import impatient
from api.serve import _http
from api.settings import Settings

pytestmark = pytest.mark.anyio

REQUEST = b"POST / HTTP/1.1\r\nHost: lotse.test\r\nContent-Length: 5\r\n\r\nhello"
OTHER_ADDRESS = "127.0.0.2"
GIVEN_UP_SECONDS = 30.0


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


@asynccontextmanager
async def served(settings: Settings | None = None) -> AsyncIterator[int]:
    app = Starlette(routes=[Route("/", echo, methods=["POST"])])
    with listen("127.0.0.1", _any_port(), "LOTSE_PORT") as listener:
        async with _http(app, settings or Settings(), listener):
            yield listener.getsockname()[1]


def _any_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


Connect = Callable[..., Awaitable[Pair]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    writers: list[asyncio.StreamWriter] = []

    async def to(port: int, address: str = "127.0.0.1") -> Pair:
        pair = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        writers.append(pair[1])
        return pair

    yield to
    for writer in writers:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def answer(pair: Pair, request: bytes) -> bytes:
    reader, writer = pair
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    return head.split(b"\r\n")[0]


async def is_ended(pair: Pair) -> bool:
    reader, _ = pair
    try:
        async with asyncio.timeout(GIVEN_UP_SECONDS):
            return await reader.read() == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatient, "REQUEST_SECONDS", 0.3)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "part", [b"", REQUEST[:20], REQUEST[:-2]], ids=["nothing", "half the headers", "half the body"]
)
async def test_a_request_that_does_not_come_ends_the_connection(
    part: bytes, connect: Connect
) -> None:
    async with served() as port:
        pair = await connect(port)
        pair[1].write(part)
        assert await is_ended(pair)


@pytest.mark.usefixtures("hurry")
async def test_the_second_request_of_a_connection_has_to_come_too(connect: Connect) -> None:
    async with served() as port:
        pair = await connect(port)
        assert await answer(pair, REQUEST) == b"HTTP/1.1 200 OK"
        await pair[0].readexactly(5)
        pair[1].write(REQUEST[:20])
        assert await is_ended(pair)


async def test_many_who_dribble_keep_nobody_else_waiting(connect: Connect) -> None:
    async with served() as port:
        slow = [
            await connect(port, OTHER_ADDRESS) for _ in range(impatient.MOST_CONNECTIONS_OF_ONE)
        ]
        for _, writer in slow:
            writer.write(REQUEST[:20])
        assert await answer(await connect(port), REQUEST) == b"HTTP/1.1 200 OK"
        assert await is_ended(await connect(port, OTHER_ADDRESS))


async def test_a_trusted_proxy_may_have_more_connections(
    monkeypatch: pytest.MonkeyPatch, connect: Connect
) -> None:
    monkeypatch.setattr(impatient, "MOST_CONNECTIONS_OF_ONE", 1)
    async with served(Settings(trusted_proxies=("127.0.0.0/8",))) as port:
        pairs = [await connect(port) for _ in range(3)]
        for pair in pairs:
            assert await answer(pair, REQUEST) == b"HTTP/1.1 200 OK"


async def test_headers_beyond_all_measure_are_refused(connect: Connect) -> None:
    async with served() as port:
        huge = b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (2 * impatient.HEADERS_BYTES)
        assert await answer(await connect(port), huge) == b"HTTP/1.1 400 Bad Request"
