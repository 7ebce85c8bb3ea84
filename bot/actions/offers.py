"""Showing offers: new ones, more of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.clarify import clarify, to_be_clarified
from bot.actions.conversation import Conversation, Events, slot
from bot.actions.faq import say_answer
from bot.actions.messages import Option, offer_choices, say, show_matches
from bot.actions.profile import Json, Profile, Search
from bot.actions.questions import ask_back
from bot.actions.services import Services
from bot.actions.transitions import offer_transition
from bot.texts import Catalogue
from bot.texts.render import render_match, steps_in_words
from bot.texts.terms import list_in_words
from index.city import City
from index.search import OfferIndex, SearchRequest, SearchResult

OFFERS_AT_ONCE = 4
OFFERS_FOR_EACH = 3
"""Where several children have needs of their own; fewer where OFFERS_IN_ALL are reached."""
OFFERS_IN_ALL = 12
OFFERS_CONSIDERED = 30


async def search(index: OfferIndex, request: SearchRequest) -> SearchResult:
    """Search beside the event loop: encoding the query takes some milliseconds of CPU."""
    return await asyncio.to_thread(index.search, request)


@dataclass(frozen=True)
class Found:
    """What one of the searches of a profile found."""

    search: Search
    result: SearchResult


async def find(services: Services, profile: Profile, exclude: Iterable[str]) -> list[Found]:
    """Search once for all, or for each child with a need of its own; no offer comes twice."""
    searches, passed = profile.searches, set(exclude)
    limit = OFFERS_AT_ONCE
    if len(searches) > 1:
        limit = max(1, min(OFFERS_FOR_EACH, OFFERS_IN_ALL // len(searches)))
    found = []
    for each in searches:
        result = await search(services.index, profile.request_for(each, limit, passed))
        passed |= {match.offer.id for match in result.matches}
        found.append(Found(each, result))
    return found


async def show_new_offers(
    dispatcher: CollectingDispatcher, conversation: Conversation, services: Services
) -> Events:
    """Show offers if the profile asks for others than were shown; say first what is to be said."""
    texts, profile = conversation.texts, conversation.profile
    remarks = [] if conversation.already_answered else conversation.remarks
    for remark in remarks:
        say(dispatcher, texts.text(remark["key"], city=services.city.name, **remark["params"]))
    if not conversation.already_answered:
        say_answer(dispatcher, conversation, services)
    asks_for = request_key(profile, conversation.passed_over)
    if not profile.is_searchable or asks_for == conversation.answered_request:
        return []
    found = await find(services, profile, conversation.passed_over)
    events = [slot("answered_request", asks_for)]
    if not any(each.result.matches for each in found):
        say(dispatcher, texts.text("offers.none"))
        return [*events, slot("listed", []), slot("shown", [])]
    if not remarks and not _is_headed(found, profile):
        intro = "offers.intro_need" if profile.has_need else "offers.intro_age"
        times_shown = 1 if conversation.seen else 0
        say(dispatcher, texts.text(intro, repeated=times_shown))
    ids = _show(dispatcher, found, profile, texts, services.city)
    seen = slot("seen", [*conversation.seen, *ids])
    return [*events, slot("listed", ids), slot("shown", ids), seen]


def _show(
    dispatcher: CollectingDispatcher,
    found: Sequence[Found],
    profile: Profile,
    texts: Catalogue,
    city: City,
) -> list[str]:
    """Show what was found, each child's under a heading of its own, and return the offers' ids."""
    for each in found:
        if _is_headed(found, profile):
            say(dispatcher, _heading(each.search, texts))
        if not each.result.matches:
            say(dispatcher, texts.text("offers.none_for_child"))
            continue
        for step in steps_in_words(each.result.relaxed, texts, city):
            say(dispatcher, step)
        rendered = [render_match(match, texts.language, city) for match in each.result.matches]
        show_matches(dispatcher, rendered, more=each.result.more)
    return [match.offer.id for each in found for match in each.result.matches]


def _is_headed(found: Sequence[Found], profile: Profile) -> bool:
    return len(found) > 1 or profile.focus is not None


def _heading(searched: Search, texts: Catalogue) -> str:
    labels = [child.label for child in searched.children]
    if not labels:
        return texts.text("offers.for_family")
    if len(labels) == 1:
        key = "offers.for_writer" if searched.children[0].who == "self" else "offers.for_child"
        return texts.text(key, child=labels[0])
    return texts.text("offers.for_children", children=list_in_words(labels, texts))


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
        if conversation.in_danger:
            return []
        texts = conversation.texts
        events = await show_new_offers(dispatcher, conversation, self._services)
        if conversation.question_back:
            return [*events, *ask_back(dispatcher, conversation, conversation.question_back)]
        counted = []
        if not events and not conversation.already_answered and not conversation.remarks:
            counted.append("offers.again" if conversation.listed else "offers.none")
            say(dispatcher, conversation.in_words(counted[0]))
        if alike := to_be_clarified(conversation, self._services):
            return [*events, *clarify(dispatcher, conversation, alike)]
        if events and (offered := offer_transition(dispatcher, conversation, self._services.city)):
            offer_choices(dispatcher, [*offered.choices, *next_steps(texts)])
            return [*events, *offered.events]
        if slot("listed", []) in events or not (events or conversation.listed):
            offer_choices(dispatcher, [topics_choice(texts), *next_steps(texts)[1:]])
            return [*events, conversation.asked_again(*counted)]
        say(dispatcher, conversation.in_words("offers.follow_up"))
        offer_choices(dispatcher, next_steps(texts))
        return [*events, conversation.asked_again("offers.follow_up", *counted)]


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
            say(dispatcher, conversation.in_words("offers.nothing_yet"))
            offer_choices(dispatcher, [topics_choice(texts), human_choice(texts)])
            return [slot("misses", 0), conversation.asked_again("offers.nothing_yet")]
        found = await find(self._services, profile, {*shown, *conversation.passed_over})
        matches = [match for each in found for match in each.result.matches]
        if not matches:
            say(dispatcher, conversation.in_words("offers.no_more"))
            offer_choices(dispatcher, [human_choice(texts), restart_choice(texts)])
            return [slot("misses", 0), conversation.asked_again("offers.no_more")]
        say(dispatcher, conversation.in_words("offers.more"))
        with_matches = [each for each in found if each.result.matches]
        ids = _show(dispatcher, with_matches, profile, texts, self._services.city)
        is_more = any(each.result.more for each in found)
        offer_choices(dispatcher, next_steps(texts) if is_more else next_steps(texts)[1:])
        return [
            slot("listed", ids),
            slot("shown", [*shown, *ids]),
            slot("seen", [*conversation.seen, *ids]),
            slot("answered_request", request_key(profile, conversation.passed_over)),
            slot("misses", 0),
            conversation.asked_again("offers.more"),
        ]


def next_steps(texts: Catalogue) -> list[Option]:
    return [(texts.text("choice.more"), "more"), human_choice(texts), restart_choice(texts)]


def topics_choice(texts: Catalogue) -> Option:
    return texts.text("choice.topics"), "topics"


def human_choice(texts: Catalogue) -> Option:
    return texts.text("choice.human"), "human"


def restart_choice(texts: Catalogue) -> Option:
    return texts.text("choice.restart"), "restart"


def request_key(profile: Profile, passed_over: Iterable[str]) -> Json:
    """Return what decides which offers are found, comparable after its way through JSON."""
    return {
        "searches": [
            {
                "query": each.need.text,
                "needs": list(each.need.topics),
                "children": [[c.age_min_months, c.age_max_months, c.sex] for c in each.children],
            }
            for each in profile.searches
        ],
        "district": profile.district_id,
        "postcodes": list(profile.postcodes),
        "wishes": sorted(profile.wishes),
        "spoken": profile.spoken,
        "passed_over": sorted(passed_over),
    }
