"""Whether the entry that is meant is found, and nothing where none is; held-out wordings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import yaml

from index.city import City
from index.embedding import Encoder
from index.faq import Faq, Found, read_entries
from tests.index.cast import CITY, LetterEncoder

HELD_OUT = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Asked:
    """A held-out text, the entry it means and what is nearest to it."""

    language: str
    text: str
    means: str | None
    nearest: Found

    @property
    def is_answered(self) -> bool:
        return self.nearest.is_answer

    @property
    def is_right(self) -> bool:
        return self.nearest.entry.id == self.means


@pytest.fixture(scope="module")
def faq(encoder: Encoder, city: City, tmp_path_factory: pytest.TempPathFactory) -> Faq:
    return Faq.open(read_entries(CITY / "faq", city), encoder, tmp_path_factory.mktemp("faq"))


@pytest.fixture(scope="module")
def answered(faq: Faq) -> list[Asked]:
    return [
        asked for means, texts in HELD_OUT["answered"].items() for asked in _ask(faq, texts, means)
    ]


def _ask(faq: Faq, texts: Mapping[str, list[str]], means: str | None = None) -> Iterator[Asked]:
    for language, of_language in texts.items():
        for text in of_language:
            nearest = faq.nearest(text)
            assert nearest is not None
            yield Asked(language, text, means, nearest)


def test_every_entry_is_asked_for_in_four_held_out_ways(faq: Faq) -> None:
    ways = {means: sum(map(len, texts.values())) for means, texts in HELD_OUT["answered"].items()}
    assert ways.keys() == {entry.id for entry in faq.entries}
    assert min(ways.values()) >= 4


def test_no_held_out_question_is_one_of_the_known(faq: Faq) -> None:
    known = {
        question.casefold()
        for entry in faq.entries
        for wording in entry.wordings.values()
        for question in wording.questions
    }
    texts = [*HELD_OUT["answered"].values(), HELD_OUT["unanswered"], HELD_OUT["needs"]]
    held_out = {text.casefold() for by in texts for some in by.values() for text in some}
    assert not known & held_out


@pytest.mark.parametrize(("german", "least"), [(True, 0.84), (False, 0.88)])
def test_the_entry_that_is_meant_is_the_nearest(
    answered: list[Asked], german: bool, least: float
) -> None:
    asked = [a for a in answered if (a.language == "de") == german]
    wrong = [f"{a.text}: {a.nearest.entry.id}, not {a.means}" for a in asked if not a.is_right]
    assert np.mean([a.is_right for a in asked]) >= least, "\n".join(wrong)


def test_most_questions_are_answered_and_few_wrongly(answered: list[Asked]) -> None:
    right = float(np.mean([a.is_answered and a.is_right for a in answered]))
    wrong = float(np.mean([a.is_answered and not a.is_right for a in answered]))
    silent = 1 - right - wrong
    print(f"right {right:.3f}, wrongly answered {wrong:.3f}, wrongly silent {silent:.3f}")
    assert right >= 0.72
    assert wrong <= 0.1


def test_what_no_entry_answers_is_seldom_answered(faq: Faq) -> None:
    asked = list(_ask(faq, HELD_OUT["unanswered"]))
    answered = [f"{a.text}: {a.nearest.entry.id}" for a in asked if a.is_answered]
    print(f"{len(answered)} of {len(asked)} that no entry answers are answered")
    assert len(asked) >= 80
    assert len(answered) <= 0.12 * len(asked), "\n".join(answered)


def test_a_need_is_hardly_ever_taken_for_a_question_for_sure(faq: Faq) -> None:
    asked = list(_ask(faq, HELD_OUT["needs"]))
    sure = [f"{a.text}: {a.nearest.entry.id}" for a in asked if a.nearest.is_sure]
    print(f"{len(sure)} of {len(asked)} needs are surely answered")
    assert len(asked) >= 60
    assert len(sure) <= 0.1 * len(asked), "\n".join(sure)


def test_without_entries_or_words_nothing_is_found(city: City, tmp_path: Path) -> None:
    assert Faq.open((), LetterEncoder(), tmp_path).find("Was ist OGS?") is None
    faq = Faq.open(read_entries(CITY / "faq", city), LetterEncoder(), tmp_path)
    assert faq.find("  ") is None


def test_questions_are_encoded_once(city: City, tmp_path: Path) -> None:
    entries, encoder = read_entries(CITY / "faq", city), LetterEncoder()
    Faq.open(entries, encoder, tmp_path)
    known = len(encoder.encoded)
    assert known > len(entries)
    assert Faq.open(entries, encoder, tmp_path).of_intent("ask_bot") is not None
    assert len(encoder.encoded) == known
