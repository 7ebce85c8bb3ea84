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
BATCH = 64


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives every message its sentence vector, float32 of shape (1, dim)."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Unit vectors leave the logistic regression's default penalty too strong.
        return {**DenseFeaturizer.get_default_config(), "scale": 10.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._scale = float(config["scale"])
        self._encoder = Encoder(Path(os.environ[MODEL_DIRECTORY]))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        return cls(config, execution_context.node_name)

    @staticmethod
    def validate_config(config: dict[str, Any]) -> None:
        """Rasa calls it; there is nothing that could be wrong."""

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
        for message, vector in zip(messages, vectors * self._scale, strict=True):
            sentence = vector[np.newaxis, :].astype(np.float32)
            tokens = max(len(message.get(TOKENS_NAMES[TEXT]) or []), 1)
            self.add_features_to_message(
                sequence=np.repeat(sentence, tokens, axis=0),
                sentence=sentence,
                attribute=TEXT,
                message=message,
            )
