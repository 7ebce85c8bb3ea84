"""The parts that reading a message is made of."""

from datetime import date
from pathlib import Path

import pytest

from bot.understanding import ChildMention, NumberMention
from bot.understanding.dates import Window, age_on, months_old, season_window, written_date
from bot.understanding.folding import fold
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import Lexicon
from bot.understanding.numbers import figure_value
from bot.understanding.reader import Reader
from bot.understanding.rules import words_in
from bot.understanding.spelling import SpellingIndex, distance
from bot.understanding.topics import TopicLabels

TODAY = date(2026, 11, 22)
_CITY = Path(__file__).parents[3] / "data" / "oberhausen"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_csv(_CITY / "districts.csv", neighbours=["Essen"])


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return Reader(places=gazetteer, topics=TopicLabels.from_csv(_CITY / "topics.csv"))


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Königshardt", "koenigshardt"), ("STRASSE", "strasse"), ("Straße", "strasse"),
     ("Café", "cafe"), ("u\u0308ber", "ueber")],
)  # fmt: skip
def test_folding_leaves_one_spelling(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("lirich", "lirich", 0), ("lirich", "lirch", 1), ("monate", "moante", 1), ("abc", "", 3)],
)
def test_swapped_neighbours_are_one_edit(left: str, right: str, edits: int) -> None:
    assert distance(left, right) == edits


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sterkade", "sterkrade"), ("osterfedl", "osterfeld"), ("lirihc", "lirich"),
     ("osterferien", None), ("liric" * 10, None), ("ost", None)],
)  # fmt: skip
def test_slips_are_found_and_other_words_left_alone(word: str, meant: str | None) -> None:
    assert SpellingIndex(["sterkrade", "osterfeld", "lirich"]).nearest(word) == meant


def test_a_word_between_two_is_neither() -> None:
    assert SpellingIndex(["buchen", "bachen"]).nearest("bichen") is None


@pytest.mark.parametrize(
    ("figure", "value"),
    [("3", 3), ("2,5", 2.5), ("2.5", 2.5), ("2 1/2", 2.5), ("1/2", 0.5), ("½", 0.5), ("2½", 2.5)],
)
def test_figures_have_values(figure: str, value: float) -> None:
    assert figure_value(figure) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [("einundzwanzig", 21), ("zweieinhalb", 2.5), ("anderthalb", 1.5), ("dreidreiviertel", 3.75)],
)
def test_number_words_are_put_together(word: str, value: float) -> None:
    assert Lexicon.load("de").numbers.cardinals[word] == value


def test_every_word_of_a_rule_can_be_met() -> None:
    """A rule asks for lemmas: a form that has another lemma would never match."""
    lexicon = Lexicon.load("de")
    lemmas = {word.lemma for word in lexicon.words.values()} | {"paragraph"}
    unreachable = [
        word
        for word in words_in(lexicon.tables["rules"])
        if word in lexicon.words and word not in lemmas
    ]
    assert unreachable == []


@pytest.mark.parametrize(
    ("born", "months"),
    [(date(2026, 11, 22), 0), (date(2026, 10, 23), 0), (date(2026, 10, 22), 1),
     (date(2026, 11, 23), -1), (date(2027, 3, 22), -4), (date(2027, 3, 23), -5)],
)  # fmt: skip
def test_months_are_completed_ones_and_run_below_zero(born: date, months: int) -> None:
    assert months_old(born, TODAY) == months


def test_a_window_of_birth_gives_a_window_of_ages() -> None:
    assert age_on(TODAY, Window(date(2020, 1, 1), date(2020, 12, 31))) == (70, 82)


@pytest.mark.parametrize("text", ["31.2.2021", "13/2021", "1.1.0001", "00/2020"])
def test_days_that_do_not_exist_are_no_dates(text: str) -> None:
    assert written_date(text, TODAY) is None


def test_two_digits_are_the_last_year_that_ends_so() -> None:
    assert written_date("3.5.21", TODAY) == Window(date(2021, 5, 3), date(2021, 5, 3))
    assert written_date("3.5.95", TODAY) == Window(date(1995, 5, 3), date(1995, 5, 3))


def test_winter_goes_over_the_turn_of_the_year() -> None:
    assert season_window(12, 2, TODAY).last == date(2027, 2, 28)


