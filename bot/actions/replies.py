"""Answers that show no offers: kindness, a human, a new start."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answering import answer_unasked
from bot.actions.clarify import ask_which, decided, of_one_name
from bot.actions.conversation import FORM, SKIPPED, Conversation, Events, slot, wait
from bot.actions.details import MOST_TOLD, asked_of_an_offer, tell
from bot.actions.messages import Option, end_conversation, offer_choices, say, show_matches
from bot.actions.offers import (
    human_choice,
    likely_topics,
    next_steps,
    restart_choice,
    show_new_offers,
    topics_choice,
)
from bot.actions.profile import Profile
from bot.actions.questions import ages_to_choose, ask_back
from bot.actions.services import Services
from bot.actions.understand import ASKED_ANEW
from bot.texts import Catalogue
from bot.texts.render import contact_in_words, render_match
from index.search import Match

KEPT_BY_A_NEW_START = frozenset({"profile", "understood_message", "asked", "danger_seen"})
ASKED_INSISTENTLY = 2
"""Times something was asked before, from which a human is offered as well."""
REASONS = (
    "too_far",
    "too_expensive",
    "wrong_age",
    "wrong_time",
    "long_wait",
    "already_known",
    "wrong_topic",
)
"""Complaints that are offered as answers; others are understood too."""
ENDS_THE_TURN = frozenset({"goodbye", "insult"})
SKIPS_A_QUESTION = frozenset({"deny", "dont_know"})
MISSES_BEFORE_HELP = 2
TOPICS_AFTER_MISSES = 6


class Reply(Action):
    """Says what the catalogue has for an intent, in other words each time."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_reply"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts, services = conversation.texts, self._services
        outcome, asked = conversation.intent, conversation.asked
        if outcome == "open_conversation":
            say(dispatcher, texts.text("greeting", city=services.city.name))
            return []
        if outcome == "affirm" and conversation.offered_topic and not conversation.in_form:
            events = await show_new_offers(dispatcher, conversation, self._services)
            if events:
                offer_choices(dispatcher, next_steps(texts))
                return [*events, slot("misses", 0)]
        if asked and outcome in SKIPS_A_QUESTION:
            outcome = "skipped"
        elif outcome == "greet" and (conversation.in_form or conversation.listed):
            outcome = "greet_again"
        key = f"reply.{outcome}"
        say(dispatcher, conversation.in_words(key))
        if choices := _after(outcome, conversation):
            offer_choices(dispatcher, choices)
        skipped = [slot(asked, SKIPPED)] if asked and outcome == "skipped" else []
        ended = [wait()] if outcome in ENDS_THE_TURN else []
        return [*skipped, slot("misses", 0), conversation.asked_again(key), *ended]


def _after(outcome: str, conversation: Conversation) -> list[Option]:
    """Return what can be done next; the form's question follows by itself."""
    texts = conversation.texts
    if outcome == "goodbye":
        return [(texts.text("choice.delete"), "delete"), restart_choice(texts)]
    if conversation.in_form and outcome != "insult":
        is_insisted_on = conversation.times_asked(f"reply.{outcome}") >= ASKED_INSISTENTLY
        return [human_choice(texts)] if is_insisted_on else []
    return ways_on(conversation)


