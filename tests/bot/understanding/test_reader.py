"""Phrases as families write them; the tables beside this file hold them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding import PlaceMention, Reading
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.reader import Reader
from bot.understanding.topics import TopicLabels

TODAY = date(2026, 11, 22)
_HERE = Path(__file__).parent
_CITY = _HERE.parents[2] / "data" / "oberhausen"


def table(name: str) -> Any:
    return yaml.safe_load((_HERE / f"{name}.yml").read_text(encoding="utf-8"))


def grouped(name: str) -> list[tuple[str, Any]]:
    return [pair for group in table(name).values() for pair in group.items()]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(
        places=Gazetteer.from_csv(
            _CITY / "districts.csv",
            neighbours=["Duisburg", "Essen", "Mülheim", "Bottrop", "Dinslaken"],
        ),
        topics=TopicLabels.from_csv(_CITY / "topics.csv"),
    )


def ages(reading: Reading) -> str:
    return ", ".join(f"{child.min_months}..{child.max_months}" for child in reading.children)


def rejected_ages(reading: Reading) -> str:
    return ", ".join(
        f"{child.min_months}..{child.max_months}" for child in reading.rejected_children
    )


def place_id(place: PlaceMention | None) -> str | None:
    return place.id if place else None


@pytest.mark.parametrize(("text", "expected"), grouped("ages"))
def test_reads_the_ages_of_the_children(reader: Reader, text: str, expected: str) -> None:
    assert ages(reader.read(text, TODAY)) == expected


@pytest.mark.parametrize("text", table("no_ages"))
def test_other_numbers_are_no_ages(reader: Reader, text: str) -> None:
    reading = reader.read(text, TODAY)
    assert (ages(reading), reading.numbers) == ("", ())


@pytest.mark.parametrize(("text", "expected"), grouped("districts"))
def test_finds_the_district(reader: Reader, text: str, expected: str) -> None:
    assert place_id(reader.read(text, TODAY).district) == expected


@pytest.mark.parametrize("text", table("no_districts"))
def test_ordinary_words_are_no_places(reader: Reader, text: str) -> None:
    reading = reader.read(text, TODAY)
    assert (reading.district, reading.outside) == (None, None)


@pytest.mark.parametrize(("text", "expected"), table("outside").items())
def test_says_what_lies_outside_of_the_city(reader: Reader, text: str, expected: str) -> None:
    reading = reader.read(text, TODAY)
    assert (reading.outside, reading.district) == (expected, None)


@pytest.mark.parametrize(("text", "expected"), table("anywhere").items())
def test_tells_indifference_to_the_place(reader: Reader, text: str, expected: bool) -> None:
    assert reader.read(text, TODAY).district_any is expected


@pytest.mark.parametrize("case", table("corrections"), ids=lambda case: case["text"])
def test_takes_corrections_apart(reader: Reader, case: dict[str, str]) -> None:
    reading = reader.read(case["text"], TODAY)
    assert reading.correction
    assert (ages(reading), rejected_ages(reading)) == (
        case.get("ages", ""),
        case.get("not_ages", ""),
    )
    assert place_id(reading.district) == case.get("place")
    assert [place.id for place in reading.rejected_districts] == (
        [case["not_place"]] if "not_place" in case else []
    )
    if "who" in case:
        assert reading.children[0].who == case["who"]


@pytest.mark.parametrize(("text", "topics"), table("needs")["needs"].items())
def test_passes_a_need_on_with_its_topics(reader: Reader, text: str, topics: list[str]) -> None:
    reading = reader.read(text, TODAY)
    assert (reading.need_text, set(reading.topics)) == (text, set(topics))


@pytest.mark.parametrize("text", table("needs")["no_needs"])
def test_greetings_ages_and_places_are_no_need(reader: Reader, text: str) -> None:
    assert reader.read(text, TODAY).need_text is None


@pytest.mark.parametrize(("text", "wishes"), table("requests")["wishes"].items())
def test_reads_wishes(reader: Reader, text: str, wishes: list[str]) -> None:
    assert reader.read(text, TODAY).wishes == frozenset(wishes)


@pytest.mark.parametrize(("text", "place"), table("requests")["ordinals"].items())
def test_reads_a_place_in_the_list(reader: Reader, text: str, place: int | None) -> None:
    assert reader.read(text, TODAY).ordinal == place


@pytest.mark.parametrize(
    "text",
    [
        "ich mache mir Sorgen ob ich mein Neugeborenes richtig versorge, wir wohnen in Lirich",
        "Irgendwas stimmt nicht mit meinem Sohn (3), er spricht nicht, sondern zeigt nur auf alles",
        "Sorry dass ich störe, ich wollte fragen, ob es für meine Tochter (4) etwas gibt",
        "Was mache ich falsch? Meine Tochter ist 4 und hört einfach nicht auf mich",
    ],
)
def test_a_story_is_no_correction(reader: Reader, text: str) -> None:
    assert not reader.read(text, TODAY).correction
