"""Phrases as families write them in every language but German; a folder of tables for each."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding import PlaceMention, Reading
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.readers import Readers
from bot.understanding.topics import TopicLabels

TODAY = date(2026, 11, 22)
_HERE = Path(__file__).parent
_CITY = _HERE.parents[2] / "data" / "oberhausen"


def tables(name: str) -> Iterator[tuple[str, Any]]:
    """The table of that name in each language that has it."""
    for path in sorted(_HERE.glob(f"*/{name}.yml")):
        yield path.parent.name, yaml.safe_load(path.read_text(encoding="utf-8"))


def rows(name: str) -> list[Any]:
    return [(language, *pair) for language, table in tables(name) for pair in _pairs(table)]


def lines(name: str, part: str | None = None) -> list[tuple[str, Any]]:
    return [
        (language, line)
        for language, table in tables(name)
        for line in (table[part] if part else table)
    ]


def _pairs(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from value.items()
        else:
            yield key, value


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers(
        Gazetteer.from_csv(
            _CITY / "districts.csv",
            neighbours=["Duisburg", "Essen", "Mülheim", "Bottrop", "Dinslaken"],
        ),
        TopicLabels.from_csv(_CITY / "topics.csv"),
    )


def ages(reading: Reading) -> str:
    return ", ".join(f"{child.min_months}..{child.max_months}" for child in reading.children)


def rejected_ages(reading: Reading) -> str:
    children = reading.rejected_children
    return ", ".join(f"{child.min_months}..{child.max_months}" for child in children)


def place_id(place: PlaceMention | None) -> str | None:
    return place.id if place else None


@pytest.mark.parametrize(("language", "text", "expected"), rows("ages"))
def test_reads_the_ages_of_the_children(
    readers: Readers, language: str, text: str, expected: str
) -> None:
    assert ages(readers.read(text, language, TODAY)) == expected


@pytest.mark.parametrize(("language", "text"), lines("no_ages"))
def test_other_numbers_are_no_ages(readers: Readers, language: str, text: str) -> None:
    reading = readers.read(text, language, TODAY)
    assert (ages(reading), reading.numbers) == ("", ())


@pytest.mark.parametrize(("language", "text", "who"), rows("people"))
def test_tells_whose_age_it_is(readers: Readers, language: str, text: str, who: str) -> None:
    assert [child.who for child in readers.read(text, language, TODAY).children] == [who]


@pytest.mark.parametrize(("language", "text", "label"), rows("labels"))
def test_labels_say_it_in_the_language(
    readers: Readers, language: str, text: str, label: str
) -> None:
    assert [child.label for child in readers.read(text, language, TODAY).children] == [label]


@pytest.mark.parametrize(("language", "text", "expected"), rows("districts"))
def test_finds_the_district(readers: Readers, language: str, text: str, expected: str) -> None:
    assert place_id(readers.read(text, language, TODAY).district) == expected


@pytest.mark.parametrize(("language", "text"), lines("no_districts"))
def test_ordinary_words_are_no_places(readers: Readers, language: str, text: str) -> None:
    reading = readers.read(text, language, TODAY)
    assert (reading.district, reading.outside) == (None, None)


@pytest.mark.parametrize(("language", "text", "expected"), rows("outside"))
def test_says_what_lies_outside_of_the_city(
    readers: Readers, language: str, text: str, expected: str
) -> None:
    reading = readers.read(text, language, TODAY)
    assert (reading.outside, reading.district) == (expected, None)


@pytest.mark.parametrize(("language", "text", "expected"), rows("anywhere"))
def test_tells_indifference_to_the_place(
    readers: Readers, language: str, text: str, expected: bool
) -> None:
    assert readers.read(text, language, TODAY).district_any is expected


@pytest.mark.parametrize(("language", "case"), lines("corrections"))
def test_takes_corrections_apart(readers: Readers, language: str, case: dict[str, str]) -> None:
    reading = readers.read(case["text"], language, TODAY)
    assert reading.correction
    assert (ages(reading), rejected_ages(reading)) == (
        case.get("ages", ""),
        case.get("not_ages", ""),
    )
    assert place_id(reading.district) == case.get("place")
    assert [place.id for place in reading.rejected_districts] == (
        [case["not_place"]] if "not_place" in case else []
    )


@pytest.mark.parametrize(("language", "text"), lines("needs", "needs"))
def test_hears_that_something_is_needed(readers: Readers, language: str, text: str) -> None:
    assert readers.read(text, language, TODAY).need_text == text


@pytest.mark.parametrize(("language", "text"), lines("needs", "no_needs"))
def test_greetings_ages_and_places_are_no_need(readers: Readers, language: str, text: str) -> None:
    assert readers.read(text, language, TODAY).need_text is None


@pytest.mark.parametrize(("language", "text", "place"), rows("ordinals"))
def test_reads_a_place_in_the_list(
    readers: Readers, language: str, text: str, place: int | None
) -> None:
    assert readers.read(text, language, TODAY).ordinal == place


@pytest.mark.parametrize(("language", "text", "topics"), rows("topics"))
def test_topics_are_those_the_words_name(
    readers: Readers, language: str, text: str, topics: list[str]
) -> None:
    assert sorted(readers.read(text, language, TODAY).topics) == sorted(topics)
