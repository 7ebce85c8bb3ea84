"""What holds for every text, not only for those in the tables."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding import (
    LAST,
    ChildAge,
    ChildMention,
    NumberMention,
    PlaceMention,
    Reading,
    TopicMention,
)
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.reader import Reader
from bot.understanding.topics import TopicLabels

_ROOT = Path(__file__).parents[3]
_CITY = _ROOT / "data" / "oberhausen"
_READER = Reader(
    places=Gazetteer.from_csv(_CITY / "districts.csv", neighbours=["Duisburg", "Essen"]),
    topics=TopicLabels.from_csv(_CITY / "topics.csv"),
)
_WORDS = """
    Tochter Sohn Kinder Baby Zwillinge ich bin ist sind wird wurde mein der die 3 2,5 1/2 ½ 12 99
    46045 47051 drei zweieinhalb -jährig dreijährige Jahre Monate Wochen alt und bis nicht sondern
    statt nein Sterkrade Osterfeld Essen in aus . , ( ) : - / 3.5.2021 31.2.2020 2021-13-40 13/2020
    geboren schwanger Mai im am nächsten Monat SSW Klasse zweite U7a egal kostenlos 0208 12345678 ü
    zwischen fast bald Mitte halb ein Jahr 999 0 Geburtstermin in 3 letzte vor"""
_PIECES = st.sampled_from(tuple(_WORDS.split()))
_SENTENCES = st.lists(_PIECES, max_size=40).map(" ".join)
_TEXTS = st.one_of(st.text(max_size=300), _SENTENCES)
_DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 12, 31))


def spans(reading: Reading) -> list[tuple[int, int]]:
    places = (reading.district,) if reading.district else ()
    mentions = (
        *reading.children,
        *reading.unaged_children,
        *reading.rejected_children,
        *reading.numbers,
        *places,
        *reading.rejected_districts,
    )
    return [(mention.start, mention.end) for mention in mentions]


@settings(max_examples=400, deadline=None)
@given(text=_TEXTS, today=_DAYS)
def test_every_text_can_be_read_and_what_was_found_stands_in_it(text: str, today: date) -> None:
    for start, end in spans(_READER.read(text, today)):
        assert 0 <= start < end <= len(text)


@settings(max_examples=400, deadline=None)
@given(text=_SENTENCES, today=_DAYS)
def test_ages_are_those_of_children(text: str, today: date) -> None:
    for child in _READER.read(text, today).children:
        assert -9 <= child.min_months <= child.max_months
        assert child.min_months < 28 * 12
        assert child.label


@settings(max_examples=200, deadline=None)
@given(text=_TEXTS, today=_DAYS)
def test_entities_give_the_reading_back(text: str, today: date) -> None:
    reading = _READER.read(text, today)
    stored = json.loads(json.dumps(reading.to_entities()))
    assert Reading.from_entities(stored, text) == reading


_EVERYTHING = Reading(
    children=(ChildAge(36, 47, "3 Jahre", "son", 0, 3),),
    unaged_children=(ChildMention("small_girl", 1, 0, 3),),
    rejected_children=(ChildAge(48, 59, "4 Jahre", None, 0, 3),),
    numbers=(NumberMention(4.0, 48, 59, 0, 3),),
    district=PlaceMention("sterkrade", "Sterkrade", 0, 3),
    rejected_districts=(PlaceMention("osterfeld", "Osterfeld", 0, 3),),
    district_any=True,
    postcode="46145",
    outside="Essen",
    wishes=frozenset(["free", "weekend"]),
    wishes_dropped=frozenset(["near", "online"]),
    spoken="tr",
    complaints=frozenset(["too_far", "full"]),
    aspects=("phone", "hours"),
    ordinals=(3, 1, LAST),
    correction=True,
    requested_language="de-simple",
    need_text="Kita",
    need_spans=((0, 4),),
    topics=("childcare",),
    topic_mentions=(TopicMention("childcare", 0, 4),),
    all_children=True,
    adds_need=True,
    rejected_topics=("sports", "culture"),
)


def test_entities_carry_every_field() -> None:
    untold = Reading()
    assert all(
        getattr(_EVERYTHING, field.name) != getattr(untold, field.name) for field in fields(Reading)
    )
    stored = json.loads(json.dumps(_EVERYTHING.to_entities()))
    assert Reading.from_entities(stored, "Kita") == _EVERYTHING


def test_every_entity_is_declared_to_rasa() -> None:
    domain = yaml.safe_load((_ROOT / "bot" / "domain.yml").read_text(encoding="utf-8"))
    assert {entity["entity"] for entity in _EVERYTHING.to_entities()} <= set(domain["entities"])


@pytest.mark.parametrize(
    ("mentions", "about"),
    [
        ([], None),
        ([("small_girl", 1)], "small_girl"),
        ([("twins", 2)], "twins"),
        ([("child", None)], None),
        ([("son", 1), ("daughter", 1)], None),
    ],
)
def test_a_message_is_about_the_one_child_it_names(
    mentions: list[tuple[str, int | None]], about: str | None
) -> None:
    children = tuple(ChildMention(who, count, 0, 3) for who, count in mentions)
    assert Reading(unaged_children=children).about == about


def test_the_place_named_first_is_the_ordinal() -> None:
    assert (Reading(ordinals=(LAST, 2)).ordinal, Reading().ordinal) == (LAST, None)


def test_entities_of_others_are_passed_over() -> None:
    other = {"entity": "language", "start": 0, "end": 2, "value": "tr"}
    assert Reading.from_entities([other], "Merhaba") == Reading()


@pytest.mark.parametrize(
    "piece", ["a", "1", " ", "(", "3 und ", "ä", "0 ", "3,", "ohne ", "1/", "-"]
)
def test_a_long_run_of_the_same_is_read_like_a_short_one(piece: str) -> None:
    """A thousand characters of one kind stay within what a list of a thousand tokens costs."""
    text = (piece * 1000)[:1000]
    assert len(_READER.read(text, date(2026, 11, 22)).children) <= 500


def test_nothing_a_family_writes_stays_in_memory() -> None:
    strings = _READER._vocab.strings
    _READER.read("Unsere Tochter Xanthippe wohnt in Hinterzartenbach", date(2026, 11, 22))
    assert "xanthippe" not in strings
    assert "Hinterzartenbach" not in strings
