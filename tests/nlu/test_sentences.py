"""The training and the held-out sentences themselves; no model is needed."""

import re
from collections import Counter, defaultdict

import pytest

from tests.nlu.sentences import (
    HELD_OUT,
    HELD_OUT_FRESH,
    TRAINING,
    Sentence,
    intents_said_by_people,
    read_sentences,
)

LEAST_TRAINING = 25
LEAST_HELD_OUT = 15
LONG_ENOUGH_TO_COPY = 3
"""Words; shorter sentences ("nein danke") are alike without being copied."""
LIKE_A_COPY = 0.6
"""Share of common letter triples from which one sentence counts as a copy of another."""

training = read_sentences(TRAINING)
held_out = read_sentences([HELD_OUT, HELD_OUT_FRESH])


def normal(text: str) -> str:
    """Without case and punctuation, unless it is nothing else."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def triples(text: str) -> set[str]:
    padded = f" {normal(text)} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


@pytest.mark.parametrize("intent", intents_said_by_people())
def test_every_intent_has_enough_sentences(intent: str) -> None:
    assert Counter(s.intent for s in training)[intent] >= LEAST_TRAINING
    assert Counter(s.intent for s in read_sentences([HELD_OUT]))[intent] >= LEAST_HELD_OUT


def test_no_sentence_has_an_intent_the_domain_lacks() -> None:
    assert {s.intent for s in training + held_out} == set(intents_said_by_people())


def test_no_sentence_belongs_to_two_intents() -> None:
    intents: dict[str, set[str]] = defaultdict(set)
    for sentence in training + held_out:
        intents[normal(sentence.text)].add(sentence.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_held_out_sentence_is_trained_on() -> None:
    trained = {normal(s.text) for s in training}
    assert [s.text for s in held_out if normal(s.text) in trained] == []


def test_no_training_sentence_is_nearly_a_held_out_one() -> None:
    trained: dict[str, list[tuple[Sentence, set[str]]]] = defaultdict(list)
    for sentence in training:
        trained[sentence.intent].append((sentence, triples(sentence.text)))
    copies = [
        (held.text, sentence.text)
        for held in held_out
        if len(normal(held.text).split()) >= LONG_ENOUGH_TO_COPY
        for sentence, letters in trained[held.intent]
        if len(letters & triples(held.text)) > LIKE_A_COPY * len(letters | triples(held.text))
    ]
    assert copies == []
