"""How well the classifier of bot/config.yml tells intents apart, without starting Rasa.

Rasa's LogisticRegressionClassifier is scikit-learn's with balanced classes; so is this one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from index.embedding import Encoder
from tests.nlu.sentences import (
    HELD_OUT,
    HELD_OUT_FRESH,
    ROOT,
    TRAINING,
    Sentence,
    read_sentences,
    read_yaml,
)

pytestmark = pytest.mark.model

OUT_OF_SCOPE = "out_of_scope"
RANDOM_STATE = 42


def component(name: str) -> dict[str, Any]:
    """The settings of one component of the pipeline."""
    pipeline: list[dict[str, Any]] = read_yaml(ROOT / "bot" / "config.yml")["pipeline"]
    return next(entry for entry in pipeline if entry["name"].split(".")[-1] == name)


class Classifier:
    def __init__(self, encoder: Encoder, sentences: Sequence[Sentence]) -> None:
        letters = component("CountVectorsFeaturizer")
        self._encoder = encoder
        self._scale = float(component("SentenceFeaturizer").get("scale", 10.0))
        self._letters = CountVectorizer(
            analyzer=letters["analyzer"], ngram_range=(letters["min_ngram"], letters["max_ngram"])
        )
        texts = [sentence.text for sentence in sentences]
        self._letters.fit(texts)
        self._mean = encoder.encode_queries(texts).mean(axis=0)
        self._model = LogisticRegression(
            class_weight="balanced",
            max_iter=component("LogisticRegressionClassifier")["max_iter"],
            # Rasa's scikit-learn measures it on the sum over the sentences, this one on their mean.
            tol=component("LogisticRegressionClassifier")["tol"] / len(texts),
            random_state=RANDOM_STATE,
        )
        self._model.fit(self._features(texts), [sentence.intent for sentence in sentences])

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Of shape (texts, intents)."""
        likely: NDArray[np.float64] = self._model.predict_proba(self._features(texts))
        return likely

    @property
    def intents(self) -> NDArray[np.str_]:
        known: NDArray[np.str_] = self._model.classes_
        return known

    def _features(self, texts: Sequence[str]) -> Any:
        vectors = (self._encoder.encode_queries(texts) - self._mean) * self._scale
        letters = self._letters.transform(texts)
        return sp.hstack([letters, sp.csr_matrix(vectors)], format="csr")


@dataclass(frozen=True)
class Outcome:
    sentence: Sentence
    predicted: str
    refused: bool

    @property
    def is_right(self) -> bool:
        return self.predicted == self.sentence.intent


def classify(classifier: Classifier, path: Path) -> list[Outcome]:
    fallback = component("FallbackClassifier")
    sentences = read_sentences([path])
    outcomes = []
    for sentence, likely in zip(
        sentences, classifier.probabilities([s.text for s in sentences]), strict=True
    ):
        second, first = np.sort(likely)[-2:]
        refused = first < fallback["threshold"] or first - second < fallback["ambiguity_threshold"]
        predicted = str(classifier.intents[likely.argmax()])
        outcomes.append(Outcome(sentence, predicted, bool(refused)))
    return outcomes


def accuracy(outcomes: Sequence[Outcome]) -> float:
    return float(np.mean([outcome.is_right for outcome in outcomes]))


def print_confusions(name: str, outcomes: Sequence[Outcome]) -> None:
    print(f"\n{name}: {accuracy(outcomes):.3f} of {len(outcomes)} right")
    mistakes = Counter((o.sentence.intent, o.predicted) for o in outcomes if not o.is_right)
    for (meant, predicted), times in mistakes.most_common():
        print(f"  {times:3} {meant} taken for {predicted}")


@pytest.fixture(scope="module")
def classifier(built_data: Path) -> Classifier:
    return Classifier(Encoder(built_data / "model"), read_sentences(TRAINING))


@pytest.fixture(scope="module")
def held_out(classifier: Classifier) -> list[Outcome]:
    """Sentences full of slang and rare words, which steered what was written to train on."""
    return classify(classifier, HELD_OUT)


@pytest.fixture(scope="module")
def fresh(classifier: Classifier) -> list[Outcome]:
    """Sentences that nothing was steered by."""
    return classify(classifier, HELD_OUT_FRESH)


def test_it_tells_the_intents_of_fresh_sentences_apart(fresh: list[Outcome]) -> None:
    print_confusions("fresh", fresh)
    assert accuracy(fresh) >= 0.93


def test_it_tells_the_intents_of_difficult_sentences_apart(held_out: list[Outcome]) -> None:
    print_confusions("difficult", held_out)
    assert accuracy(held_out) >= 0.90


def test_what_is_out_of_scope_is_refused_or_called_so(
    held_out: list[Outcome], fresh: list[Outcome]
) -> None:
    strange = [o for o in held_out + fresh if o.sentence.intent == OUT_OF_SCOPE]
    assert np.mean([o.refused or o.is_right for o in strange]) >= 0.85


def test_few_good_sentences_are_refused(held_out: list[Outcome], fresh: list[Outcome]) -> None:
    good = [o for o in held_out + fresh if o.sentence.intent != OUT_OF_SCOPE]
    turned_away = [o for o in good if o.refused or o.predicted == OUT_OF_SCOPE]
    assert len(turned_away) <= 0.05 * len(good)
