"""That the phrase bank can be measured with: complete, big enough, and no phrase known before."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from bot.languages import WRITTEN
from bot.safety.folding import fold_text, script_of
from bot.safety.kinds import KINDS
from tests.bot.safety.phrase_bank import MEASURED, STRANGERS, TEST, VISIBLE, Bank, Quiet, banks

every_language = pytest.mark.parametrize("language", WRITTEN)


def fewest(language: str, german: int, other: int) -> int:
    return german if language == "de" else other


@every_language
def test_every_kind_is_said_openly_and_in_hints(language: str) -> None:
    dangers = banks(TEST)[language].dangers
    assert sorted(dangers) == sorted(KINDS)
    for kind, phrasings in dangers.items():
        assert len(phrasings.explicit) >= fewest(language, 6, 3), kind
        assert len(phrasings.indirect) >= fewest(language, 8, 4), kind


@every_language
def test_there_are_both_readers_and_everything_that_must_stay_quiet(language: str) -> None:
    bank = banks(TEST)[language]
    assert min(len(bank.child_writes), len(bank.adult_writes)) >= fewest(language, 30, 12)
    assert sorted(bank.quiet) == sorted(get_args(Quiet))
    assert min(map(len, bank.quiet.values())) >= fewest(language, 15, 6)


def test_it_is_big_enough_to_be_believed() -> None:
    parts = [bank for part in (VISIBLE, TEST) for bank in banks(part).values()]
    assert sum(len(list(bank.in_danger())) for bank in parts) >= 800
    assert sum(len(bank.quiet["everyday"]) for bank in banks(TEST).values()) >= 600


@every_language
def test_strangers_tell_of_every_kind_and_of_ordinary_days(language: str) -> None:
    bank = banks(STRANGERS)[language]
    assert sorted(bank.dangers) == sorted(KINDS)
    assert all(said.explicit and said.indirect for said in bank.dangers.values())
    assert len(bank.quiet["everyday"]) >= 50


@pytest.mark.parametrize("part", [VISIBLE, *MEASURED], ids=lambda part: str(part.name))
def test_no_phrase_is_there_twice(part: Path) -> None:
    for language, bank in banks(part).items():
        times = Counter(phrase.casefold() for phrase in bank.phrases())
        assert [phrase for phrase, count in times.items() if count > 1] == [], language


@pytest.mark.parametrize("part", MEASURED, ids=lambda part: str(part.name))
@every_language
def test_nothing_that_is_measured_was_learnt(language: str, part: Path) -> None:
    """Spelt otherwise it would still be the same: take it out of the visible part."""
    learnt, measured = (
        {fold_text(phrase, script_of(language)) for phrase in banks(bank)[language].phrases()}
        for bank in (VISIBLE, part)
    )
    assert sorted(learnt & measured) == []


def test_the_visible_part_knows_no_other_kinds() -> None:
    for bank in banks(VISIBLE).values():
        assert set(bank.dangers) <= set(KINDS)


def test_a_bank_of_another_form_is_refused() -> None:
    with pytest.raises(ValidationError, match="overheard"):
        Bank.model_validate(
            {"dangers": {}, "child_writes": [], "adult_writes": [], "quiet": {}, "overheard": []}
        )
