"""Showing offers: new ones, more of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import Option, offer_choices, say, show_matches
from bot.actions.profile import Json, Profile
from bot.actions.services import Services
from bot.texts import Catalogue
from bot.texts.render import render_match
from index.city import City
from index.search import OfferIndex, SearchRequest, SearchResult

OFFERS_AT_ONCE = 4
OFFERS_CONSIDERED = 30


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


def next_steps(texts: Catalogue) -> list[Option]:
    return [(texts.text("choice.more"), "more"), human_choice(texts), restart_choice(texts)]


def human_choice(texts: Catalogue) -> Option:
    return texts.text("choice.human"), "human"


def restart_choice(texts: Catalogue) -> Option:
    return texts.text("choice.restart"), "restart"


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
