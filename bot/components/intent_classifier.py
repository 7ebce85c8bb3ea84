"""Intents by the search's sentence encoder and the letters of a message."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_model import SETTINGS, IntentModel
from index.embedding.encoder import Encoder

MODEL_DIRECTORY = "LOTSE_MODEL_DIR"
MODEL_FILE = "intents.npz"
RANKING = "intent_ranking"
LONGEST_RANKING = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(GraphComponent, IntentClassifier):
    """Learns and tells intents with an IntentModel; the settings are the model's."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(SETTINGS)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._encoder = Encoder(Path(os.environ[MODEL_DIRECTORY]))
        self._settings = {name: config[name] for name in SETTINGS}
        self._model: IntentModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> SentenceIntentClassifier:
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            classifier._model = IntentModel.load(classifier._settings, directory / MODEL_FILE)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        vectors = self._encoder.encode_queries(texts)
        intents = [example.get(INTENT) for example in examples]
        self._model = IntentModel.learn(self._settings, texts, vectors, intents)
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory / MODEL_FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing learns from what this one tells."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text and self._model is not None:
                ranking = self._ranking(text, self._model)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(RANKING, ranking[:LONGEST_RANKING], add_to_output=True)
        return messages

    def _ranking(self, text: str, model: IntentModel) -> list[dict[str, Any]]:
        likely = model.probabilities([text], self._encoder.encode_queries([text]))[0]
        guesses = [
            {"name": name, "confidence": float(confidence)}
            for name, confidence in zip(model.intents, likely, strict=True)
        ]
        return sorted(guesses, key=lambda guess: -guess["confidence"])
