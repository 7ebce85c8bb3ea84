"""What is asked of offers and of the conversation; the tables stand in a folder a language."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.reader import Reader
from bot.understanding.topics import TopicLabels

TODAY = date(2026, 11, 22)
_HERE = Path(__file__).parent
_CITY = _HERE.parents[2] / "data" / "oberhausen"
_FIELDS = ("wishes", "wishes_dropped", "spoken", "requested_language", "complaints", "aspects",
           "ordinals", "adds_need", "rejected_topics")  # fmt: skip
Fields = dict[str, Any]


def rows(language: str) -> Iterator[tuple[str, Fields]]:
    table = yaml.safe_load((_HERE / language / "phrases.yml").read_text(encoding="utf-8"))
    for group in table.values():
        yield from group.items() if isinstance(group, dict) else ((text, {}) for text in group)


def told(reading: Any) -> Fields:
    """The fields that say something, as the tables write them."""
    values = {name: getattr(reading, name) for name in _FIELDS}
    return {
        name: sorted(value) if isinstance(value, frozenset) else
        list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value
    }  # fmt: skip


def expected(fields: Fields) -> Fields:
    unordered = ("wishes", "wishes_dropped", "complaints")
    return {name: sorted(v) if name in unordered else v for name, v in fields.items()}


@pytest.fixture(scope="module")
def german() -> Reader:
    return Reader(
        places=Gazetteer.from_csv(_CITY / "districts.csv", neighbours=["Duisburg", "Essen"]),
        topics=TopicLabels.from_csv(_CITY / "topics.csv"),
    )


@pytest.mark.parametrize(("text", "fields"), list(rows("de")))
def test_german(german: Reader, text: str, fields: Fields) -> None:
    assert told(german.read(text, TODAY)) == expected(fields)
