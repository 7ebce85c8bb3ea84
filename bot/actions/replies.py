"""Answers that show no offers: kindness, questions about the service, a human, a new start."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import SKIPPED, Conversation, Events, slot
from bot.actions.messages import end_conversation, offer_choices, say, show_matches
from bot.actions.offers import human_choice, likely_topics, next_steps, restart_choice
from bot.actions.profile import Profile
from bot.actions.services import Services
from bot.texts import Catalogue
from bot.texts.render import render_match
from index.search import Match

SKIPS_A_QUESTION = frozenset({"deny", "dont_know"})
MISSES_BEFORE_HELP = 2
TOPICS_AFTER_MISSES = 6


class Reply(Action):
    """Says what the catalogue has for an intent."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_reply"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts, outcome, asked = conversation.texts, conversation.intent, conversation.asked
        if asked and outcome in SKIPS_A_QUESTION:
            say(dispatcher, self._text(texts, "skipped", conversation))
            return [slot(asked, SKIPPED), slot("misses", 0), conversation.asked_again("skipped")]
        if outcome == "open_conversation":
            say(dispatcher, texts.text("greeting", city=self._services.city.name))
            return []
        say(dispatcher, self._text(texts, outcome, conversation))
        if outcome in {"not_helpful", "insult"}:
            choices = next_steps(texts) if conversation.listed else [human_choice(texts)]
            offer_choices(dispatcher, choices)
        return [slot("misses", 0), conversation.asked_again(outcome)]

    def _text(self, texts: Catalogue, outcome: str, conversation: Conversation) -> str:
        return texts.text(
            f"reply.{outcome}",
            repeated=conversation.times_asked(outcome),
            city=self._services.city.name,
            hours=self._services.conversation_hours,
            operator=self._services.city.about(texts.language),
        )


class NotUnderstood(Action):
    """Says kindly what it cannot do; the second time in a row it offers topics and a human."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_not_understood"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        misses = conversation.misses + 1
        if misses < MISSES_BEFORE_HELP:
            # Rasa also falls back here where no rule fits an intent that was understood.
            out_of_scope = conversation.intent == "out_of_scope"
            first = "not_understood.out_of_scope" if out_of_scope else "not_understood.nlu_fallback"
            say(dispatcher, texts.text(first, city=self._services.city.name))
            return [slot("misses", misses)]
        say(dispatcher, texts.text("not_understood.again", contact=contact(texts, self._services)))
        topics = await likely_topics(
            self._services.index, conversation.profile, TOPICS_AFTER_MISSES
        )
        labels = self._services.city.topics
        choices = [(labels[topic].label(texts.language), f"topic:{topic}") for topic in topics]
        more = [(texts.text("choice.topics"), "topics"), human_choice(texts)]
        offer_choices(dispatcher, [*choices, *more])
        return [slot("misses", misses)]


class ShowTopics(Action):
    """Lists every topic as a button."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_show_topics"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        texts = Conversation(tracker).texts
        say(dispatcher, texts.text("topics_intro"))
        topics = self._services.city.topics.values()
        choices = [(topic.label(texts.language), f"topic:{topic.id}") for topic in topics]
        offer_choices(dispatcher, choices)
        return [slot("misses", 0)]


class Handover(Action):
    """Names the person of the city who helps further."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_handover"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        say(dispatcher, texts.text("handover.text", contact=contact(texts, self._services)))
        say(dispatcher, texts.text("handover.danger"))
        offer = self._services.index.get(self._services.city.human_contact_offer)
        if offer is not None:
            match = Match(offer=offer, score=1.0, reasons=(), misses=())
            rendered = render_match(match, texts.language, self._services.city)
            show_matches(dispatcher, [rendered], more=False)
        return [slot("misses", 0)]


class StartOver(Action):
    """Forgets the family and greets again."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        say(dispatcher, texts.text("restarted"))
        say(dispatcher, texts.text("ask.children"))
        kept = {"profile", "understood_message"}
        fresh = Profile(language=conversation.profile.language).to_slot(self._services.city)
        forgotten = [slot(name, None) for name in tracker.slots if name not in kept]
        return [slot("profile", fresh), *forgotten, ActiveLoop(None)]


class AskDelete(Action):
    """Asks once before a conversation is deleted for good."""

    def name(self) -> str:
        return "action_ask_delete"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        texts = Conversation(tracker).texts
        say(dispatcher, texts.text("delete.ask"))
        confirm = (texts.text("choice.delete_yes"), "delete:confirm")
        offer_choices(dispatcher, [confirm, restart_choice(texts)])
        return [slot("misses", 0)]


class ConfirmDelete(Action):
    """Says goodbye and has the api remove every trace."""

    def name(self) -> str:
        return "action_confirm_delete"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        say(dispatcher, Conversation(tracker).texts.text("delete.done"))
        end_conversation(dispatcher)
        return []


def contact(texts: Catalogue, services: Services) -> str:
    """Say how to reach the city's contact: name, phone, mail, as far as its offer has them."""
    offer = services.index.get(services.city.human_contact_offer)
    if offer is None:
        return services.city.name
    ways = [offer.name]
    if offer.phone:
        ways.append(texts.text("contact.phone", phone=offer.phone))
    if offer.email:
        ways.append(texts.text("contact.email", email=offer.email))
    return ", ".join(ways)
