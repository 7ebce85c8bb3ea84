"""Where conversations are kept, and how they are forgotten."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, delete, event, exists, func, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from api.chat.schemas import Author, Mode
from api.chat.tables import ConversationRow, DeletionRow, MessageRow
from api.feedback.store import FeedbackStore
from api.statistics.counting import Counted, week_of
from api.statistics.store import StatisticsStore, add
from bot.sqlite import emptied_log

MIGRATIONS = Path(__file__).parent / "migrations"

Json = dict[str, Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """One message before it has a number; `content` is the contract's, without id and author."""

    author: Author
    content: Json


@dataclass(frozen=True)
class KeptMessage:
    number: int
    author: Author
    content: Json

    def shown(self) -> Json:
        """The message of the contract."""
        return {"id": self.number, "author": self.author, **self.content}


@dataclass(frozen=True)
class KeptConversation:
    """`crisis` is the last message of that type."""

    id: str
    language: str
    mode: Mode
    profile: Json
    crisis: Json | None = None


class ConversationGoneError(Exception):
    """There is no such conversation, or no longer."""


class ConversationStore:
    """Every method blocks for the length of a small transaction."""

    def __init__(self, url: str, *, busy_seconds: float = 5.0) -> None:
        # Parameters of a statement are what families wrote: errors must not repeat them.
        self._engine: Engine = create_engine(
            url, hide_parameters=True, json_serializer=partial(json.dumps, ensure_ascii=False)
        )
        self._busy_seconds = busy_seconds
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        if self._is_sqlite:
            event.listen(self._engine, "connect", _sqlite_configuration(busy_seconds))

    def migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def ping(self) -> None:
        with self._session() as session:
            session.execute(select(ConversationRow.id).limit(1))

    def create(
        self, conversation: KeptConversation, greeting: Sequence[Said], at: float
    ) -> list[KeptMessage]:
        with self._session() as session:
            session.add(
                ConversationRow(
                    id=conversation.id,
                    language=conversation.language,
                    mode=conversation.mode,
                    profile=conversation.profile,
                    last_turn_at=at,
                )
            )
            session.flush()
            return _append(session, conversation.id, greeting)

    def get(self, conversation_id: str) -> KeptConversation:
        """Raises ConversationGoneError."""
        with self._session() as session:
            row = _existing(session, conversation_id)
            crisis = _newest_crisis(session, conversation_id)
            return KeptConversation(row.id, row.language, row.mode, row.profile, crisis)

    def messages(self, conversation_id: str) -> list[KeptMessage]:
        in_order = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(MessageRow.number)
        )
        with self._session() as session:
            return [_kept(row) for row in session.scalars(in_order)]

    def newest_messages(self, conversation_id: str, limit: int) -> list[KeptMessage]:
        """The newest first."""
        newest = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(MessageRow.number.desc())
            .limit(limit)
        )
        with self._session() as session:
            return [_kept(row) for row in session.scalars(newest)]

    def add_turn(
        self, conversation_id: str, said: Sequence[Said], profile: Json | None, at: float
    ) -> list[KeptMessage]:
        """Keeps a whole turn or nothing of it; raises ConversationGoneError."""
        with self._session() as session:
            row = _existing(session, conversation_id)
            row.last_turn_at = at
            if profile is not None:
                row.profile = profile
                row.language = profile["language"]
            return _append(session, conversation_id, said)

    def delete(self, conversation_id: str) -> None:
        """Removes the rows and notes that the deletion is to be completed elsewhere.

        Raises ConversationGoneError.
        """
        with self._session() as session:
            session.delete(_existing(session, conversation_id))
            session.add(DeletionRow(conversation_id=conversation_id))

    def delete_idle(
        self, conversation_id: str, before: float, counted: Iterable[Counted] = ()
    ) -> bool:
        """Deletes unless there was a turn meanwhile; `counted` is added to the statistics."""
        with self._session() as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None or row.last_turn_at >= before:
                return False
            add(session, week_of(row.last_turn_at), counted)
            session.delete(row)
            session.add(DeletionRow(conversation_id=conversation_id))
            return True

    def idle(self, before: float) -> list[str]:
        """Conversations whose last turn was before that time, in seconds since the epoch."""
        with self._session() as session:
            return list(
                session.scalars(
                    select(ConversationRow.id).where(ConversationRow.last_turn_at < before)
                )
            )

    def holds(self, conversation_id: str) -> bool:
        """Whether anything is left of a conversation, a deletion to be completed included."""
        with self._session() as session:
            return any(
                session.scalar(select(exists().where(column == conversation_id)))
                for column in (
                    ConversationRow.id,
                    MessageRow.conversation_id,
                    DeletionRow.conversation_id,
                )
            )

    def pending_deletions(self) -> list[str]:
        with self._session() as session:
            return list(session.scalars(select(DeletionRow.conversation_id)))

    def complete_deletion(self, conversation_id: str) -> None:
        """Forgets the id too, once nothing else is left anywhere."""
        with self._session() as session:
            session.execute(
                delete(DeletionRow).where(DeletionRow.conversation_id == conversation_id)
            )
        self._empty_log()

    def wipe(self) -> bool:
        """Overwrites what deleted rows left in SQLite's files; whether nobody was in the way.

        secure_delete alone is not enough: where SQLite moved rows to another page, a copy stays
        behind in the unused middle of the old one. Only writing every page anew removes it.
        """
        if not self._is_sqlite:
            return True
        try:
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("VACUUM"))
        except OperationalError as error:
            logger.warning("Deleted text cannot be overwritten yet: %s", error.orig)
            return False
        return self._empty_log()

    @property
    def statistics(self) -> StatisticsStore:
        return StatisticsStore(self._engine)

    @property
    def feedback(self) -> FeedbackStore:
        return FeedbackStore(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def _empty_log(self) -> bool:
        """Moves SQLite's write-ahead log into the file; whether nobody was reading it."""
        if not self._is_sqlite:
            return True
        with self._engine.connect() as connection:
            return emptied_log(connection, self._busy_seconds)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session


def _sqlite_configuration(
    busy_seconds: float,
) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA busy_timeout={busy_seconds * 1000:.0f}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    return configure


def _existing(session: Session, conversation_id: str) -> ConversationRow:
    row = session.get(ConversationRow, conversation_id)
    if row is None:
        raise ConversationGoneError
    return row


def _newest_crisis(session: Session, conversation_id: str) -> Json | None:
    newest = (
        select(MessageRow.content)
        .where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.content["type"].as_string() == "crisis",
        )
        .order_by(MessageRow.number.desc())
        .limit(1)
    )
    return session.scalar(newest)


def _append(session: Session, conversation_id: str, said: Sequence[Said]) -> list[KeptMessage]:
    last = session.scalar(
        select(func.max(MessageRow.number)).where(MessageRow.conversation_id == conversation_id)
    )
    rows = [
        MessageRow(
            conversation_id=conversation_id,
            number=number,
            author=message.author,
            content=message.content,
        )
        for number, message in enumerate(said, start=(last or 0) + 1)
    ]
    session.add_all(rows)
    return [_kept(row) for row in rows]


def _kept(row: MessageRow) -> KeptMessage:
    return KeptMessage(row.number, row.author, row.content)
