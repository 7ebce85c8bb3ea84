"""What bot.understanding reads in a message, handed to Rasa as entities."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import GERMAN
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.readers import Readers
from bot.understanding.topics import TopicLabels

LANGUAGE = "language"
"""In the metadata of a message: a code of bot.languages."""
CITY_DIRECTORY = "LOTSE_CITY"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ProfileExtractor(GraphComponent, EntityExtractorMixin):
    """Finds children's ages, places, wishes, needs and corrections by rules."""

    def __init__(self) -> None:
        city = Path(os.environ[CITY_DIRECTORY])
        about = yaml.safe_load((city / "city.yml").read_text(encoding="utf-8"))
        self._zone = ZoneInfo(about["timezone"])
        self._readers = Readers(
            places=Gazetteer.from_csv(city / "districts.csv", neighbours=about["neighbours"]),
            topics=TopicLabels.from_csv(city / "topics.csv"),
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProfileExtractor:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        today = datetime.now(self._zone).date()
        for message in messages:
            text, language = message.get(TEXT) or "", _language(message)
            entities = self._readers.read(text, language, today).to_entities()
            message.set(ENTITIES, self.add_extractor_name(entities), add_to_output=True)
        return messages


def _language(message: Message) -> str:
    metadata = message.get("metadata") or {}
    return str(metadata.get(LANGUAGE) or GERMAN.code)
