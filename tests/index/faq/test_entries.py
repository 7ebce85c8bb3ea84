from collections.abc import Callable
from pathlib import Path

import pytest

from bot.languages import LANGUAGES, WRITTEN
from index.city import City
from index.faq import FaqRejected, read_entries
from index.offers.importing import read_offers
from tests.index.cast import CITY, OFFERS

FACTS = """
kita:
  source: {name: § 24 SGB VIII, url: "https://www.gesetze-im-internet.de/sgb_8/__24.html"}
  as_of: "2025"
  topics: [childcare]
privacy:
  about_service: true
  intent: ask_privacy
  source: {name: README.md}
  as_of: "2026-11"
"""
GERMAN = """
kita: {questions: [Ab wann in die Kita], answer: Ab einem Jahr., short: Ab eins.}
privacy: {questions: [Was wird gespeichert], answer: "{hours} Stunden.", short: Wenig.}
"""
ENGLISH = "kita: {questions: [When can we start], answer: From one year., short: From one.}"

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(facts: str = FACTS, de: str = GERMAN, **more: str) -> Path:
        for name, content in {"entries": facts, "de": de, **more}.items():
            (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
        return tmp_path

    return write


def test_an_entry_is_answered_in_german_where_its_language_is_missing(
    folder: Folder, city: City
) -> None:
    kita, privacy = read_entries(folder(en=ENGLISH), city)
    assert (kita.language("en"), privacy.language("en")) == ("en", "de")
    assert kita.wordings["en"].answer == "From one year."
    assert privacy.about_service
    assert privacy.intent == "ask_privacy"


def test_a_city_need_not_answer_questions(tmp_path: Path, city: City) -> None:
    assert read_entries(tmp_path / "faq", city) == ()


@pytest.mark.parametrize(
    ("facts", "german", "fault"),
    [
        (FACTS.replace("childcare", "kita"), GERMAN, "topics.csv has no topic “kita”"),
        (FACTS.replace('"2025"', '"25"'), GERMAN, r"kita.as_of"),
        (FACTS.replace("as_of", "asof"), GERMAN, "Extra inputs"),
        (FACTS.replace("source: {name: README.md}", ""), GERMAN, "privacy.source: Field required"),
        (FACTS.replace("  about_service: true\n", ""), GERMAN, "a source with a url or an offer"),
        (FACTS, GERMAN.split("privacy", maxsplit=1)[0], "the entry privacy is missing"),
        (FACTS, f"{GERMAN}other: {{questions: [x], answer: x, short: x}}", "no such entry"),
        (FACTS, GERMAN.replace("{hours}", "{days}"), r"\{days\} is none of \{city\}"),
        (FACTS, GERMAN.replace("{hours}", "{hours"), "is none of"),
        (FACTS, GERMAN.replace("Was wird gespeichert", "ab wann in die KITA"), "kita has the"),
        (FACTS, GERMAN.replace("[Ab wann in die Kita]", "[]"), "kita.questions"),
        (FACTS, "kita: [", "cannot be read"),
    ],
)
def test_faults_are_told(folder: Folder, city: City, facts: str, german: str, fault: str) -> None:
    with pytest.raises(FaqRejected, match=fault):
        read_entries(folder(facts, german), city)


def test_an_intent_has_one_answer(folder: Folder, city: City) -> None:
    facts = FACTS.replace("topics: [childcare]", "intent: ask_privacy")
    with pytest.raises(FaqRejected, match="kita has the intent ask_privacy"):
        read_entries(folder(facts), city)


def test_oberhausen_names_offers_that_exist(city: City) -> None:
    known = {offer.id for offer in read_offers(OFFERS, city)}
    entries = read_entries(CITY / "faq", city)
    named = {offer for entry in entries for offer in entry.offers}
    assert named <= known
    assert sum(entry.about_service for entry in entries) >= 10
    assert sum(not entry.about_service for entry in entries) >= 35


def test_oberhausen_answers_every_entry_in_every_language(city: City) -> None:
    missing = [
        f"{code}: {entry.id}"
        for code in LANGUAGES
        for entry in read_entries(CITY / "faq", city)
        if code not in entry.wordings
    ]
    assert not missing


def test_oberhausen_knows_several_ways_to_ask_each(city: City) -> None:
    few = [
        f"{code}: {entry.id}"
        for entry in read_entries(CITY / "faq", city)
        for code, wording in entry.wordings.items()
        # Who reads Leichte Sprache asks in German.
        if code in WRITTEN and len(wording.questions) < 4
    ]
    assert not few