class NotHelpful(Action):
    """Asks what does not fit; once that is said, shows something else."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_not_helpful"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        if not conversation.listed:
            say(dispatcher, conversation.in_words("offers.nothing_yet"))
            offer_choices(dispatcher, ways_on(conversation))
            return [slot("misses", 0), conversation.asked_again("offers.nothing_yet"), wait()]
        if conversation.reading.complaints:
            return await self._something_else(dispatcher, conversation)
        return self._ask_what(dispatcher, conversation)

    async def _something_else(
        self, dispatcher: CollectingDispatcher, conversation: Conversation
    ) -> Events:
        events = await show_new_offers(dispatcher, conversation, self._services)
        if conversation.question_back:
            asked = ask_back(dispatcher, conversation, conversation.question_back)
            return [*events, *asked, wait()]
        if _is_to_be_asked_anew(conversation) and (events or conversation.remarks):
            return [*events, slot("misses", 0), FollowupAction(FORM)]
        if events:
            offer_choices(dispatcher, next_steps(conversation.texts))
            return [*events, slot("misses", 0), wait()]
        say(dispatcher, conversation.in_words("not_helpful.no_other"))
        offer_choices(dispatcher, ways_on(conversation)[1:])
        return [slot("misses", 0), conversation.asked_again("not_helpful.no_other"), wait()]

    def _ask_what(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> Events:
        texts = conversation.texts
        say(dispatcher, conversation.in_words("not_helpful.ask"))
        reasons = [(texts.text(f"choice.complaints.{r}"), f"complaint:{r}") for r in REASONS]
        offer_choices(dispatcher, [*reasons, human_choice(texts)])
        return [slot("misses", 0), conversation.asked_again("not_helpful.ask"), wait()]


def _is_to_be_asked_anew(conversation: Conversation) -> bool:
    """Whether something was forgotten because it was wrong: then the form asks for it."""
    profile = conversation.profile
    known = {"children": bool(profile.children), "need": profile.has_need}
    wrong = (ASKED_ANEW[each] for each in conversation.reading.complaints if each in ASKED_ANEW)
    return not all(known[question] for question in wrong)


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
        if offers := await asked_of_an_offer(conversation, self._services):
            return tell(dispatcher, conversation, offers, self._services)
        if called := decided(of_one_name(conversation, self._services), conversation):
            if called.offers:
                return tell(dispatcher, conversation, called.offers[:MOST_TOLD], self._services)
            return ask_which(dispatcher, conversation, called.unclear)
        if answered := answer_unasked(dispatcher, conversation, self._services):
            return answered
        misses = slot("misses", conversation.misses + 1)
        if conversation.misses + 1 < MISSES_BEFORE_HELP:
            # Rasa also falls back here where no rule fits an intent that was understood.
            out_of_scope = conversation.intent == "out_of_scope"
            key = "not_understood.out_of_scope" if out_of_scope else "not_understood.nlu_fallback"
            say(dispatcher, conversation.in_words(key, city=self._services.city.name))
            offer_choices(dispatcher, [topics_choice(texts), human_choice(texts)])
            return [misses, conversation.asked_again(key), wait()]
        key = "not_understood.again"
        say(dispatcher, conversation.in_words(key, contact=contact(texts, self._services)))
        topics = await likely_topics(
            self._services.index, conversation.profile, TOPICS_AFTER_MISSES
        )
        labels = self._services.city.topics
        choices = [(labels[topic].label(texts.language), f"topic:{topic}") for topic in topics]
        offer_choices(dispatcher, [*choices, topics_choice(texts), human_choice(texts)])
        return [misses, conversation.asked_again(key), wait()]


class ShowTopics(Action):
    """Lists every topic as a button."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_show_topics"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        say(dispatcher, conversation.in_words("topics_intro"))
        topics = self._services.city.topics.values()
        choices = [(topic.label(texts.language), f"topic:{topic.id}") for topic in topics]
        offer_choices(dispatcher, choices)
        return [slot("misses", 0), conversation.asked_again("topics_intro")]


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
        who = contact(texts, self._services)
        say(dispatcher, conversation.in_words("handover.text", contact=who))
        say(dispatcher, texts.text("handover.danger"))
        offer = self._services.index.get(self._services.city.human_contact_offer)
        if offer is not None:
            match = Match(offer=offer, score=1.0, reasons=(), misses=())
            rendered = render_match(match, texts.language, self._services.city)
            show_matches(dispatcher, [rendered], more=False)
        offer_choices(dispatcher, [topics_choice(texts), restart_choice(texts)])
        return [slot("misses", 0), conversation.asked_again("handover.text")]


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
        say(dispatcher, conversation.in_words("restarted"))
        say(dispatcher, conversation.in_words("ask.children"))
        offer_choices(dispatcher, ages_to_choose(conversation.texts))
        fresh = Profile(language=conversation.profile.language).to_slot(self._services.city)
        forgotten = [slot(name, None) for name in tracker.slots if name not in KEPT_BY_A_NEW_START]
        # How often something was said is no secret, and keeps it from being said the same again.
        said = conversation.only_said("restarted", "ask.children")
        return [slot("profile", fresh), *forgotten, said, ActiveLoop(None)]


class AskDelete(Action):
    """Asks once before a conversation is deleted for good."""

    def name(self) -> str:
        return "action_ask_delete"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts = conversation.texts
        say(dispatcher, conversation.in_words("delete.ask"))
        confirm = (texts.text("choice.delete_yes"), "delete:confirm")
        offer_choices(dispatcher, [confirm, restart_choice(texts)])
        return [slot("misses", 0), conversation.asked_again("delete.ask")]


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


def ways_on(conversation: Conversation) -> list[Option]:
    """Return what can be done next, whatever was said."""
    texts = conversation.texts
    if conversation.listed and conversation.profile.is_searchable:
        return next_steps(texts)
    return [topics_choice(texts), human_choice(texts)]


def contact(texts: Catalogue, services: Services) -> str:
    offer = services.index.get(services.city.human_contact_offer)
    return contact_in_words(offer, texts, services.city)
