"""The form: which question comes next, and what is shown before it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions.clarify import clarify, to_be_clarified
from bot.actions.conversation import (
    ASKED_AT_MOST,
    FORM,
    QUESTIONS,
    SKIPPED,
    Conversation,
    Events,
    slot,
)
from bot.actions.messages import Option, offer_choices, say
from bot.actions.offers import likely_topics, show_new_offers
from bot.actions.profile import Profile
from bot.actions.questions import ages_to_choose, ask_back
from bot.actions.services import Services
from bot.texts import Catalogue

TOPICS_OFFERED = 6


class ValidateOfferForm(Action):
    """Lets other intents be answered first, and drops a question that was asked often enough."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(
        self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        if not conversation.tells_of_the_family and not conversation.already_answered:
            raise ActionExecutionRejection(self.name(), "another intent is answered first")
        # Rasa rejects the form where no slot event comes back.
        events = [slot("misses", conversation.misses)]
        events += [
            slot(question, SKIPPED)
            for question in QUESTIONS
            if tracker.slots.get(question) is None
            and conversation.times_asked(question) >= ASKED_AT_MOST
        ]
        return events


class AskQuestion(Action):
    """Shows what is found so far, then asks for what would sharpen it."""

    def __init__(self, services: Services, question: str) -> None:
        self._services = services
        self._question = question

    def name(self) -> str:
        return f"action_ask_{self._question}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        if conversation.in_danger:
            return []
        events = await show_new_offers(dispatcher, conversation, self._services)
        if conversation.question_back:
            return [*events, *ask_back(dispatcher, conversation, conversation.question_back)]
        if alike := to_be_clarified(conversation, self._services):
            return [*events, *clarify(dispatcher, conversation, alike)]
        texts = conversation.texts
        question = f"ask.{self._question}"
        say(dispatcher, conversation.in_words(question, city=self._services.city.name))
        offer_choices(dispatcher, await self._choices(conversation.profile, texts))
        # Counted apart: a question may be allowed once more, but never in the same words.
        return [*events, conversation.asked_again(self._question, question)]

    async def _choices(self, profile: Profile, texts: Catalogue) -> list[Option]:
        if self._question == "children":
            choices = ages_to_choose(texts)
        elif self._question == "need":
            choices = [
                (self._services.city.topics[topic].label(texts.language), f"topic:{topic}")
                for topic in await likely_topics(self._services.index, profile, TOPICS_OFFERED)
            ]
            choices.append((texts.text("choice.topics"), "topics"))
        else:
            choices = [
                (district.name, f"district:{district.id}")
                for district in self._services.city.districts.values()
                if district.level == "stadtbezirk"
            ]
            everywhere = texts.text("choice.everywhere", city=self._services.city.name)
            choices.append((everywhere, "district:any"))
        return [*choices, (texts.text("choice.skip"), "skip")]
