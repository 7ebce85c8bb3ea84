"""What holds for every text in every language but German, which test_properties.py is about."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages import GERMAN, WRITTEN
from bot.understanding import Reading
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers import Readers
from bot.understanding.topics import TopicLabels

_CITY = Path(__file__).parents[3] / "data" / "oberhausen"
_READERS = Readers(
    Gazetteer.from_csv(_CITY / "districts.csv", neighbours=["Duisburg", "Essen"]),
    TopicLabels.from_csv(_CITY / "topics.csv"),
)
_OTHERS = [code for code in WRITTEN if code != GERMAN.code]
_DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 12, 31))
_TODAY = date(2026, 11, 22)
_PIECES = """3 2,5 1/2 ½ 12 99 ٣ ۴ ٤٦٠٤٥ 46045 47051 . , ، ( ) : - / ' 's 3.5.2021 31.2.2020
    2021-13-40 13/2020 2019 Sterkrade Osterfeld'de Остерфельда بأوسترفيلد Essen
    0208 12345678 999 0 3-5 2nd"""


@cache
def sentences(language: str) -> st.SearchStrategy[str]:
    """Rows of words that have a role in the language, figures, signs and names."""
    lexicon = Lexicon.load(language)
    words = [
        *lexicon.words,
        *(f"{stem}а" for stem in lexicon.stems),
        *(" ".join(phrase) for phrases in lexicon.phrases.values() for phrase, _ in phrases),
        *lexicon.numbers.cardinals,
        *lexicon.numbers.ordinals,
        *lexicon.numbers.fractions,
        *_PIECES.split(),
    ]
    return st.lists(st.sampled_from(words), max_size=40).map(" ".join)


def texts(language: str) -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=300), sentences(language))


def spans(reading: Reading) -> list[tuple[int, int]]:
    mentions = (
        *reading.children,
        *reading.unaged_children,
        *reading.rejected_children,
        *reading.numbers,
        *((reading.district,) if reading.district else ()),
        *reading.rejected_districts,
    )
    return [(mention.start, mention.end) for mention in mentions]


@pytest.mark.parametrize("language", _OTHERS)
@settings(max_examples=150, deadline=None)
@given(data=st.data(), today=_DAYS)
def test_every_text_can_be_read_and_what_was_found_stands_in_it(
    language: str, data: st.DataObject, today: date
) -> None:
    text = data.draw(texts(language))
    reading = _READERS.read(text, language, today)
    assert all(0 <= start < end <= len(text) for start, end in spans(reading))
    for child in reading.children:
        assert -9 <= child.min_months <= child.max_months < 28 * 12
        assert child.label
    stored = json.loads(json.dumps(reading.to_entities()))
    assert Reading.from_entities(stored, text) == reading


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize("piece", ["a", "1", " ", "(", "3 ", "و", "'", "год ", "1/", "-", "سنة "])
def test_a_long_run_of_the_same_is_read_like_a_short_one(language: str, piece: str) -> None:
    text = (piece * 1000)[:1000]
    assert len(_READERS.read(text, language, _TODAY).children) <= 500


@pytest.mark.parametrize("language", _OTHERS)
def test_nothing_a_family_writes_stays_in_memory(language: str) -> None:
    reader = _READERS.of(language)
    reader.read("Xanthippe Hinterzartenbach", _TODAY)
    strings = reader._vocab.strings
    assert "xanthippe" not in strings
    assert "Hinterzartenbach" not in strings


_READ_BY_CODE = {
    "ADULT", "AGE", "AGED", "AGE_ADJECTIVE", "AGE_UNIT", "ALT", "AMOUNT", "AND", "ANIMAL",
    "BELOW_BEHIND", "CHILD",
    "CHILD_ADJECTIVE", "COUNT", "DET", "FILL", "FRACTION", "HEDGE_ABOUT", "HEDGE_ABOVE",
    "HEDGE_BELOW",
    "HEDGE_EARLY", "HEDGE_JUST", "HEDGE_LATE", "HEDGE_MIDDLE", "HEDGE_OVER", "HEDGE_UNDER", "MONTH",
    "NUM", "ORD", "OTHER", "PRON", "RANGE_BEHIND", "SEASON", "UNDER_BEHIND", "UNIT", "UNIT_ONE",
    "UP_TO_BEHIND", "VERB",
}  # fmt: skip
_READ_BY_LEMMA = {"TO", "NOT", "LAST_OF_A_LIST", "STREET"}


@pytest.mark.parametrize("language", _OTHERS)
def test_every_role_of_the_lexicon_is_one_the_grammar_knows(language: str) -> None:
    """A word in a role that no rule and no code asks for would never be heard."""
    lexicon = Lexicon.load(language)
    lines = (line for rules in lexicon.tables["rules"].values() for line in rules)
    asked = {role for line in lines for role in re.findall(r"\b[A-Z_]{2,}\b", line)}
    phrases = (word for row in lexicon.phrases.values() for _, word in row)
    words = (*lexicon.words.values(), *lexicon.stems.values(), *phrases)
    assert {word.tag for word in words} <= asked | _READ_BY_CODE | _READ_BY_LEMMA
