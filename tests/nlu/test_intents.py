"""How well the intents of held-out sentences are told, by the classifier and by all that follows.

The classifier is the one in the trained dialogue; after it come what is read in the message and the
rules that weigh it. Rasa itself is not started.
"""

import tarfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.components.evidence_rules import corrected_intent, evidence_of
from bot.components.intent_model import SETTINGS, IntentModel
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.readers import Readers
from bot.understanding.topics import TopicLabels
from index.embedding import Encoder
from index.situations import read_situations
from tests.nlu.sentences import (
    LANGUAGES,
    ROOT,
    Sentence,
    held_out_files,
    read_sentences,
    read_yaml,
)

pytestmark = pytest.mark.model

OBERHAUSEN = ROOT / "data" / "oberhausen"
OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
TODAY = date(2026, 3, 2)

LEAST_RIGHT = {
    # Nothing was steered by de_fresh; de is full of slang and rare words.
    "de_fresh": 0.93,
    "de": 0.90,
    "uk": 0.88,
    "ru": 0.88,
    "tr": 0.88,
    "pl": 0.88,
    "en": 0.88,
    # The aim is .88 in these too. They are not there yet, and must not fall behind.
    "ro": 0.87,
    "ar": 0.87,
}


def settings(name: str) -> dict[str, Any]:
    """The settings of one component of the pipeline."""
    pipeline: list[dict[str, Any]] = read_yaml(ROOT / "bot" / "config.yml")["pipeline"]
    return next(entry for entry in pipeline if entry["name"].split(".")[-1] == name)


@dataclass(frozen=True)
class Outcome:
    """`guessed` is the likeliest intent, `acted_on` the one after doubt and rules."""

    language: str
    meant: str
    guessed: str
    doubted: bool
    acted_on: str

    @property
    def is_right(self) -> bool:
        return self.guessed == self.meant

    @property
    def is_refused(self) -> bool:
        return self.doubted or self.guessed == OUT_OF_SCOPE

    @property
    def is_refused_after_all(self) -> bool:
        return self.acted_on in {FALLBACK, OUT_OF_SCOPE}


class Pipeline:
    def __init__(self, encoder: Encoder, model: IntentModel) -> None:
        self._encoder = encoder
        self._model = model
        self._fallback = settings("FallbackClassifier")
        about = yaml.safe_load((OBERHAUSEN / "city.yml").read_text(encoding="utf-8"))
        self._readers = Readers(
            places=Gazetteer.from_csv(OBERHAUSEN / "districts.csv", neighbours=about["neighbours"]),
            topics=TopicLabels.from_csv(OBERHAUSEN / "topics.csv"),
        )

    def outcomes(self, language: str, sentences: Sequence[Sentence]) -> list[Outcome]:
        texts = [sentence.text for sentence in sentences]
        likely = self._model.probabilities(texts, self._encoder.encode_queries(texts))
        return [
            self._outcome(language, sentence, row)
            for sentence, row in zip(sentences, likely, strict=True)
        ]

    def _outcome(self, language: str, sentence: Sentence, likely: Any) -> Outcome:
        second, first = np.sort(likely)[-2:]
        doubted = bool(
            first < self._fallback["threshold"]
            or first - second < self._fallback["ambiguity_threshold"]
        )
        guessed = self._model.intents[int(likely.argmax())]
        entities = self._readers.read(sentence.text, language, TODAY).to_entities()
        acted_on = corrected_intent(
            FALLBACK if doubted else guessed,
            1 - float(first) if doubted else float(first),
            guessed,
            evidence_of(entities, sentence.text),
        )
        return Outcome(language, sentence.intent, guessed, doubted, acted_on or FALLBACK)


def share(flags: Iterable[bool]) -> float:
    return float(np.mean(list(flags)))


