"""Corrects the intent where what was read in the message speaks clearly."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.evidence_rules import corrected_intent, evidence_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EvidenceClassifier(GraphComponent):
    """Runs last: it sees the classifier's intent, its ranking and the entities."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EvidenceClassifier:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = message.get(INTENT) or {}
            found = evidence_of(message.get(ENTITIES) or [], message.get(TEXT) or "")
            ranking = message.get("intent_ranking") or []
            best_guess = next(
                (guess["name"] for guess in ranking if guess["name"] != "nlu_fallback"), None
            )
            confidence = float(intent.get("confidence") or 0.0)
            name = corrected_intent(intent.get("name"), confidence, best_guess, found)
            if name != intent.get("name"):
                corrected = {"name": name, "confidence": 1.0}
                message.set(INTENT, corrected, add_to_output=True)
        return messages
