import csv
from pathlib import Path

import pytest

from bot.texts import catalogue
from bot.texts.hours import hours_in_words

GERMAN = catalogue("de")
OFFERS = Path(__file__).parents[3] / "data" / "oberhausen" / "offers.csv"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", ""),
        ("24/7", "rund um die Uhr"),
        ("Mo-Fr 09:30-12:30", "Mo.–Fr. 9:30–12:30 Uhr"),
        ("We 15:00+", "Mi. ab 15 Uhr"),
        ("Su", "So."),
        ("Sa,Su,PH 10:00-21:00", "Sa., So., Feiertage 10–21 Uhr"),
        ("Tu-Fr 10:00-12:00,13:00-18:00", "Di.–Fr. 10–12 und 13–18 Uhr"),
        ("Mo,Tu 08:30-12:00; We 14:00-16:00", "Mo., Di. 8:30–12 Uhr; Mi. 14–16 Uhr"),
        ("Sa[2,3,4] 14:00-18:00", "2., 3. und 4. Sa. im Monat 14–18 Uhr"),
        ("We[2] 16:30+", "2. Mi. im Monat ab 16:30 Uhr"),
        ("sunrise-sunset", "sunrise-sunset"),
        ("Mo-Fr 09:30-12:30; by appointment", "Mo-Fr 09:30-12:30; by appointment"),
    ],
)
def test_hours_are_said_in_german(written: str, said: str) -> None:
    assert hours_in_words(written, GERMAN) == said


def test_in_arabic_the_hour_comes_before_the_minutes() -> None:
    """Isolates around both would have turned 8:30 into 30:8."""
    assert "8:30" in hours_in_words("Mo 08:30-12:15", catalogue("ar"))
    assert "12:15" in hours_in_words("Mo 08:30-12:15", catalogue("ar"))


def test_no_hours_of_the_city_s_offers_stay_in_their_syntax() -> None:
    with OFFERS.open(encoding="utf-8", newline="") as file:
        hours = {row["opening_hours"] for row in csv.DictReader(file)} - {""}
    assert hours
    assert not [text for text in hours if hours_in_words(text, GERMAN) == text]


def test_a_time_of_day_is_never_turned_round() -> None:
    said = hours_in_words("Mo 08:30-12:15", catalogue("ar"))
    assert "8:30" in said
    assert "12:15" in said
