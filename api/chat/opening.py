"""Opening the conversations' database for the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.chat.store import ConversationStore
from api.settings import Settings


@contextmanager
def open_conversations(settings: Settings) -> Iterator[ConversationStore]:
    """Brought up to date, and closed afterwards."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = ConversationStore(settings.database_url)
    try:
        store.migrate()
        yield store
    finally:
        store.close()
