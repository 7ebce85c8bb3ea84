"""What others write to the store is found by a running server, without a restart."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.offers import following
from api.offers.following import follow_changes
from api.services import Services
from api.settings import Settings
from index.city import City
from index.errors import StoreError
from index.offers.store import OfferStore
from index.search import OfferIndex
from tests.api.conftest import FakeIndex
from tests.index.cast import LetterEncoder, offer

pytestmark = pytest.mark.anyio

GIVE_UP_SECONDS = 20


@pytest.fixture
def offer_store(tmp_path: Path) -> Iterator[OfferStore]:
    store = OfferStore(f"sqlite:///{tmp_path / 'offers.sqlite'}")
    store.migrate()
    yield store
    store.close()


async def test_an_import_is_found_without_a_restart(
    offer_store: OfferStore, city: City, tmp_path: Path
) -> None:
    index = OfferIndex.open(offer_store, LetterEncoder(), city, tmp_path)
    importing = OfferStore(f"sqlite:///{tmp_path / 'offers.sqlite'}")
    following_changes = asyncio.create_task(follow_changes(index))

    importing.put_all([offer(), offer(id="b")])
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while index.get("b") is None:
            await asyncio.sleep(0.01)
    importing.remove("b")
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while index.get("b"):
            await asyncio.sleep(0.01)

    assert index.get("krabbelgruppe") is not None
    following_changes.cancel()
    with suppress(asyncio.CancelledError):
        await following_changes
    importing.close()


async def test_a_store_that_fails_for_a_while_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(FakeIndex):
        times = 0

        def refresh(self) -> None:
            self.times += 1
            if self.times < 3:
                raise StoreError("The offer database does not work.")

    monkeypatch.setattr(following, "RETRY_SECONDS", 0.0)
    index = Failing([])
    following_changes = asyncio.create_task(follow_changes(index))
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while index.times < 3:
            await asyncio.sleep(0.01)

    assert not following_changes.done()
    assert [record.message for record in caplog.records] == [
        "Changed offers cannot be taken up: The offer database does not work."
    ] * 2
    following_changes.cancel()


async def test_the_server_looks_for_changes_as_long_as_it_runs(
    settings: Settings, services: Services, index: FakeIndex
) -> None:
    app: FastAPI = create_app(settings, services)

    async with app.router.lifespan_context(app), asyncio.timeout(GIVE_UP_SECONDS):
        while not index.refreshed:
            await asyncio.sleep(0.01)

    assert not [task for task in asyncio.all_tasks() if "follow_changes" in repr(task)]
