import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.components.tracker_table import LogIsReadError, TrackerTable

EVENTS = [{"event": "user", "text": "Unser Geheimwort ist Zimtschnecke"}]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "rasa.sqlite"


@pytest.fixture
def table(database: Path) -> TrackerTable:
    return TrackerTable(f"sqlite:///{database}")


def test_a_conversation_is_replaced_as_a_whole(table: TrackerTable) -> None:
    table.replace("a", EVENTS, {"language": "de"})
    table.replace("a", [*EVENTS, {"event": "bot"}], {"language": "tr"})
    assert table.events("a") == [*EVENTS, {"event": "bot"}]
    assert table.profile("a") == {"language": "tr"}
    assert table.sender_ids() == ["a"]


def test_an_unknown_conversation_has_no_events_and_no_profile(table: TrackerTable) -> None:
    assert table.events("b") is None
    assert table.profile("b") is None


def test_deleting_leaves_not_a_byte_of_it(table: TrackerTable, database: Path) -> None:
    for turns in range(1, 40):
        table.replace("a", EVENTS * turns, None)
        table.replace("b", [{"event": "bot", "turn": turn} for turn in range(turns)], None)
    table.delete("a")
    assert table.sender_ids() == ["b"]
    files = list(database.parent.glob("rasa.sqlite*"))
    assert files
    assert not [file for file in files if b"Zimtschnecke" in file.read_bytes()]


def test_deleting_says_where_old_pages_are_still_read(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.components.tracker_table.BUSY_SECONDS", 0)
    table = TrackerTable(f"sqlite:///{database}")
    table.replace("a", EVENTS, None)
    with closing(sqlite3.connect(database)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM rasa_trackers").fetchall()
        with pytest.raises(LogIsReadError):
            table.delete("a")
    table.delete("a")
    files = list(database.parent.glob("rasa.sqlite*"))
    assert not [file for file in files if b"Zimtschnecke" in file.read_bytes()]
