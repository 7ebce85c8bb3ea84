import pytest

from bot.texts import catalogue
from bot.texts.ages import age_in_words, interval_in_words

GERMAN = catalogue("de")


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, "0 Jahre"),
        (1, "1 Monat"),
        (8, "8 Monate"),
        (18, "18 Monate"),
        (36, "3 Jahre"),
        (66, "5 ½ Jahre"),
    ],
)
def test_an_age_is_said_as_parents_say_it(months: int, said: str) -> None:
    assert age_in_words(months, GERMAN) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (36, 47, "3 Jahre"),
        (12, 23, "1 Jahr"),
        (0, 11, "unter 1 Jahr"),
        (36, 71, "3 bis 5 Jahre"),
        (0, 23, "0 bis 1 Jahr"),
        (8, 8, "8 Monate"),
        (44, 47, "44 bis 47 Monate"),
        (-9, -1, "noch nicht geboren"),
    ],
)
def test_an_interval_is_said_in_years_where_it_is_whole_years(
    low: int, high: int, said: str
) -> None:
    assert interval_in_words(low, high, GERMAN) == said
