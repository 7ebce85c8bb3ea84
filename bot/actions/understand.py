"""From a message to what is known of the family."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import SKIPPED, Conversation, Events, form_slots, slot
from bot.actions.faq import find_answer, keep_answer
from bot.actions.offers import request_key
from bot.actions.payloads import read_age
from bot.actions.profile import Json, Profile, labelled
from bot.actions.questions import question_back
from bot.actions.remarks import on_changes, on_undo, remark
from bot.actions.services import Services
from bot.actions.taking_in import Message, Pending, chosen, let_go, patched, taken_in
from bot.texts import Catalogue, catalogue
from bot.understanding import Reading

MOST_TOPICS_OF_A_MESSAGE = 3
FEW_WORDS = 3
MOST_UNDONE = 5
ASKED_ANEW = {"wrong_topic": "need", "wrong_age": "children"}
REFUSES = frozenset({"deny", "dont_know"})


@dataclass(frozen=True)
class Step:
    """What a message made of the profile, and what is to be said and asked of it."""

    profile: Profile
    pending: Pending | None = None
    remarks: list[Json] = field(default_factory=list)
    question: Json | None = None
    events: Events = field(default_factory=list)


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
                slot("remarks", []),
                slot("question_back", None),
                slot("faq", None),
                slot(str(conversation.asked), SKIPPED),
            ]
        language = conversation.language or conversation.profile.language
        before = conversation.profile.in_language(language, catalogue(language))
        # Recognising topics encodes the text, some milliseconds of CPU: beside the event loop.
        step = await asyncio.to_thread(self._step, before, conversation)
        answer = await asyncio.to_thread(find_answer, conversation, self._services)
        after, outside = step.profile, _remark_on_place(conversation)
        pending = step.pending.to_slot() if step.pending else None
        events = [
            slot("understood_message", conversation.message_id),
            slot("profile", after.to_slot(self._services.city)),
            slot("remarks", [*outside, *step.remarks]),
            slot("pending_child", pending),
            slot("question_back", step.question),
            *keep_answer(answer, conversation),
            *step.events,
            *form_slots(before, after, district_answered=bool(outside)),
        ]
        if after != before or outside or step.remarks or step.question:
            events.append(slot("misses", 0))
        if conversation.in_danger:
            events.append(slot("danger_seen", True))
            # Offers that nobody asked for do not come afterwards either.
            asks_for = request_key(after, conversation.passed_over)
            events.append(slot("answered_request", asks_for))
        return events

    def _does_not_matter(self, conversation: Conversation) -> bool:
        """Whether a bare “egal” answers another question than where to search."""
        if conversation.is_button or conversation.asked not in {"children", "need"}:
            return False
        return Reading.from_entities(conversation.entities, "") == Reading(district_any=True)

    def _step(self, before: Profile, conversation: Conversation) -> Step:
        texts = catalogue(before.language)
        if conversation.intent == "undo":
            return self._back(before, conversation, texts)
        if conversation.intent == "correct_profile":
            patch = json.loads(conversation.entity("profile_patch"))
            after = patched(before, patch, self._services.city, texts)
            return Step(after, events=self._kept(before, after, conversation))
        reading = self._reading(conversation)
        after, pending = self._understood(before, reading, conversation, texts)
        question, pending, after = self._asked_back(reading, after, pending, conversation)
        remarks = on_changes(before, after, texts, self._services.city)
        events = self._kept(before, after, conversation)
        if reading.complaints:
            unchanged = after == before and question is None
            complained = _after_complaints(reading.complaints, conversation, unchanged=unchanged)
            events += complained
            remarks += [remark("changed.passed_over")] if complained and unchanged else []
            if len(after.children) < len(before.children):
                remarks.append(remark("changed.age_forgotten"))
        return Step(after, pending, remarks, question, events)

    def _back(self, now: Profile, conversation: Conversation, texts: Catalogue) -> Step:
        """Take the last change back; the language stays the one that is spoken now."""
        if not conversation.history:
            return Step(now, remarks=[remark("undo.nothing")])
        *earlier, last = conversation.history
        back = Profile.from_slot(last).in_language(now.language, texts)
        return Step(
            back,
            remarks=on_undo(now, back, texts, self._services.city),
            events=[slot("history", earlier)],
        )

    def _kept(self, before: Profile, after: Profile, conversation: Conversation) -> Events:
        """Keep what was known, where it changes and there was something to know."""
        if after == before:
            return []
        kept = [*conversation.history, before.to_slot(self._services.city)]
        return [slot("history", kept[-MOST_UNDONE:])]

    def _understood(
        self, profile: Profile, reading: Reading, conversation: Conversation, texts: Catalogue
    ) -> tuple[Profile, Pending | None]:
        pending = conversation.pending
        if conversation.intent in REFUSES and pending:
            return let_go(profile, pending), None
        if not conversation.tells_of_the_family and not reading.children:
            profile, _ = self._taken_in(profile, reading, None, conversation, texts)
            return profile, pending
        profile, pending = self._chosen(profile, pending, conversation, texts)
        return self._taken_in(profile, reading, pending, conversation, texts)

    def _taken_in(
        self,
        profile: Profile,
        reading: Reading,
        pending: Pending | None,
        conversation: Conversation,
        texts: Catalogue,
    ) -> tuple[Profile, Pending | None]:
        message = Message(
            reading=reading,
            text=str(conversation.message.get("text") or ""),
            recognise=self._services.recognise_topics,
            asked=conversation.asked,
            pending=pending,
        )
        return taken_in(profile, message, self._services.city, texts)

    def _chosen(
        self,
        profile: Profile,
        pending: Pending | None,
        conversation: Conversation,
        texts: Catalogue,
    ) -> tuple[Profile, Pending | None]:
        """Take over what a button named."""
        age, district = conversation.entity("age"), conversation.entity("district_id")
        place = conversation.entity("child_place")
        if age is not None:
            who = pending.who if pending else None
            child = labelled(*read_age(age), texts, who)
            if pending is None or not profile.children:
                profile = replace(profile, children=(child,), focus=None)
            else:
                child = child.needing(pending.need)
                profile = replace(profile, children=(*profile.children, child), focus=None)
            pending = None
        if place is not None:
            profile, pending = chosen(profile, int(place) - 1, pending, texts), None
        if district in self._services.city.districts:
            profile = profile.with_district(district, self._services.city)
        return profile, pending

    def _reading(self, conversation: Conversation) -> Reading:
        """Return what is read of the message, as far as such a message can mean it."""
        text = str(conversation.message.get("text") or "")
        reading = Reading.from_entities(conversation.entities, text)
        if not conversation.listed:
            # “Wir können die Raten nicht zahlen” is a need as long as nothing was shown.
            reading = replace(reading, complaints=reading.complaints - {"too_expensive"})
        if conversation.intent == "affirm" and (topic := conversation.offered_topic):
            return replace(reading, topics=(topic,), adds_need=True)
        if not conversation.refines_the_search:
            # “Ist das kostenlos?” asks about an offer and wishes nothing.
            reading = Reading(
                children=reading.children,
                rejected_children=reading.rejected_children,
                numbers=reading.numbers,
                district=reading.district,
                rejected_districts=reading.rejected_districts,
                district_any=reading.district_any,
                postcode=reading.postcode,
                outside=reading.outside,
                correction=reading.correction,
            )
        if not conversation.tells_of_the_family:
            return replace(reading, need_text=None, topics=(), rejected_topics=())
        return self._with_topics(reading)

    def _with_topics(self, reading: Reading) -> Reading:
        """Add what the words are about, unless they only say what is wrong or wanted no more."""
        topics = tuple(t for t in reading.topics if t not in reading.rejected_topics)
        only_against = (reading.complaints or reading.rejected_topics) and not topics
        words = reading.need_words
        if only_against or not words or (not topics and _only_wishes(reading, words)):
            return replace(reading, topics=topics, need_text=None)
        recognised = self._services.recognise_topics(words)
        if topics and reading.need_text:
            # Where a topic is named, others have to be heard in the whole message as well.
            heard = self._services.recognise_topics(reading.need_text)
            recognised = tuple(topic for topic in recognised if topic in heard)
        wanted = (topic for topic in recognised if topic not in reading.rejected_topics)
        topics = tuple(dict.fromkeys((*topics, *wanted)))
        return replace(reading, topics=topics[:MOST_TOPICS_OF_A_MESSAGE])

    def _asked_back(
        self,
        reading: Reading,
        profile: Profile,
        pending: Pending | None,
        conversation: Conversation,
    ) -> tuple[Json | None, Pending | None, Profile]:
        """Return the question back, if one decides something and was not asked before."""
        question = question_back(reading, profile, pending)
        if question is None or pending is None:
            return question, pending, profile
        if conversation.times_asked(question["about"]):
            return None, None, let_go(profile, pending)
        return question, pending, profile


def _only_wishes(reading: Reading, words: str) -> bool:
    """Whether beside wishes so little is said that it is no need: “only free ones please”."""
    wishes = reading.wishes or reading.wishes_dropped or reading.spoken
    return bool(wishes) and len(words.split()) <= FEW_WORDS


def _after_complaints(
    complaints: frozenset[str], conversation: Conversation, *, unchanged: bool
) -> Events:
    """Pass over what was shown where it is known already or the wish for better is no news."""
    events: Events = []
    if "already_known" in complaints or unchanged:
        passed_over = dict.fromkeys([*conversation.passed_over, *conversation.listed])
        events.append(slot("passed_over", list(passed_over)))
    anew = [question for reason, question in ASKED_ANEW.items() if reason in complaints]
    return [*events, conversation.may_ask_again(anew)] if anew else events


def _remark_on_place(conversation: Conversation) -> list[Json]:
    place = conversation.entity("outside")
    if place is None or conversation.entity("district") is not None:
        return []
    kind = "outside_postcode" if str(place).isdigit() else "outside"
    return [remark(f"remark.{kind}", place=str(place))]
