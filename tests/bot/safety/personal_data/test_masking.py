"""What is masked in which language, and what is not: one table a language beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.languages import LANGUAGES
from bot.safety.personal_data import PersonalData

LEAST_ROWS = 25


def table(language: str) -> Any:
    path = Path(__file__).with_name(f"{language}.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


MASKED = [row for language in LANGUAGES for row in table(language)["masked"].items()]
KEPT = [text for language in LANGUAGES for text in table(language)["kept"]]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_personal_data_is_replaced(text: str, masked: str, personal_data: PersonalData) -> None:
    assert personal_data.mask(text).text == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_leads_to_nobody_stays(text: str, personal_data: PersonalData) -> None:
    masked = personal_data.mask(text)
    assert (masked.text, masked.kinds) == (text, frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_full_table(language: str) -> None:
    assert min(map(len, table(language).values())) >= LEAST_ROWS


def test_what_was_found_is_named(personal_data: PersonalData) -> None:
    text = "Ich heiße Petra, geb. 3.5.1990, Lothringer Str. 12, Tel. 123456, p@web.de, Az 51-12/34"
    found = personal_data.mask(text).kinds
    assert found == {"name", "birth date", "street", "phone", "mail", "file"}


def test_how_an_offer_is_reached_is_no_secret(personal_data: PersonalData) -> None:
    for text in ("Ist das die 0208 825-9378?", "Wem gehört +492088259378"):
        assert personal_data.mask(text).text == text
    text = "ich habe an chancengleichheit@oberhausen.de geschrieben"
    assert personal_data.mask(text).text == text


def test_a_number_in_groups_is_one_number(personal_data: PersonalData) -> None:
    masked = personal_data.mask("meine Steuer-ID ist 12 345 678 901")
    assert masked.text == "meine Steuer-ID ist NN"


@pytest.mark.parametrize("label", ["Mehmet", "Leyla, 3 Jahre", "نور الدين", "Артём", "Jermaine"])
def test_a_name_is_no_label_for_a_child(label: str, personal_data: PersonalData) -> None:
    assert personal_data.is_a_name(label)


@pytest.mark.parametrize(
    "label", ["der Große", "Tochter, 3 Jahre", "big_boy", "2. Klasse", "my son"]
)
def test_a_word_for_a_child_is_one(label: str, personal_data: PersonalData) -> None:
    assert not personal_data.is_a_name(label)
