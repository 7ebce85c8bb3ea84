"""Every language says everything, with the same parameters."""

from __future__ import annotations

import string

import pytest

from bot.texts import Catalogue, MissingText, catalogue, languages

GERMAN = catalogue("de")


def parameters(texts: Catalogue, key: str) -> set[str]:
    return {
        name
        for wording in texts.wordings(key)
        for _, name, _, _ in string.Formatter().parse(wording)
        if name is not None
    }


@pytest.mark.parametrize("key", sorted(GERMAN))
def test_no_text_is_empty_and_all_can_be_formatted(key: str) -> None:
    for repeated, wording in enumerate(GERMAN.wordings(key)):
        filled = dict.fromkeys(parameters(GERMAN, key), "x")
        assert GERMAN.text(key, repeated=repeated, **filled).strip()
        assert "  " not in wording


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_text(language: str) -> None:
    texts = catalogue(language)
    assert set(texts) == set(GERMAN)
    for key in GERMAN:
        assert parameters(texts, key) == parameters(GERMAN, key)


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
