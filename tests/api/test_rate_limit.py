"""Limits of requests: by address and by conversation, in the caller's language."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import httpx
import pytest

from api.app import create_app
from api.errors.catalogue import catalogue
from api.services import Services
from api.settings import Settings
from index.offers.record import Offer

pytestmark = pytest.mark.anyio

ONE, ANOTHER = "192.0.2.1", "192.0.2.2"


@asynccontextmanager
async def limited(
    services: Services, *, address: int = 0, conversation: int = 0, client: str = ONE
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(address_limit=address, conversation_limit=conversation)
    app = create_app(settings, services)
    transport = httpx.ASGITransport(app, client=(client, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse.test") as caller:
        yield caller


async def statuses(caller: httpx.AsyncClient, times: int) -> list[int]:
    return [(await caller.get("/api/topics")).status_code for _ in range(times)]


async def test_an_address_is_stopped_beyond_its_limit(services: Services) -> None:
    async with limited(services, address=3) as caller:
        assert await statuses(caller, 4) == [200, 200, 200, 429]


async def test_feedback_on_offers_counts_like_any_request(
    services: Services, offers: list[Offer]
) -> None:
    async with limited(services, address=2) as caller:
        path = f"/api/offers/{offers[0].id}/feedback"
        given = [(await caller.post(path, json={"kind": "fits"})).status_code for _ in range(3)]
    assert given == [204, 204, 429]


async def test_who_is_stopped_reads_when_to_go_on(services: Services) -> None:
    async with limited(services, address=1) as caller:
        await caller.get("/api/topics")
        stopped = await caller.get("/api/topics", headers={"Accept-Language": "tr"})
    assert 1 <= int(stopped.headers["Retry-After"]) <= 60
    document = stopped.json()
    assert document["type"] == "urn:familienlotse:problem:too-many-requests"
    assert document["title"] == catalogue()["tr"].problems["too_many_requests"].title
    assert document["retry"] is True


async def test_a_page_that_embeds_the_widget_may_read_the_refusal(services: Services) -> None:
    origin = "https://www.stadt.example"
    app = create_app(Settings(address_limit=1, embed_origins=(origin,)), services)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse.test") as caller:
        await caller.get("/api/topics")
        stopped = await caller.get("/api/topics", headers={"Origin": origin})
    assert stopped.status_code == 429
    assert stopped.headers["Access-Control-Allow-Origin"] == origin


async def test_pages_and_probes_are_not_counted(services: Services) -> None:
    async with limited(services, address=1) as caller:
        await caller.get("/api/topics")
        assert (await caller.get("/health/live")).status_code == 200
        assert (await caller.get("/widget.js")).status_code == 200


async def test_another_address_has_a_limit_of_its_own(services: Services) -> None:
    app = create_app(Settings(address_limit=1), services)
    for address in (ONE, ANOTHER):
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://lotse.test") as caller:
            assert (await caller.get("/api/topics")).status_code == 200


@pytest.mark.parametrize(("second", "status"), [("2001:db8:1:1::2", 429), ("2001:db8:1:2::1", 200)])
async def test_of_ipv6_the_network_of_a_household_counts(
    services: Services, second: str, status: int
) -> None:
    app = create_app(Settings(address_limit=1), services)
    for address, expected in (("2001:db8:1:1::1", 200), (second, status)):
        client = (str(ip_address(address)), 1)
        transport = httpx.ASGITransport(app, client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://lotse.test") as caller:
            assert (await caller.get("/api/topics")).status_code == expected


async def test_a_conversation_is_stopped_and_another_goes_on(services: Services) -> None:
    async with limited(services, conversation=2) as caller:
        first, second = [
            (await caller.post("/api/conversations", json={})).json()["id"] for _ in range(2)
        ]
        said = [await say(caller, first) for _ in range(3)]
        assert said == [200, 200, 429]
        assert await say(caller, second) == 200
        read = await caller.get(f"/api/conversations/{first}")
        assert read.status_code == 200
        deleted = await caller.delete(f"/api/conversations/{first}")
        assert deleted.status_code == 204


async def say(caller: httpx.AsyncClient, conversation: str) -> int:
    path = f"/api/conversations/{conversation}/messages"
    return (await caller.post(path, json={"text": "Hallo"})).status_code


async def test_a_school_class_behind_one_address_is_not_stopped(services: Services) -> None:
    """Thirty pupils who all begin, and write every three seconds, for a minute."""
    needed = 30 * (1 + 20)
    async with limited(services, address=Settings().address_limit) as caller:
        assert set(await statuses(caller, needed)) == {200}


async def test_zero_is_no_limit(services: Services) -> None:
    async with limited(services) as caller:
        assert set(await statuses(caller, 50)) == {200}
