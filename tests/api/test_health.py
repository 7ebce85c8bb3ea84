import httpx
import pytest

from api.services import NotReadyError, Probe

pytestmark = pytest.mark.anyio


async def test_the_process_says_that_it_lives(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "ok"}


async def works() -> None:
    pass


async def fails() -> None:
    raise NotReadyError("does not answer")


async def test_ready_means_that_every_part_works(
    client: httpx.AsyncClient, probes: dict[str, Probe]
) -> None:
    probes.update(database=works, rasa=works)
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ok", "parts": {"database": "ok", "rasa": "ok"}}


async def test_a_part_that_does_not_work_is_named(
    client: httpx.AsyncClient, probes: dict[str, Probe]
) -> None:
    probes.update(database=works, rasa=fails)
    ready = await client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["detail"] == "Noch nicht bereit: rasa."
    assert ready.json()["parts"] == {"database": "ok", "rasa": "does not answer"}
