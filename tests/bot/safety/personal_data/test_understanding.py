"""Masking takes nothing away from what a family is understood by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from api.settings import PROJECT_ROOT
from bot.languages import LANGUAGES
from bot.safety.personal_data import PLACEHOLDER, PersonalData
from bot.understanding import Reading
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.readers import Readers
from bot.understanding.topics import TopicLabels
from tests.bot.safety.personal_data.conftest import CITY, TODAY
from tests.bot.safety.personal_data.test_masking import table

MOST_MASKED = 0.005
MOST_MONTHS_WIDER = 2
WITH_PERSONAL_DATA = re.compile(r"\d{5,}|\d\.\d\d?\.|(?i:str(aße|\.))|@|0176|heißt Paul|1990")
WRITTEN = ("nlu_data/needs", "nlu_data/nlu", "tests/e2e/conversations", "tests/nlu",
           "tests/bot/understanding")  # fmt: skip


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers(
        Gazetteer.from_csv(CITY / "districts.csv"), TopicLabels.from_csv(CITY / "topics.csv")
    )


def sentences(value: Any) -> Iterator[str]:
    """Every line of every text in a data file."""
    if isinstance(value, str):
        yield from (line.strip().removeprefix("- ") for line in value.splitlines())
    elif isinstance(value, dict):
        for part in value.values():
            yield from sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from sentences(part)


def texts_of(folder: str) -> list[str]:
    files = sorted((PROJECT_ROOT / folder).rglob("*.yml"))
    found = {text for file in files for text in sentences(_read(file)) if text}
    assert len(found) > 500
    return sorted(found)


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("folder", WRITTEN)
def test_hardly_any_message_is_changed_without_need(
    folder: str, personal_data: PersonalData
) -> None:
    plain = [text for text in texts_of(folder) if not WITH_PERSONAL_DATA.search(text)]
    changed = [text for text in plain if personal_data.mask(text).is_changed]
    print(f"{folder}: {len(changed)} of {len(plain)} messages changed")
    assert len(changed) <= MOST_MASKED * len(plain), changed


@pytest.mark.parametrize(("language", "text", "masked"), [
    (language, text, masked)
    for language in LANGUAGES
    for text, masked in table(language)["masked"].items()
])  # fmt: skip
def test_age_and_district_are_read_as_before(
    language: str, text: str, masked: str, readers: Readers
) -> None:
    before, after = (readers.read(each, language, TODAY) for each in (text, masked))
    assert (after.district, after.postcode) == (before.district, before.postcode) or (
        _place(after) == _place(before)
    )
    assert len(after.children) >= len(before.children)
    for known, still in zip(before.children, after.children, strict=False):
        assert still.min_months <= known.min_months <= known.max_months <= still.max_months
        wider = (still.max_months - still.min_months) - (known.max_months - known.min_months)
        assert wider <= MOST_MONTHS_WIDER


def _place(reading: Reading) -> tuple[str | None, str | None]:
    return reading.district.id if reading.district else None, reading.postcode


@given(st.text(max_size=300))
def test_any_text_is_masked_and_then_stays(personal_data: PersonalData, text: str) -> None:
    once = personal_data.mask(text)
    assert once.is_changed == (once.text != text)
    assert PLACEHOLDER in once.text or len(once.text) <= len(text)


NUMBERS = st.sampled_from(
    ["0176 12345678", "+49 208 1234567", "DE89 3704 0044 0532 0130 00", "a.b@web.de", "A123456789",
     "Lothringer Str. 12", "12345678901"]
)  # fmt: skip
AROUND = st.text(st.sampled_from(" ,.!?\n()äöüabcклшبت"), max_size=40)


@given(AROUND, NUMBERS, AROUND)
def test_no_surrounding_hides_a_number(
    personal_data: PersonalData, before: str, number: str, after: str
) -> None:
    masked = personal_data.mask(f"{before} {number} {after}")
    assert number not in masked.text


HOSTILE = ["0", "a", "a@", "1 ", "mein sohn ", "-", "A1 ", "Az ", "5a-", "x.", "str 1 "]


@pytest.mark.parametrize("repeated", HOSTILE)
def test_no_text_takes_forever(repeated: str, personal_data: PersonalData) -> None:
    """A pattern that backtracks without end would never return."""
    assert personal_data.mask(repeated * (1000 // len(repeated)) + "!").text
