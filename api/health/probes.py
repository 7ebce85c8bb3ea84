"""What /health/ready asks each part."""

from collections.abc import Callable, Mapping, Sequence

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError

from api.chat.rasa_client import RasaClient
from api.chat.store import ConversationStore
from api.services import NotReadyError, Probe, Searches
from index.errors import IndexFailure
from index.search import SearchRequest

Encode = Callable[[Sequence[str]], object]


def probes(
    conversations: ConversationStore, index: Searches, encode: Encode, rasa: RasaClient
) -> Mapping[str, Probe]:
    async def rasa_answers() -> None:
        if not await rasa.is_healthy():
            raise NotReadyError("does not answer")

    return {
        "database": _works(conversations.ping),
        "index": _works(lambda: index.search(SearchRequest(limit=1))),
        "model": _works(lambda: encode(["Kita"])),
        "rasa": rasa_answers,
    }


def _works(use: Callable[[], object]) -> Probe:
    async def probe() -> None:
        try:
            await run_sync(use)
        except SQLAlchemyError as error:
            raise NotReadyError(type(error).__name__) from error
        except IndexFailure as error:
            raise NotReadyError(str(error)) from error

    return probe
