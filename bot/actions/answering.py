"""Answering questions from the city's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.clarify import ask_which, decided, of_one_name
from bot.actions.conversation import FORM, Conversation, Events, slot
from bot.actions.details import asked_of_an_offer, tell
from bot.actions.faq import say_answer
from bot.actions.messages import Option, offer_choices, say, show_matches
from bot.actions.naming import says_only_a_name
from bot.actions.offers import human_choice, next_steps, search, topics_choice
from bot.actions.services import Services
from bot.texts.render import render_match
from index.faq import Entry
from index.search import Match

ASKED_INSISTENTLY = 2
"""Times something was answered before, from which a human is offered inside the form as well."""
OFFERS_INSTEAD = 3
"""Offers shown where a question cannot be answered."""


class AnswerQuestion(Action):
    """Answers a question from data, or says that it cannot and shows what may help instead."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation, services = Conversation(tracker), self._services
        on_an_offer = await asked_of_an_offer(conversation, services)
        if on_an_offer and (conversation.intent == "ask_cost" or not conversation.faq):
            return tell(dispatcher, conversation, on_an_offer, services)
        unclear = decided(of_one_name(conversation, services), conversation).unclear
        if unclear and says_only_a_name(conversation.text, unclear):
            return ask_which(dispatcher, conversation, unclear)
        if answered := answer(dispatcher, conversation, services):
            return answered
        if unclear:
            return ask_which(dispatcher, conversation, unclear)
        return await self._not_known(dispatcher, conversation)

    async def _not_known(
        self, dispatcher: CollectingDispatcher, conversation: Conversation
    ) -> Events:
        """Look for offers with the same words; they may know what this service does not."""
        texts, profile = conversation.texts, conversation.profile
        say(dispatcher, conversation.in_words("faq.unknown"))
        request = replace(profile.request(OFFERS_INSTEAD), query=conversation.text, needs=())
        result = await search(self._services.index, request)
        shown: Events = []
        if result.matches and result.needs:
            say(dispatcher, conversation.in_words("faq.unknown_offers"))
            shown = _show(result.matches, dispatcher, conversation, self._services)
        if not conversation.in_form:
            offer_choices(dispatcher, [human_choice(texts), topics_choice(texts)])
        said = conversation.asked_again("faq.unknown", "faq.unknown_offers")
        return [*shown, slot("misses", 0), said]


def answer(
    dispatcher: CollectingDispatcher, conversation: Conversation, services: Services
) -> Events:
    """Say what was found to answer the message, with the offers that belong to it, if anything."""
    entry = say_answer(dispatcher, conversation, services)
    if entry is None:
        return []
    offers = [services.index.get(offer_id) for offer_id in entry.offers]
    matches = [Match(offer, 1.0, (), ()) for offer in offers if offer is not None]
    shown = _show(matches, dispatcher, conversation, services) if matches else []
    if choices := _ways_on(entry, conversation, services):
        offer_choices(dispatcher, choices)
    return [*shown, slot("misses", 0)]


def answer_unasked(
    dispatcher: CollectingDispatcher, conversation: Conversation, services: Services
) -> Events:
    """Answer what was not recognised as a question, if anything does; the form then goes on."""
    answered = answer(dispatcher, conversation, services)
    form = [FollowupAction(FORM)] if answered and conversation.in_form else []
    return [*answered, *form]


def _show(
    matches: Sequence[Match],
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    services: Services,
) -> Events:
    language, city = conversation.texts.language, services.city
    show_matches(dispatcher, [render_match(m, language, city) for m in matches], more=False)
    ids = [match.offer.id for match in matches]
    return [slot("listed", ids), slot("seen", [*conversation.seen, *ids])]


def _ways_on(entry: Entry, conversation: Conversation, services: Services) -> list[Option]:
    """Return what can be done next; inside the form its question follows by itself."""
    texts, kept = conversation.texts, conversation.faq
    if conversation.in_form:
        insists = kept is not None and kept["times"] >= ASKED_INSISTENTLY
        return [human_choice(texts)] if insists else []
    goes_on = conversation.listed and conversation.profile.is_searchable
    ways = next_steps(texts) if goes_on else [topics_choice(texts), human_choice(texts)]
    labels = {topic: services.city.topics[topic].label(texts.language) for topic in entry.topics}
    about = [
        (texts.text("choice.offers_on", topic=label), f"topic:{topic}")
        for topic, label in labels.items()
    ]
    return [*about[:1], *ways]