@pytest.fixture(scope="module")
def pipeline(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    unpacked = tmp_path_factory.mktemp("dialogue")
    with tarfile.open(built_data / "dialogue" / "model.tar.gz") as archive:
        archive.extractall(unpacked, filter="data")
    [learnt] = unpacked.rglob("intents.npz")
    chosen = {**SETTINGS, **settings("SentenceIntentClassifier")}
    return Pipeline(Encoder(built_data / "model"), IntentModel.load(chosen, learnt))


@pytest.fixture(scope="module")
def outcomes(pipeline: Pipeline) -> dict[str, list[Outcome]]:
    """By the name of the file of held-out sentences."""
    return {
        path.stem: pipeline.outcomes(language, read_sentences([path]))
        for language in LANGUAGES
        for path in held_out_files(language)
    }


@pytest.mark.parametrize(("file", "least"), LEAST_RIGHT.items())
def test_it_tells_the_intents_apart(
    file: str, least: float, outcomes: dict[str, list[Outcome]]
) -> None:
    found = outcomes[file]
    acted_on = share(outcome.acted_on == outcome.meant for outcome in found)
    right = share(outcome.is_right for outcome in found)
    print(f"\n{file}: {right:.3f} of {len(found)} right, acted on {acted_on:.3f}")
    mistakes = Counter((o.meant, o.guessed) for o in found if not o.is_right)
    for (meant, guessed), times in mistakes.most_common():
        print(f"  {times:3} {meant} taken for {guessed}")
    assert right >= least


def test_the_rules_cost_no_intents(outcomes: dict[str, list[Outcome]]) -> None:
    """Beside refusing fewer needs they may cost one sentence in two hundred."""
    everywhere = [outcome for found in outcomes.values() for outcome in found]
    decided = share(outcome.is_right and not outcome.doubted for outcome in everywhere)
    acted_on = share(outcome.acted_on == outcome.meant for outcome in everywhere)
    print(f"\n{decided:.4f} decided rightly, acted on {acted_on:.4f}")
    assert acted_on >= decided - 0.005


def test_what_is_out_of_scope_is_refused_or_called_so(outcomes: dict[str, list[Outcome]]) -> None:
    strange = {
        file: [outcome for outcome in found if outcome.meant == OUT_OF_SCOPE]
        for file, found in outcomes.items()
    }
    for file, found in strange.items():
        refused = share(outcome.is_refused for outcome in found)
        after_all = share(outcome.is_refused_after_all for outcome in found)
        print(f"{file}: {refused:.2f} refused, {after_all:.2f} after all")
    everywhere = [outcome for found in strange.values() for outcome in found]
    assert share(outcome.is_refused for outcome in everywhere) >= 0.85
    assert share(outcome.is_refused_after_all for outcome in everywhere) >= 0.85


def test_few_good_sentences_are_refused(outcomes: dict[str, list[Outcome]]) -> None:
    good = {
        file: [outcome for outcome in found if outcome.meant != OUT_OF_SCOPE]
        for file, found in outcomes.items()
    }
    for file, found in good.items():
        refused = share(outcome.is_refused for outcome in found)
        after_all = share(outcome.is_refused_after_all for outcome in found)
        print(f"{file}: {refused:.3f} refused, {after_all:.3f} after all")
        assert refused <= 0.05, file


def test_hardly_any_need_is_refused(pipeline: Pipeline) -> None:
    """Held-out needs, among them violence and debts: whoever writes one must not be sent away."""
    situations = [situation for situation in read_situations() if situation.topics]
    refused = []
    for language in LANGUAGES:
        needs = [
            Sentence(text, "inform")
            for situation in situations
            for written, texts in situation.test.items()
            if written == language
            for text in texts
        ]
        found = pipeline.outcomes(language, needs)
        refused += [outcome.is_refused_after_all for outcome in found]
        print(
            f"{language}: {share(o.is_refused for o in found):.3f} of {len(needs)} refused, "
            f"{share(o.is_refused_after_all for o in found):.3f} after all, "
            f"{share(o.acted_on == 'inform' for o in found):.3f} taken for a need"
        )
    assert share(refused) <= 0.05
