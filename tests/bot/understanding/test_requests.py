"""What is asked of offers and of the conversation; the tables stand in a folder a language."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import LexiconError
from bot.understanding.phrases import Phrases
from bot.understanding.readers import Readers
from bot.understanding.requests import RequestReader
from bot.understanding.topics import TopicLabels

TODAY = date(2026, 11, 22)
_HERE = Path(__file__).parent
_CITY = _HERE.parents[2] / "data" / "oberhausen"
_FIELDS = ("wishes", "wishes_dropped", "spoken", "requested_language", "complaints", "aspects",
           "ordinals", "adds_need", "all_children", "rejected_topics")  # fmt: skip
Fields = dict[str, Any]


def rows() -> Iterator[tuple[str, str, Fields]]:
    for path in sorted(_HERE.glob("*/phrases.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            pairs = group.items() if isinstance(group, dict) else ((text, {}) for text in group)
            yield from ((path.parent.name, text, fields) for text, fields in pairs)


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
def readers() -> Readers:
    return Readers(
        Gazetteer.from_csv(_CITY / "districts.csv", neighbours=["Duisburg", "Essen"]),
        TopicLabels.from_csv(_CITY / "topics.csv"),
    )


@pytest.mark.parametrize(("language", "text", "fields"), list(rows()))
def test_reads_what_is_asked(readers: Readers, language: str, text: str, fields: Fields) -> None:
    assert told(readers.read(text, language, TODAY)) == expected(fields)


def test_a_group_that_nobody_reads_is_refused() -> None:
    with pytest.raises(LexiconError, match="nearby is none of free, online"):
        RequestReader({"wishes": {"nearby": ["near"]}}, "en")
    with pytest.raises(LexiconError, match="no group 'wish'"):
        RequestReader({"wish": {"near": ["near"]}}, "en")


def found(phrase: str, text: str) -> list[tuple[int, ...]]:
    phrases = Phrases({("wishes", "near"): [phrase]}, {"NUM": {"2": ["2", "two"]}})
    return [each.words for each in phrases.find(text.split())]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("near here", "is it near here", [(2, 3)]),
        ("near", "nearby", []),
        ("near*", "nearby", [(0,)]),
        ("*by", "nearby", [(0,)]),
        ("*arb*", "nearby", [(0,)]),
        ("near|close by", "close by", [(0, 1)]),
        ("not _ far", "not so far", [(0, 2)]),
        ("not _ far", "not , far", []),
        ("not _? far", "not far", [(0, 1)]),
        ("so? near", "so near", [(0, 1), (1,)]),
        ("no , near", "no , near", [(0, 1, 2)]),
        ("on line", "on - line", [(0, 2)]),
        ("number NUM", "number two", [(0, 1)]),
    ],
)
def test_the_notation_of_phrases(phrase: str, text: str, words: list[tuple[int, ...]]) -> None:
    assert found(phrase, text) == words


@pytest.mark.parametrize("phrase", ["_", "near _", "_ near", "NUM|two", "*"])
def test_phrases_that_cannot_be_found_are_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"names? one|no class|no word"):
        found(phrase, "near")


def test_a_class_says_what_it_stands_for() -> None:
    phrases = Phrases(
        {("ordinals", "named"): ["NUM and NUM"]}, {"NUM": {"1": ["one"], "2": ["two"]}}
    )
    assert phrases.find(["two", "and", "one"])[0].values == ("2", "1")
