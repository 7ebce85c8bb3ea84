import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor

from api.app import create_app
from api.chat.conversations import Conversations
from api.chat.crisis import CrisisHelp
from api.chat.crisis_contacts import read_contacts
from api.chat.personal_data import open_personal_data
from api.chat.rasa_client import SECRET_HEADER, RasaClient
from api.chat.store import ConversationStore
from api.chat.ways_in import WaysIn
from api.feedback import Feedback
from api.identification import LanguageIdentifier
from api.search.understanding import QueryReader
from api.services import Probe, Services
from api.settings import PROJECT_ROOT, Settings
from bot.safety import DangerRecogniser
from bot.safety.personal_data import PersonalData
from index.city import City, load_city
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.search import Match, Reason, SearchRequest, SearchResult
from tests.api.fake_rasa import SECRET, FakeRasa

CITY = PROJECT_ROOT / "data" / "oberhausen"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own LOTSE_ variables change no test."""
    for name in os.environ:
        if name.startswith("LOTSE_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def city() -> City:
    return load_city(CITY)


@pytest.fixture(scope="session")
def offers(city: City) -> list[Offer]:
    return read_offers(CITY / "offers.csv", city)


@pytest.fixture(scope="session")
def identifier(city: City) -> LanguageIdentifier:
    return LanguageIdentifier.open(city)


@pytest.fixture(scope="session")
def reader(city: City, identifier: LanguageIdentifier) -> QueryReader:
    return QueryReader.open(CITY, city, identifier)


@pytest.fixture(scope="session")
def crisis() -> CrisisHelp:
    return CrisisHelp(read_contacts(CITY), DangerRecogniser.load())


@pytest.fixture(scope="session")
def personal_data(city: City, offers: list[Offer]) -> PersonalData:
    return open_personal_data(CITY, city, offers)


@dataclass
class FakeIndex:
    """Finds the first offers, whatever is asked, and remembers what was asked."""

    offers: list[Offer]
    asked: list[SearchRequest] = field(default_factory=list)
    refreshed: int = 0

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked.append(request)
        matches = tuple(
            Match(offer, 0.5, (Reason("free", {}),), (Reason("needs_check", {}),))
            for offer in self.offers[: request.limit]
        )
        total = len(self.offers)
        more = total > request.limit
        return SearchResult(matches, total, ("development",), ("city",), more=more)

    def get(self, offer_id: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.id == offer_id), None)

    def refresh(self) -> None:
        self.refreshed += 1


@dataclass
class Clock:
    """Seconds since the epoch, moved by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_hours(self, hours: float) -> None:
        self.now += hours * 3600


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def index(offers: list[Offer]) -> FakeIndex:
    return FakeIndex(offers)


@pytest.fixture
def turn_seconds() -> float:
    """How long a turn may take; ample, so that a busy machine fails no test."""
    return 60.0


@pytest.fixture
def settings(tmp_path: Path, turn_seconds: float) -> Settings:
    return Settings(data_dir=tmp_path, turn_timeout=turn_seconds)


@pytest.fixture
def store(settings: Settings) -> Iterator[ConversationStore]:
    store = ConversationStore(settings.database_url, busy_seconds=0.5)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def conversations(
    settings: Settings,
    store: ConversationStore,
    rasa: FakeRasa,
    city: City,
    identifier: LanguageIdentifier,
    *,
    crisis: CrisisHelp,
    reader: QueryReader,
    index: FakeIndex,
    personal_data: PersonalData,
    clock: Clock,
) -> Conversations:
    wire = httpx.AsyncClient(
        transport=rasa, base_url="http://rasa", headers={SECRET_HEADER: SECRET}
    )
    return Conversations(
        store,
        RasaClient(wire),
        city,
        crisis,
        identifier,
        ways_in=WaysIn(city, index.get),
        reader=reader,
        personal_data=personal_data,
        turn_seconds=settings.turn_timeout,
        idle_hours=settings.retention_hours,
        counts=settings.statistics,
        clock=clock,
    )


@pytest.fixture
def probes() -> dict[str, Probe]:
    return {}


@pytest.fixture
def services(
    city: City,
    index: FakeIndex,
    reader: QueryReader,
    crisis: CrisisHelp,
    *,
    conversations: Conversations,
    store: ConversationStore,
    clock: Clock,
    personal_data: PersonalData,
    probes: dict[str, Probe],
) -> Services:
    return Services(
        city=city,
        index=index,
        reader=reader,
        crisis=crisis,
        personal_data=personal_data,
        conversations=conversations,
        feedback=Feedback(store.feedback, lambda _: 1, counts=True, clock=clock),
        executor=ActionExecutor(),
        secret=SECRET,
        probes=probes,
    )


@pytest.fixture
def app(settings: Settings, services: Services) -> FastAPI:
    return create_app(settings, services)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lotse") as client:
        yield client


@pytest.fixture
async def conversation(client: httpx.AsyncClient) -> str:
    """The path of a conversation that has just begun."""
    begun = await client.post("/api/conversations", json={})
    return f"/api/conversations/{begun.json()['id']}"
