"""Showing offers: new ones, more of them, one in detail."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import Option, offer_choices, say, show_matches
from bot.actions.profile import Json, Profile
from bot.actions.services import Services
from bot.texts import Catalogue
from bot.texts.hours import hours_in_words
from bot.texts.render import cost_in_words, render_match
from index.city import City
from index.offers.record import Offer
from index.search import OfferIndex, SearchRequest, SearchResult

OFFERS_AT_ONCE = 4
OFFERS_CONSIDERED = 30
SHORTEST_NAME_PART = 4


async def search(index: OfferIndex, request: SearchRequest) -> SearchResult:
    """Search beside the event loop: encoding the query takes some milliseconds of CPU."""
    return await asyncio.to_thread(index.search, request)


async def show_new_offers(
    dispatcher: CollectingDispatcher, conversation: Conversation, services: Services
) -> Events:
    """Show offers if the profile asks for others than were shown; say first what is to be said."""
    texts, profile = conversation.texts, conversation.profile
    if conversation.remark and not conversation.already_answered:
        remark = conversation.remark
        say(dispatcher, texts.text(remark["key"], place=remark["place"], city=services.city.name))
    asks_for = _request_key(profile)
    if not profile.is_searchable or asks_for == conversation.answered_request:
        return []
    result = await search(services.index, profile.request(OFFERS_AT_ONCE))
    matches = result.matches
    events = [slot("answered_request", asks_for)]
    if not matches:
        say(dispatcher, texts.text("offers.none"))
        return [*events, slot("listed", []), slot("shown", [])]
    intro = "offers.intro_need" if profile.has_need else "offers.intro_age"
    times_shown = 1 if conversation.answered_request else 0
    say(dispatcher, texts.text(intro, repeated=times_shown))
    say_relaxed(dispatcher, result, texts, services.city)
    ids = [match.offer.id for match in matches]
    rendered = [render_match(match, texts.language, services.city) for match in matches]
    show_matches(dispatcher, rendered, more=result.more)
    return [*events, slot("listed", ids), slot("shown", ids)]


def say_relaxed(
    dispatcher: CollectingDispatcher, result: SearchResult, texts: Catalogue, city: City
) -> None:
    """Say what had to be let go: the last step, the others are on the way to it."""
    if result.relaxed:
        say(dispatcher, texts.text(f"relaxed.{result.relaxed[-1]}", city=city.name))


async def likely_topics(index: OfferIndex, profile: Profile, limit: int) -> list[str]:
    """Return what the offers for these ages are mostly about, the most frequent topic first."""
    result = await search(index, profile.request(limit=OFFERS_CONSIDERED))
    counts = Counter(topic for match in result.matches for topic in match.offer.topics)
    return [topic for topic, _ in counts.most_common(limit)]


class ShowOffers(Action):
    """Ends the form: everything asked for is known or was skipped."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_show_offers"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        events = await show_new_offers(dispatcher, conversation, self._services)
        if not events and not conversation.already_answered and not conversation.remark:
            key = "offers.again" if conversation.listed else "offers.none"
            say(dispatcher, texts.text(key))
        asked = conversation.times_asked("follow_up")
        say(dispatcher, texts.text("offers.follow_up", repeated=asked))
        offer_choices(dispatcher, next_steps(texts))
        return [*events, conversation.asked_again("follow_up")]


class MoreOffers(Action):
    """Shows the next offers of the same search."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_more_offers"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts, profile, shown = conversation.texts, conversation.profile, conversation.shown
        if not profile.is_searchable:
            say(dispatcher, texts.text("offers.nothing_yet"))
            return [slot("misses", 0)]
        request = profile.request(OFFERS_AT_ONCE, exclude=shown)
        result = await search(self._services.index, request)
        matches = result.matches
        if not matches:
            say(dispatcher, texts.text("offers.no_more"))
            offer_choices(dispatcher, [human_choice(texts), restart_choice(texts)])
            return [slot("misses", 0)]
        say(dispatcher, texts.text("offers.more"))
        say_relaxed(dispatcher, result, texts, self._services.city)
        rendered = [render_match(match, texts.language, self._services.city) for match in matches]
        show_matches(dispatcher, rendered, more=result.more)
        offer_choices(dispatcher, next_steps(texts) if result.more else next_steps(texts)[1:])
        ids = [match.offer.id for match in matches]
        return [
            slot("listed", ids),
            slot("shown", [*shown, *ids]),
            slot("answered_request", _request_key(profile)),
            slot("misses", 0),
        ]


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


def next_steps(texts: Catalogue) -> list[Option]:
    return [(texts.text("choice.more"), "more"), human_choice(texts), restart_choice(texts)]


def human_choice(texts: Catalogue) -> Option:
    return texts.text("choice.human"), "human"


def restart_choice(texts: Catalogue) -> Option:
    return texts.text("choice.restart"), "restart"


def _one_of(listed: list[Offer]) -> list[Option]:
    return [(offer.name, f"details:{position}") for position, offer in enumerate(listed, start=1)]


def _request_key(profile: Profile) -> Json:
    """Return what decides which offers are found, comparable after its way through JSON."""
    return {
        "query": profile.need_text,
        "needs": list(profile.needs),
        "ages": [[child.age_min_months, child.age_max_months] for child in profile.children],
        "district": profile.district_id,
        "postcodes": list(profile.postcodes),
        "wishes": sorted(profile.wishes),
    }


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
