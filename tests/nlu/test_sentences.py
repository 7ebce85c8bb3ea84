"""The training and the held-out sentences themselves; no model is needed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from tests.nlu.sentences import (
    LANGUAGES,
    Sentence,
    held_out_sentences,
    intents_said_by_people,
    training_sentences,
)

LEAST_TRAINING = 25
LEAST_HELD_OUT = {"de": 15}
LEAST_HELD_OUT_ELSEWHERE = 5
LONG_ENOUGH_TO_COPY = 3
"""Words; shorter sentences ("nein danke") are alike without being copied."""
LIKE_A_COPY = 0.6
"""Share of common letter triples from which one sentence counts as a copy of another."""

pytestmark = pytest.mark.parametrize("language", LANGUAGES)
of_training = cache(training_sentences)
held_out = cache(held_out_sentences)


def normal(text: str) -> str:
    """Without case and punctuation, unless it is nothing else."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def triples(text: str) -> set[str]:
    padded = f" {normal(text)} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def test_every_intent_has_enough_sentences(language: str) -> None:
    trained = Counter(sentence.intent for sentence in of_training(language))
    measured = Counter(sentence.intent for sentence in held_out(language))
    enough_measured = LEAST_HELD_OUT.get(language, LEAST_HELD_OUT_ELSEWHERE)
    few = {
        intent: (trained[intent], measured[intent])
        for intent in intents_said_by_people()
        if trained[intent] < LEAST_TRAINING or measured[intent] < enough_measured
    }
    assert few == {}


def test_no_sentence_has_an_intent_the_domain_lacks(language: str) -> None:
    said = {sentence.intent for sentence in of_training(language) + held_out(language)}
    assert said == set(intents_said_by_people())


def test_no_sentence_belongs_to_two_intents(language: str) -> None:
    intents: dict[str, set[str]] = defaultdict(set)
    for sentence in of_training(language) + held_out(language):
        intents[normal(sentence.text)].add(sentence.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_held_out_sentence_is_trained_on(language: str) -> None:
    trained = {normal(sentence.text) for sentence in of_training(language)}
    assert [s.text for s in held_out(language) if normal(s.text) in trained] == []


def test_no_training_sentence_is_nearly_a_held_out_one(language: str) -> None:
    assert list(copies(of_training(language), held_out(language))) == []


def copies(trained: list[Sentence], measured: list[Sentence]) -> Iterator[tuple[str, str]]:
    known: dict[str, list[tuple[Sentence, set[str]]]] = defaultdict(list)
    for sentence in trained:
        known[sentence.intent].append((sentence, triples(sentence.text)))
    for held in measured:
        if len(normal(held.text).split()) < LONG_ENOUGH_TO_COPY:
            continue
        own = triples(held.text)
        for sentence, letters in known[held.intent]:
            if len(letters & own) > LIKE_A_COPY * len(letters | own):
                yield held.text, sentence.text
