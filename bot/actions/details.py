"""Details of an offer: everything, or what was asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.clarify import ask_which, decided, of_one_name
from bot.actions.conversation import Conversation, Events, slot, wait
from bot.actions.messages import offer_choices, say
from bot.actions.naming import (
    Naming,
    known_offers,
    named_by_meaning,
    named_by_place,
    named_by_words,
)
from bot.actions.offers import human_choice, next_steps, topics_choice
from bot.actions.payloads import offer_payload
from bot.actions.services import Services
from bot.actions.telling import Told, answer, everything, say_lines
from index.offers.record import Offer

MOST_TOLD = 2
"""Offers told of at once; more would be a wall of text."""


class OfferDetails(Action):
    """Tells of an offer that was shown, or that is called by its name."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_offer_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        naming = await meant_offers(conversation, self._services)
        if naming.offers:
            return tell(dispatcher, conversation, naming.offers[:MOST_TOLD], self._services)
        texts, listed = conversation.texts, known_offers(conversation.listed, self._services)
        if not (naming.unclear or listed):
            say(dispatcher, conversation.in_words("offers.nothing_yet"))
            offer_choices(dispatcher, [topics_choice(texts), human_choice(texts)])
            return [slot("misses", 0), conversation.asked_again("offers.nothing_yet"), wait()]
        return ask_which(dispatcher, conversation, naming.unclear or listed)


def tell(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    offers: Iterable[Offer],
    services: Services,
) -> Events:
    """Tell what was asked of these offers; the last of them is then spoken of."""
    texts, aspects, told_last = conversation.texts, conversation.reading.aspects, None
    for offer in offers:
        told = Told(offer, conversation.profile, texts, services.city)
        say_lines(dispatcher, answer(told, aspects) or everything(told), texts)
        told_last = offer.id
    all_of_it = [(texts.text("choice.all_details"), offer_payload(str(told_last)))]
    offer_choices(dispatcher, [*(all_of_it if aspects else []), *next_steps(texts)])
    return [slot("spoken_of", told_last), slot("misses", 0), wait()]


async def asked_of_an_offer(conversation: Conversation, services: Services) -> tuple[Offer, ...]:
    """Return the offers that a question is about, whatever it was taken for; mostly none.

    It asks for something that offers have, of one that was shown, or calls one by its name.
    """
    if conversation.reading.aspects and conversation.known_offers:
        return (await meant_offers(conversation, services)).offers[:MOST_TOLD]
    called = of_one_name(conversation, services)
    return called if len(called) == 1 else ()


async def meant_offers(conversation: Conversation, services: Services) -> Naming:
    """Return the offers a message is about, the one spoken of last where it names none."""
    if placed := named_by_place(conversation, services):
        return placed
    text = conversation.text
    called = of_one_name(conversation, services)
    if len(called) == 1:
        return Naming(called)
    shown = known_offers(conversation.known_offers, services)
    for offers in (known_offers(conversation.listed, services), shown):
        named = named_by_words(text, offers, services.city.name)
        if len(named.offers) == 1:
            return named
        if unclear := named.offers or named.unclear:
            closest = await named_by_meaning(text, unclear, services)
            return Naming(closest) if closest else Naming(unclear=unclear)
    if called:
        return decided(called, conversation)
    if closest := await named_by_meaning(text, shown, services):
        return Naming(closest)
    last = [conversation.spoken_of] if conversation.spoken_of else conversation.listed
    only = known_offers(last, services)
    return Naming(only) if len(only) == 1 else Naming()
