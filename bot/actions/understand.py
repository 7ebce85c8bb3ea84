"""From a message to what is known of the family."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import SKIPPED, Conversation, Events, form_slots, slot
from bot.actions.payloads import read_age
from bot.actions.profile import Json, Profile, apply_patch, apply_reading, labelled
from bot.actions.services import Services
from bot.texts import catalogue
from bot.understanding import Reading

MOST_TOPICS_OF_A_MESSAGE = 3


class Understand(Action):
    """Fills the slots; Rasa runs it after every message, whatever its intent."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_understand"

    async def run(
        self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        if conversation.already_understood:
            return []
        if self._does_not_matter(conversation):
            return [
                slot("understood_message", conversation.message_id),
                slot("misses", 0),
                slot(str(conversation.asked), SKIPPED),
            ]
        before = conversation.profile
        # Recognising topics encodes the text, some milliseconds of CPU: beside the event loop.
        after = await asyncio.to_thread(self._understood, before, conversation)
        remark = _remark(conversation)
        events = [
            slot("understood_message", conversation.message_id),
            slot("profile", after.to_slot(self._services.city)),
            slot("remark", remark),
            *form_slots(before, after, district_answered=remark is not None),
        ]
        if after != before or remark:
            events.append(slot("misses", 0))
        return events

    def _does_not_matter(self, conversation: Conversation) -> bool:
        """Whether a bare “egal” answers another question than where to search."""
        if conversation.is_button or conversation.asked not in {"children", "need"}:
            return False
        return Reading.from_entities(conversation.entities, "") == Reading(district_any=True)

    def _understood(self, profile: Profile, conversation: Conversation) -> Profile:
        if conversation.language:
            profile = replace(profile, language=conversation.language)
        if conversation.intent == "correct_profile":
            patch = json.loads(conversation.entity("profile_patch"))
            return apply_patch(profile, patch, self._services.city, catalogue(profile.language))
        profile = self._chosen(profile, conversation)
        return self._said(profile, conversation)

    def _chosen(self, profile: Profile, conversation: Conversation) -> Profile:
        """Take over what a button named."""
        age, district = conversation.entity("age"), conversation.entity("district_id")
        if age is not None:
            child = labelled(*read_age(age), catalogue(profile.language))
            profile = replace(profile, children=(child,))
        if district in self._services.city.districts:
            profile = profile.with_district(district, self._services.city)
        return profile

    def _said(self, profile: Profile, conversation: Conversation) -> Profile:
        text = str(conversation.message.get("text") or "")
        reading = Reading.from_entities(conversation.entities, text)
        if not conversation.tells_of_the_family:
            reading = replace(reading, need_text=None, topics=())
        elif reading.need_text:
            recognised = self._services.recognise_topics(reading.need_text)
            topics = tuple(dict.fromkeys((*reading.topics, *recognised)))
            reading = replace(reading, topics=topics[:MOST_TOPICS_OF_A_MESSAGE])
        return apply_reading(
            profile,
            reading,
            asked=conversation.asked,
            city=self._services.city,
            texts=catalogue(profile.language),
        )


def _remark(conversation: Conversation) -> Json | None:
    place = conversation.entity("outside")
    if place is None or conversation.entity("district") is not None:
        return None
    kind = "outside_postcode" if str(place).isdigit() else "outside"
    return {"key": f"remark.{kind}", "place": place}
