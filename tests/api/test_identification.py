"""Telling languages apart, measured on messages that were written for it."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.identification import Identified, LanguageIdentifier
from bot.languages import LANGUAGES, WRITTEN

MESSAGES = Path(__file__).with_name("language_identification.yml")

Message = tuple[str, str]


@cache
def written() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return content


def messages(is_counted: Callable[[int], bool], language: str | None = None) -> list[Message]:
    return [
        (text, code)
        for code, texts in written()["messages"].items()
        for text in texts
        if language in (None, code) and is_counted(len(text.split()))
    ]


def share(cases: list[Message], is_right: Callable[[str, str], bool]) -> float:
    return sum(is_right(text, language) for text, language in cases) / len(cases)


LENGTHS: Mapping[str, Callable[[int], bool]] = {
    "1 word": lambda words: words == 1,
    "2 words": lambda words: words == 2,
    "3 words": lambda words: words == 3,
    "4 and more": lambda words: words >= 4,
}


def test_there_are_enough_messages_of_each_language() -> None:
    for language in WRITTEN:
        texts = [text for text, _ in messages(lambda _: True, language)]
        assert len(set(texts)) == len(texts) >= 40
        assert len(messages(lambda words: words <= 2, language)) * 3 >= 39


def test_prints_how_often_the_language_is_right(identifier: LanguageIdentifier) -> None:
    print("\nmessage     alone  own conversation  German conversation")
    for name, is_counted in LENGTHS.items():
        cases = messages(is_counted)
        foreign = [case for case in cases if case[1] != "de"]
        alone = share(cases, lambda text, code: identifier.likeliest(text) == code)
        own = share(cases, lambda text, code: identifier.identify(text, code).language == code)
        new = share(foreign, lambda text, code: identifier.identify(text, "de").language == code)
        print(f"{name:10} {alone:6.3f} {own:17.3f} {new:20.3f}")
        assert own == 1.0


@pytest.mark.parametrize(("words", "at_least"), [("2 words", 0.9), ("4 and more", 0.97)])
def test_messages_that_stand_alone_are_told_apart(
    identifier: LanguageIdentifier, words: str, at_least: float
) -> None:
    cases = messages(LENGTHS[words])
    assert share(cases, lambda text, code: identifier.likeliest(text) == code) >= at_least


@pytest.mark.parametrize(("words", "at_least"), [("2 words", 0.9), ("4 and more", 0.97)])
def test_a_german_conversation_follows_who_writes_another_language(
    identifier: LanguageIdentifier, words: str, at_least: float
) -> None:
    cases = [case for case in messages(LENGTHS[words]) if case[1] != "de"]
    right = share(cases, lambda text, code: identifier.identify(text, "de").language == code)
    assert right >= at_least


@pytest.mark.parametrize("language", WRITTEN)
def test_whoever_goes_on_in_the_language_of_the_conversation_is_answered_in_it(
    identifier: LanguageIdentifier, language: str
) -> None:
    for text, _ in messages(lambda _: True, language):
        assert identifier.identify(text, language) == Identified(language)


def test_german_words_in_another_language_do_not_turn_it_german(
    identifier: LanguageIdentifier,
) -> None:
    cases = [(case["text"], case["language"]) for case in written()["mixed"] if "language" in case]
    alone = share(cases, lambda text, code: identifier.likeliest(text) == code)
    from_german = share(cases, lambda text, code: identifier.identify(text, "de").language == code)
    assert len(cases) >= 40
    assert (alone, from_german) >= (0.95, 0.95)


def test_half_of_this_and_half_of_that_is_answered_in_one_of_both(
    identifier: LanguageIdentifier,
) -> None:
    for case in written()["mixed"]:
        for language in case.get("between", ()):
            assert identifier.identify(case["text"], language).language in case["between"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_says_nothing_of_a_language_changes_nothing(
    identifier: LanguageIdentifier, language: str
) -> None:
    for text in written()["neutral"]:
        assert identifier.identify(text, language) == Identified(language), text


def test_a_word_of_several_languages_is_taken_for_the_one_spoken(
    identifier: LanguageIdentifier,
) -> None:
    for case in written()["shared"]:
        for language in case["languages"]:
            assert identifier.identify(case["text"], language) == Identified(language), case


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_a_language_that_is_not_offered_is_noticed(
    identifier: LanguageIdentifier, language: str
) -> None:
    for other, texts in written()["others"].items():
        for text in texts:
            assert identifier.identify(text, language) == Identified(language, other), text


def test_an_offered_language_is_never_taken_for_one_that_is_not(
    identifier: LanguageIdentifier,
) -> None:
    for text, _ in messages(lambda _: True):
        assert identifier.identify(text, "de").other is None


def test_german_keeps_a_conversation_in_plain_german(identifier: LanguageIdentifier) -> None:
    plain = Identified("de-simple")
    assert identifier.identify("Meine Tochter ist vier Jahre alt", "de-simple") == plain
    turkish = identifier.identify("Kızım dört yaşında ve okula gidiyor", "de-simple")
    assert turkish == Identified("tr")


def test_a_text_of_nothing_but_names_and_numbers_has_no_language(
    identifier: LanguageIdentifier,
) -> None:
    assert identifier.likeliest("Sterkrade 46145") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("مرحبا", "ar"), ("هاي هاي من ام محمد", "ar"), ("شو لازم جيب معي", "ar"), ("привіт", "uk")],
)
def test_a_script_that_german_is_not_written_in_ends_german(
    identifier: LanguageIdentifier, text: str, language: str
) -> None:
    assert identifier.identify(text, "de") == Identified(language)


def test_persian_is_noticed_by_its_letters(identifier: LanguageIdentifier) -> None:
    persian = "من برای پسرم دنبال کلاس زبان آلمانی می‌گردم"
    assert identifier.identify(persian, "de") == Identified("de", "fa")


@pytest.mark.parametrize("text", ["KiM", "Was ist KIM?", "OGS", "BuT"])
def test_short_forms_of_offices_say_nothing_of_a_language(
    identifier: LanguageIdentifier, text: str
) -> None:
    assert identifier.identify(text, "de") == Identified("de")
