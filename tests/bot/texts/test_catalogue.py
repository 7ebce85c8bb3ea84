"""Every language says everything, with the same parameters."""

from __future__ import annotations

import string

import pytest
from babel import Locale

from bot.languages import LANGUAGES
from bot.texts import Catalogue, MissingText, catalogue, languages

GERMAN = catalogue("de")
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
OWN, ISOLATE, END = "\u2067", "\u2068", "\u2069"


def parameters(texts: Catalogue, key: str) -> set[str]:
    return {
        name
        for wording in texts.wordings(key)
        for _, name, _, _ in string.Formatter().parse(wording)
        if name is not None
    }


def plurals(texts: Catalogue) -> set[str]:
    """The keys of tables of plural forms."""
    forms: dict[str, set[str]] = {}
    for key in texts:
        table, _, form = key.rpartition(".")
        forms.setdefault(table, set()).add(form)
    return {table for table, names in forms.items() if "other" in names <= PLURAL_FORMS}


def without_plurals(texts: Catalogue, german: Catalogue = GERMAN) -> set[str]:
    return {key for key in texts if key.rpartition(".")[0] not in plurals(german)}


def arabic(**entries: str) -> Catalogue:
    return Catalogue("ar", entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_all_can_be_formatted(language: str) -> None:
    texts = catalogue(language)
    for key in texts:
        filled = dict.fromkeys(parameters(texts, key), "x")
        for repeated, wording in enumerate(texts.wordings(key)):
            assert texts.text(key, repeated=repeated, **filled).strip()
            assert "  " not in wording


def test_every_language_has_a_catalogue_and_no_other() -> None:
    assert set(languages()) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_parameters(language: str) -> None:
    texts = catalogue(language)
    assert without_plurals(texts) == without_plurals(GERMAN)
    for key in without_plurals(GERMAN):
        assert parameters(texts, key) == parameters(GERMAN, key), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_german_says_in_several_ways_every_language_does(language: str) -> None:
    texts = catalogue(language)
    for key in without_plurals(GERMAN):
        if len(GERMAN.wordings(key)) > 1:
            assert len(set(texts.wordings(key))) >= 2, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_plural_forms(language: str) -> None:
    texts = catalogue(language)
    forms = set(Locale.parse(LANGUAGES[language].written).plural_form.tags) | {"other"}
    assert plurals(texts) == plurals(GERMAN)
    for table in plurals(GERMAN):
        assert {key for key in texts if key.rpartition(".")[0] == table} == {
            f"{table}.{form}" for form in forms
        }
        most = parameters(GERMAN, f"{table}.other")
        assert parameters(texts, f"{table}.other") == most
        # Arabic has a word for “two years” that needs no number.
        assert all(parameters(texts, f"{table}.{form}") <= most for form in forms)


def test_a_question_asked_again_is_asked_in_other_words() -> None:
    for question in ("children", "need", "district"):
        wordings = GERMAN.wordings(f"ask.{question}")
        assert len(set(wordings)) == len(wordings) >= 2


def test_a_missing_text_names_language_and_key() -> None:
    with pytest.raises(MissingText, match="the de catalogue has no text “nowhere”"):
        GERMAN.text("nowhere")


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(MissingText, match="city"):
        GERMAN.text("greeting")


def test_an_unknown_language_is_answered_in_german() -> None:
    assert catalogue("xx") is GERMAN


@pytest.mark.parametrize(("count", "said"), [(0, "0 Jahre"), (1, "1 Jahr"), (4, "4 Jahre")])
def test_plurals_follow_the_language(count: int, said: str) -> None:
    assert GERMAN.plural("age.years", count) == said


@pytest.mark.parametrize(
    ("number", "form"), [(1, "one"), (2, "few"), (5, "many"), (2.5, "other"), (22, "few")]
)
def test_fractions_have_a_plural_form_too(number: float, form: str) -> None:
    forms = {f"years.{name}": name for name in ("one", "few", "many", "other")}
    assert Catalogue("pl", forms).plural("years", number) == form


def test_plain_german_has_the_dates_and_plurals_of_german() -> None:
    plain = Catalogue("de-simple", {"age.one": "{count} Jahr", "age.other": "{count} Jahre"})
    assert plain.locale == Locale("de")
    assert plain.plural("age", 1) == "1 Jahr"


def test_german_names_keep_their_order_in_arabic_text() -> None:
    texts = arabic(call="اتصل بـ {name} على الرقم {phone}")
    said = texts.text("call", name="Familienbüro (Sterkrade)", phone="0208 825-1234")
    assert f"{ISOLATE}Familienbüro (Sterkrade){END}" in said
    assert f"{ISOLATE}0208 825-1234{END}" in said


def test_what_is_said_within_a_text_stays_in_order_too() -> None:
    texts = arabic(outer="نص {inner} نص", inner="في {place}")
    said = texts.text("outer", inner=texts.text("inner", place="Alt-Oberhausen"))
    assert said == f"نص {OWN}في {ISOLATE}Alt-Oberhausen{END}{END} نص"


def test_what_begins_with_a_german_name_still_runs_from_the_right() -> None:
    texts = arabic(outer="نص {inner}", inner="{place}، {place}")
    said = texts.text("outer", inner=texts.text("inner", place="Lirich"))
    assert said.startswith(f"نص {OWN}{ISOLATE}Lirich")


def test_lists_have_the_commas_of_the_language() -> None:
    texts = catalogue("ar")
    assert texts.commas(["أ", "ب"]) == "أ، ب"
    assert texts.semicolons(["أ", "ب"]) == "أ؛ ب"
    assert GERMAN.commas(["A", "B"]) == "A, B"


def test_numbers_nothing_and_left_to_right_texts_stay_as_they_are() -> None:
    texts = arabic(count="{count} سنوات", empty="نص {nothing}")
    assert texts.text("count", count=3) == "3 سنوات"
    assert ISOLATE not in texts.text("empty", nothing="")
    assert ISOLATE not in GERMAN.text("contact.phone", phone="0208 825-1234")
