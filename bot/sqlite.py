"""What both processes need to know of SQLite."""

from __future__ import annotations

import time

from sqlalchemy.engine import Connection

PAUSE_SECONDS = 0.02


def emptied_log(connection: Connection, within_seconds: float) -> bool:
    """Moves the write-ahead log into the file and empties it; whether that was possible in time.

    Readers of old pages are waited for by SQLite itself (busy_timeout), but where another
    connection is just doing the same, it gives up at once (sqlite.org, sqlite3_wal_checkpoint_v2).
    """
    deadline = time.monotonic() + within_seconds
    while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one():
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return True
