"""A conversation as the actions see it: typed access to Rasa's tracker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.payloads import offer_on_button, topic_to_add
from bot.actions.profile import Json, Profile
from bot.actions.taking_in import Pending
from bot.texts import Catalogue, catalogue
from bot.understanding import Reading

FORM = "offer_form"
TELL_OF_THE_FAMILY = frozenset({"inform", "correct_profile", "undo"})
# What these say of wishes and of a child is meant for the search too.
REFINE_THE_SEARCH = TELL_OF_THE_FAMILY | {"more_offers", "not_helpful"}
# “1 und 3” is what they name of a list, or how old the children are.
MAY_NAME_PLACES = frozenset({"offer_details", "compare_offers"})
QUESTIONS = ("children", "need", "district")
ASKED_AT_MOST = 2
# Below this, words that follow the question for the need are an answer to it, whatever they
# resemble.
SURE_OF_ANOTHER_INTENT = 0.6

Events = list[dict[str, Any]]


class Conversation:
    """The state that Rasa keeps of one conversation, and the message that came last."""

    def __init__(self, tracker: Tracker) -> None:
        self._slots: Mapping[str, Any] = tracker.slots
        self._events: Sequence[Mapping[str, Any]] = tracker.events
        self.message: Mapping[str, Any] = tracker.latest_message
        self.in_form = (tracker.active_loop or {}).get("name") == FORM

    @property
    def profile(self) -> Profile:
        return Profile.from_slot(self._slots.get("profile"))

    @property
    def texts(self) -> Catalogue:
        return catalogue(self.profile.language)

    @property
    def intent(self) -> str:
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed; the gate lets no typed text begin with a slash."""
        return str(self.message.get("text") or "").startswith("/")

    @property
    def tells_of_the_family(self) -> bool:
        """Whether the message says something to search for, and is no question or small talk."""
        if self.intent in TELL_OF_THE_FAMILY:
            return True
        if self.intent in MAY_NAME_PLACES and self.asked == "children":
            return self.entity("number") is not None
        confidence = float((self.message.get("intent") or {}).get("confidence") or 0.0)
        doubtful = confidence < SURE_OF_ANOTHER_INTENT and self.intent != "nlu_fallback"
        return self.asked == "need" and doubtful and self.entity("need") is not None

    @property
    def entities(self) -> list[Json]:
        return list(self.message.get("entities") or [])

    def entity(self, name: str) -> Any:
        """Return the value of the first entity of that name, None where there is none."""
        return next((e["value"] for e in self.entities if e["entity"] == name), None)

    @property
    def message_id(self) -> str:
        return str(self.message.get("message_id") or "")

    @property
    def language(self) -> str | None:
        return (self.message.get("metadata") or {}).get("language")

    @property
    def in_danger(self) -> bool:
        """Whether the api recognised danger: it says whom to call, and nothing else is said now."""
        return bool((self.message.get("metadata") or {}).get("danger"))

    @property
    def asked(self) -> str | None:
        """The slot that the last question was about; none where it was about offers instead."""
        requested = self._slots.get("requested_slot") if self.in_form else None
        return str(requested) if requested and not self.choices else None

    @property
    def choices(self) -> list[str]:
        """The ids of the offers on the buttons of the last answer, in their order."""
        return [offer_id for p in self._buttons if (offer_id := offer_on_button(p))]

    @property
    def offered_topic(self) -> str | None:
        """The topic that the last answer offered to look for as well."""
        return next((topic for p in self._buttons if (topic := topic_to_add(p))), None)

    @property
    def _buttons(self) -> list[str]:
        """The payloads of the buttons of the last answer."""
        return [
            option["payload"]
            for event in _events_before_the_message(self._events)
            for option in ((event.get("data") or {}).get("custom") or {}).get("options", [])
        ]

    def times_asked(self, question: str) -> int:
        return int((self._slots.get("asked") or {}).get(question, 0))

    def asked_again(self, *questions: str) -> dict[str, Any]:
        """Return the event that counts one more asking, or saying, of each."""
        counts = dict(self._slots.get("asked") or {})
        again = {question: self.times_asked(question) + 1 for question in questions}
        return slot("asked", {**counts, **again})

    def only_said(self, *keys: str) -> dict[str, Any]:
        """Return the event that counts these once more and forgets all other counts."""
        return slot("asked", {key: self.times_asked(key) + 1 for key in keys})

    def in_words(self, key: str, **params: object) -> str:
        """Return the text in other words than when it was said last."""
        return self.texts.text(key, repeated=self.times_asked(key), **params)

    def may_ask_again(self, questions: Iterable[str]) -> dict[str, Any]:
        """Return the event that lets questions be asked once more, in other words."""
        fewer = {name: min(self.times_asked(name), ASKED_AT_MOST - 1) for name in questions}
        return slot("asked", {**(self._slots.get("asked") or {}), **fewer})

    @property
    def misses(self) -> int:
        return int(self._slots.get("misses") or 0)

    @property
    def listed(self) -> list[str]:
        return list(self._slots.get("listed") or [])

    @property
    def shown(self) -> list[str]:
        return list(self._slots.get("shown") or [])

    @property
    def seen(self) -> list[str]:
        """The offers of this search and of all before it."""
        return list(dict.fromkeys(self._slots.get("seen") or []))

    @property
    def known_offers(self) -> list[str]:
        """The offers of the last list, then all that were seen before, the latest first."""
        return list(dict.fromkeys([*self.listed, *reversed(self.seen)]))

    @property
    def spoken_of(self) -> str | None:
        """The offer that was spoken of last."""
        return self._slots.get("spoken_of")

    @property
    def clarified(self) -> list[list[str]]:
        """Offers of the same name that were asked back about."""
        return list(self._slots.get("clarified") or [])

    @property
    def may_offer_a_transition(self) -> bool:
        return not (self._slots.get("transition_offered") or self._slots.get("danger_seen"))

    @property
    def text(self) -> str:
        """What was written; nothing where a button was pressed."""
        return "" if self.is_button else str(self.message.get("text") or "")

    @property
    def reading(self) -> Reading:
        return Reading.from_entities(self.entities, self.text)

    @property
    def answered_request(self) -> Json | None:
        return self._slots.get("answered_request")

    @property
    def remarks(self) -> list[Json]:
        """What is to be said before the offers of this turn."""
        return list(self._slots.get("remarks") or [])

    @property
    def faq(self) -> Json | None:
        """Which entry answers the message, and how often it did before."""
        return self._slots.get("faq")

    @property
    def history(self) -> list[Json]:
        """Earlier profiles in the shape of the contract, the last one last."""
        return list(self._slots.get("history") or [])

    @property
    def pending(self) -> Pending | None:
        return Pending.from_slot(self._slots.get("pending_child"))

    @property
    def question_back(self) -> Json | None:
        """What has to be asked before anything else, because of the last message."""
        return self._slots.get("question_back")

    @property
    def passed_over(self) -> list[str]:
        """Offers that the family does not want to see again."""
        return list(self._slots.get("passed_over") or [])

    @property
    def refines_the_search(self) -> bool:
        return self.tells_of_the_family or self.intent in REFINE_THE_SEARCH

    @property
    def already_understood(self) -> bool:
        """Whether Rasa runs the extraction for the same message once more."""
        return self._slots.get("understood_message") == self.message_id

    @property
    def already_answered(self) -> bool:
        """Whether another action has spoken since the message came."""
        for event in reversed(self._events):
            if event.get("event") == "user":
                return False
            if event.get("event") == "bot":
                return True
        return False


def slot(name: str, value: Any) -> dict[str, Any]:
    """Return the event that sets a slot."""
    event: dict[str, Any] = SlotSet(name, value)
    return event


def wait() -> dict[str, Any]:
    """Return the event that ends the turn here: no question of the form follows."""
    event: dict[str, Any] = FollowupAction("action_listen")
    return event


def _events_before_the_message(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the events between the last two messages of the family."""
    messages = [i for i, event in enumerate(events) if event.get("event") == "user"]
    if not messages:
        return []
    before = messages[-2] if len(messages) > 1 else 0
    return list(events[before : messages[-1]])


SKIPPED = "skipped"
KNOWN = "known"


def form_slots(before: Profile, after: Profile, *, district_answered: bool = False) -> Events:
    """Return the events that keep the form's slots in step with the profile.

    A slot that was skipped stays so until something becomes known or is taken back.
    """
    states = {
        "children": (bool(before.children), bool(after.children)),
        "need": (before.has_need, after.has_need),
        "district": (before.has_district, after.has_district),
    }
    events = [
        slot(name, KNOWN if known else None)
        for name, (was_known, known) in states.items()
        if known or was_known
    ]
    if district_answered and not after.has_district:
        events.append(slot("district", SKIPPED))
    return events
