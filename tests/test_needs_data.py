"""What families write, as data: enough in all languages, and nothing both learnt and measured."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.city import City, load_city
from index.evaluation.loading import load_shown_offers
from index.situations import Grades, Situation, Texts, read_grades, read_situations

OBERHAUSEN = Path(__file__).parents[1] / "data" / "oberhausen"

LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "pl", "ro")
SCRIPTS = {"ar": "ARABIC", "uk": "CYRILLIC", "ru": "CYRILLIC"}
"""All others are written in Latin letters."""
FOREIGN_LETTERS = {"uk": "ыэъё", "ru": "іїєґ"}
"""Letters that the other of the two languages has, and this one has not."""


@pytest.fixture(scope="module")
def situations() -> tuple[Situation, ...]:
    return read_situations()


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(OBERHAUSEN)


@pytest.fixture(scope="module")
def grades() -> Grades:
    return read_grades(OBERHAUSEN / "situations")


def sentences(texts: Texts) -> Iterator[tuple[str, str]]:
    return ((language, text) for language, of_language in texts.items() for text in of_language)


def plain(text: str) -> str:
    """Without case and punctuation, unless it is nothing else."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def learnt(situations: tuple[Situation, ...]) -> Counter[str]:
    return Counter(plain(text) for one in situations for _, text in sentences(one.train))


def queries(file: str) -> set[str]:
    with (OBERHAUSEN / file).open(encoding="utf-8", newline="") as lines:
        return {plain(row["query"]) for row in csv.DictReader(lines, delimiter="\t")}


def test_there_is_enough_to_learn_from_in_each_language(situations: tuple[Situation, ...]) -> None:
    counts = Counter(language for one in situations for language, _ in sentences(one.train))
    assert counts.total() >= 1500
    assert {language: counts[language] for language in LANGUAGES if counts[language] < 100} == {}


def test_every_topic_has_situations_and_one_that_is_never_learnt_from(
    situations: tuple[Situation, ...], city: City
) -> None:
    taught = {topic for one in situations if any(one.train.values()) for topic in one.topics}
    held_out = {
        one.key.split("/")[0]
        for one in situations
        if not any(one.train.values()) and any(one.test.values())
    }
    assert set(city.topics) - taught == set()
    assert set(city.topics) - held_out == set()


def test_situations_name_topics_of_the_city(situations: tuple[Situation, ...], city: City) -> None:
    assert {topic for one in situations for topic in one.topics} - set(city.topics) == set()


def test_nothing_is_learnt_twice(situations: tuple[Situation, ...]) -> None:
    assert [text for text, times in learnt(situations).items() if times > 1] == []


def test_nothing_that_is_measured_with_is_learnt(situations: tuple[Situation, ...]) -> None:
    measured = {plain(text) for one in situations for _, text in sentences(one.test)}
    assert learnt(situations).keys() & measured == set()


@pytest.mark.parametrize("file", ["graded_queries.tsv", "unanswerable_queries.tsv"])
def test_no_query_of_the_city_is_learnt_or_held_out(
    situations: tuple[Situation, ...], file: str
) -> None:
    held_out = {plain(text) for one in situations for _, text in sentences(one.test)}
    assert (learnt(situations).keys() | held_out) & queries(file) == set()


def test_grades_name_offers_that_may_be_shown(grades: Grades, city: City) -> None:
    shown = {offer.id for offer in load_shown_offers(OBERHAUSEN, city)}
    graded = {offer_id for offers in grades.values() for offer_id in offers}
    assert graded - shown == set()


def test_every_situation_with_topics_is_graded_and_no_other(
    situations: tuple[Situation, ...], grades: Grades
) -> None:
    assert {one.key for one in situations if one.topics} == set(grades)


def test_every_situation_with_topics_tells_how_an_offer_would_help(
    situations: tuple[Situation, ...],
) -> None:
    assert [one.key for one in situations if bool(one.topics) != bool(one.passages)] == []


def test_each_language_is_written_in_its_script(situations: tuple[Situation, ...]) -> None:
    """German names of benefits stand among the words of other languages, so a third is enough."""
    written = [
        (language, text)
        for one in situations
        for texts in (one.train, one.test)
        for language, text in sentences(texts)
    ]
    assert [
        (language, text) for language, text in written if not is_in_script(language, text)
    ] == []
    assert [
        (language, text)
        for language, text in written
        if set(FOREIGN_LETTERS.get(language, "")) & set(text.casefold())
    ] == []


def is_in_script(language: str, text: str) -> bool:
    letters = scripts(text)
    wanted = SCRIPTS.get(language, "LATIN")
    least = 1 / 3 if language in SCRIPTS else 1
    return letters[wanted] >= least * letters.total()


def scripts(text: str) -> Counter[str]:
    return Counter(unicodedata.name(sign).split()[0] for sign in text if sign.isalpha())


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [("ar", "كيف", True), ("ar", "kif", False), ("uk", "як Bürgergeld", False), ("de", "ш", False)],
)
def test_scripts_are_told_apart(language: str, text: str, right: bool) -> None:
    assert is_in_script(language, text) is right