def test_the_area_of_a_postcode_holds_most_of_its_quarters(gazetteer: Gazetteer) -> None:
    areas = {code: gazetteer.of_postcode(code) for code in gazetteer.city.postcodes}
    assert all(area is not None and area is not gazetteer.city for area in areas.values())
    assert gazetteer.of_postcode("10115") is None


def test_a_place_lies_within_itself_and_the_city(gazetteer: Gazetteer) -> None:
    line = list(gazetteer.within("holten"))
    assert (line[0], line[-1]) == ("holten", gazetteer.city.id)


def test_only_topics_of_the_city_are_named(gazetteer: Gazetteer) -> None:
    reader = Reader(places=gazetteer, topics=TopicLabels({"money": ("Geld", "Geld vom Amt")}))
    assert reader.read("Kita und Geld vom Amt", TODAY).topics == ("money",)


def test_bare_numbers_wait_for_a_question(reader: Reader) -> None:
    reading = reader.read("vier", TODAY)
    assert reading.children == ()
    assert reading.numbers == (NumberMention(4.0, 48, 59, 0, 4),)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("mein Sohn spricht kaum", [("son", 1)]),
        ("Ich habe 2 Kinder", [("child", 2)]),
        ("Ich habe 3 Kinder, Sohn 4", [("child", 2)]),
        ("Meine Tochter (4) und mein Sohn", [("son", 1)]),
        ("Angebote für Kinder", [("child", None)]),
        ("mein Sohn ist 4", []),
        ("ich habe keine Kinder", []),
    ],
)
def test_children_without_an_age_are_kept(
    reader: Reader, text: str, mentions: list[tuple[str, int | None]]
) -> None:
    found = reader.read(text, TODAY).unaged_children
    assert [(mention.who, mention.count) for mention in found] == mentions
    assert all(isinstance(mention, ChildMention) for mention in found)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Meine Tochter ist 3", "Tochter, 3 Jahre"),
        ("8 Monate", "8 Monate"),
        ("mein Sohn ist in der 2. Klasse", "Sohn, 2. Klasse"),
        ("ich bin schwanger", "ungeboren"),
        ("sie ist fast vier", "fast 4 Jahre"),
        ("er ist zweieinhalb", "2½ Jahre"),
        ("Unser Baby ist 1 Monat alt", "Baby, 1 Monat"),
        ("das Kind ist ein Jahr alt", "1 Jahr"),
        ("3-5 Jahre", "3 bis 5 Jahre"),
        ("ich bin 15", "Sie selbst, 15 Jahre"),
        ("Zwillinge, 4", "Zwillinge, 4 Jahre"),
        ("mein Teenager", "Teenager"),
        ("geboren am 3.5.2021", "5 Jahre"),
    ],
)
def test_labels_say_it_like_the_family(reader: Reader, text: str, label: str) -> None:
    assert [child.label for child in reader.read(text, TODAY).children] == [label]


@pytest.mark.parametrize(
    ("text", "part"),
    [("Meine Tochter ist 3 und spricht kaum", "3"), ("Sohn, acht Monate alt", "acht Monate alt")],
)
def test_a_child_is_marked_where_its_age_stands(reader: Reader, text: str, part: str) -> None:
    child = reader.read(text, TODAY).children[0]
    assert text[child.start : child.end] == part


def test_the_need_keeps_its_words_and_loses_its_gaps(reader: Reader) -> None:
    assert reader.read("  Kita \n gesucht ", TODAY).need_text == "Kita gesucht"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade", "spricht kaum"),
        ("mein Sohn, 2 Jahre alt,  beißt und haut andere Kinder", "beißt und haut andere Kinder"),
        ("wir suchen in Osterfeld einen Schwimmkurs", "wir suchen einen Schwimmkurs"),
        ("Sterkrade, wir wollen ein Pflegekind aufnehmen", "wir wollen ein Pflegekind aufnehmen"),
        ("kostenlos, in der Nähe, Nachhilfe in Mathe", "Nachhilfe in Mathe"),
        ("ich  kann\n nicht mehr", "ich kann nicht mehr"),
        ("ich bin 15", None),
    ],
)
def test_the_words_of_a_need_leave_out_what_is_known(
    reader: Reader, text: str, words: str | None
) -> None:
    assert reader.read(text, TODAY).need_words == words
