from pathlib import Path

import httpx
import pytest

from api.chat.rasa_client import SECRET_HEADER, RasaClient
from api.chat.store import ConversationStore
from api.health.probes import probes as all_probes
from api.services import NotReadyError, Probe
from tests.api.conftest import FakeIndex
from tests.api.fake_rasa import SECRET, FakeRasa

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


async def test_every_part_of_a_whole_server_is_asked(
    store: ConversationStore, index: FakeIndex, rasa: FakeRasa
) -> None:
    encoded: list[str] = []
    wire = httpx.AsyncClient(
        transport=rasa, base_url="http://rasa", headers={SECRET_HEADER: SECRET}
    )
    asked = all_probes(store, index, encoded.extend, RasaClient(wire))
    for probe in asked.values():
        await probe()
    assert list(asked) == ["database", "index", "model", "rasa"]
    assert index.asked
    assert encoded


async def test_a_rasa_that_is_away_is_not_ready(
    store: ConversationStore, index: FakeIndex, rasa: FakeRasa
) -> None:
    rasa.up = False
    wire = httpx.AsyncClient(transport=rasa, base_url="http://rasa")
    with pytest.raises(NotReadyError, match="does not answer"):
        await all_probes(store, index, len, RasaClient(wire))["rasa"]()


async def test_a_database_that_was_never_migrated_is_not_ready(
    index: FakeIndex, rasa: FakeRasa, tmp_path: Path
) -> None:
    empty = ConversationStore(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    wire = httpx.AsyncClient(transport=rasa, base_url="http://rasa")
    with pytest.raises(NotReadyError, match="OperationalError"):
        await all_probes(empty, index, len, RasaClient(wire))["database"]()
    empty.close()
