"""The search's sentence encoder as features for the intent classifier."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from index.embedding.encoder import Encoder

MODEL_DIRECTORY = "LOTSE_MODEL_DIR"
MEAN_FILE = "mean.npy"
MEAN_OVER = 500
BATCH = 64


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives every message its sentence vector, float32 of shape (1, dim).

    The encoder's vectors all point roughly the same way. Less their mean over the training data
    they tell texts apart, and the classifier learns in a tenth of the time.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # On unit vectors the logistic regression's default penalty is too strong.
        return {**DenseFeaturizer.get_default_config(), "scale": 10.0}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> None:
        super().__init__(execution_context.node_name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._scale = float(config["scale"])
        self._encoder = Encoder(Path(os.environ[MODEL_DIRECTORY]))
        self._mean = np.zeros(self._encoder.dim, np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> SentenceFeaturizer:
        featurizer = cls(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            featurizer._mean = np.load(directory / MEAN_FILE)
        return featurizer

    @staticmethod
    def validate_config(config: dict[str, Any]) -> None:
        """Rasa calls it; there is nothing that could be wrong."""

    def train(self, training_data: TrainingData) -> Resource:
        texts = [text for m in training_data.training_examples if (text := m.get(TEXT))]
        some = texts[:: max(len(texts) // MEAN_OVER, 1)]
        self._mean = self._encoder.encode_queries(some).mean(axis=0)
        with self._model_storage.write_to(self._resource) as directory:
            np.save(directory / MEAN_FILE, self._mean)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        for start in range(0, len(with_text), BATCH):
            self._featurize(with_text[start : start + BATCH])
        return messages

    def _featurize(self, messages: list[Message]) -> None:
        vectors = self._encoder.encode_queries([message.get(TEXT) for message in messages])
        for message, vector in zip(messages, (vectors - self._mean) * self._scale, strict=True):
            sentence = vector[np.newaxis, :].astype(np.float32)
            tokens = max(len(message.get(TOKENS_NAMES[TEXT]) or []), 1)
            self.add_features_to_message(
                sequence=np.repeat(sentence, tokens, axis=0),
                sentence=sentence,
                attribute=TEXT,
                message=message,
            )
