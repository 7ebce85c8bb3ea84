"""What is known of one offer."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import Option, offer_choices, say
from bot.actions.offers import next_steps
from bot.actions.services import Services
from bot.texts import Catalogue
from bot.texts.hours import hours_in_words
from bot.texts.render import cost_in_words
from index.offers.record import Offer

SHORTEST_NAME_PART = 4


class OfferDetails(Action):
    """Tells everything that is known of one offer of the last list."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_offer_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        listed = [offer for i in conversation.listed if (offer := self._services.index.get(i))]
        meant = _meant(conversation, listed)
        if not listed:
            say(dispatcher, texts.text("offers.nothing_yet"))
        elif meant is None:
            say(dispatcher, texts.text("details.which"))
            offer_choices(dispatcher, _one_of(listed))
        else:
            say(dispatcher, "\n".join(_details(meant, texts, self._services)))
            offer_choices(dispatcher, next_steps(texts))
        return [slot("misses", 0)]


def _one_of(listed: list[Offer]) -> list[Option]:
    return [(offer.name, f"details:{position}") for position, offer in enumerate(listed, start=1)]


def _meant(conversation: Conversation, listed: list[Offer]) -> Offer | None:
    """Return the offer of the list that was named by position or by name."""
    position = conversation.entity("position") or conversation.entity("ordinal")
    if position is not None:
        index = int(position) - 1 if int(position) > 0 else int(position)
        return listed[index] if -len(listed) <= index < len(listed) else None
    if len(listed) == 1:
        return listed[0]
    words = _words(str(conversation.message.get("text") or ""))
    named = [offer for offer in listed if words & _words(f"{offer.name} {offer.organisation}")]
    return named[0] if len(named) == 1 else None


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.casefold()) if len(w) >= SHORTEST_NAME_PART}


def _details(offer: Offer, texts: Catalogue, services: Services) -> list[str]:
    heading = offer.name
    if offer.organisation != offer.name:
        heading = texts.text("details.heading", name=offer.name, organisation=offer.organisation)
    known = {
        "for_whom": offer.for_whom,
        "cost": cost_in_words(offer, texts) if offer.cost != "unknown" else "",
        "hours": hours_in_words(offer.opening_hours, texts),
        "address": _place(offer, services),
        "phone": offer.phone,
        "email": offer.email,
        "website": offer.website,
        "registration": texts.text(f"registration.{offer.registration}"),
        "waiting": offer.waiting_time,
        "as_of": offer.facts_as_of,
    }
    lines = [heading, offer.description_de]
    lines += [texts.text(f"details.{key}", text=value) for key, value in known.items() if value]
    if offer.confidential_address:
        lines.append(texts.text("details.address_confidential"))
    if not offer.opening_hours:
        lines.append(texts.text("details.hours_unknown"))
    if offer.verification == "needs_check":
        lines.append(texts.text("details.unconfirmed"))
    return lines


def _place(offer: Offer, services: Services) -> str:
    if not offer.street:
        return ""
    district = services.city.districts[offer.district_id].name
    return ", ".join(filter(None, (offer.street, offer.postcode, district)))
