"""Where Rasa's conversations lie: one row each, shared by the tracker store and the channel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.sqlite import emptied_log

_metadata = sa.MetaData()
_trackers = sa.Table(
    "rasa_trackers",
    _metadata,
    sa.Column("sender_id", sa.String(64), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("profile", sa.Text, nullable=False),
)

Json = dict[str, Any]
BUSY_SECONDS = 5


class LogIsReadError(Exception):
    """The write-ahead log could not be emptied: what was deleted may still lie in it."""


class TrackerTable:
    """Reads, replaces and deletes conversations; deleted text is overwritten on disk."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        _metadata.create_all(self._engine)

    def events(self, sender_id: str) -> list[Json] | None:
        """Return the stored events, None for a conversation that is not known."""
        stored = self._column(sender_id, _trackers.c.events)
        return None if stored is None else list(json.loads(stored))

    def profile(self, sender_id: str) -> Json | None:
        """Return the profile after the last turn."""
        stored = self._column(sender_id, _trackers.c.profile)
        return None if stored is None else json.loads(stored)

    def replace(self, sender_id: str, events: Sequence[Json], profile: Json | None) -> None:
        row = {"events": json.dumps(events), "profile": json.dumps(profile)}
        with self._engine.begin() as connection:
            here = _trackers.c.sender_id == sender_id
            changed = connection.execute(_trackers.update().where(here).values(**row))
            if changed.rowcount == 0:
                connection.execute(_trackers.insert().values(sender_id=sender_id, **row))

    def delete(self, sender_id: str) -> None:
        """Raise LogIsReadError where a copy may be left; to be called again, then."""
        with self._engine.begin() as connection:
            connection.execute(_trackers.delete().where(_trackers.c.sender_id == sender_id))
        if self._engine.dialect.name == "sqlite":
            self._overwrite_what_was_deleted()

    def _overwrite_what_was_deleted(self) -> None:
        """Leave nothing in the gaps of SQLite's pages nor in its write-ahead log.

        `secure_delete` clears freed pages, but not the copies of rows that grew and moved.
        """
        with self._engine.connect() as connection:
            autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
            autocommit.exec_driver_sql("VACUUM")
            if not emptied_log(autocommit, BUSY_SECONDS):
                raise LogIsReadError("Somebody reads old pages of the database.")

    def sender_ids(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_trackers.c.sender_id)).scalars())

    def _column(self, sender_id: str, column: Any) -> str | None:
        with self._engine.connect() as connection:
            query = sa.select(column).where(_trackers.c.sender_id == sender_id)
            value: str | None = connection.execute(query).scalar_one_or_none()
            return value


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "secure_delete=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
