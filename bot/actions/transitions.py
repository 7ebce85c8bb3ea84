"""The next step of a childhood, offered once beside what the family is looking for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import Option, say
from bot.actions.profile import Child, Profile
from index.city import City

FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Transition:
    """It lies ahead of a child whose whole age, in months, is within both ends."""

    name: str
    topic: str
    min_months: int
    max_months: int

    def lies_ahead_of(self, child: Child) -> bool:
        return self.min_months <= child.age_min_months and child.age_max_months <= self.max_months


@dataclass(frozen=True)
class Transitions:
    ahead: tuple[Transition, ...]
    never_beside: frozenset[str]

    def next_for(self, profile: Profile, topics: Mapping[str, object]) -> Transition | None:
        """Return the transition to offer; ``topics`` are those of the city."""
        needs = {*profile.needs, *(need for child in profile.children for need in child.needs)}
        if needs & self.never_beside:
            return None
        return next(
            (
                transition
                for child in profile.children
                for transition in self.ahead
                if transition.lies_ahead_of(child)
                and transition.topic in topics
                and transition.topic not in needs
            ),
            None,
        )


@cache
def transitions() -> Transitions:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Transitions(
        ahead=tuple(Transition(**entry) for entry in content["transitions"]),
        never_beside=frozenset(content["never_beside"]),
    )


@dataclass(frozen=True)
class Offered:
    choices: tuple[Option, ...]
    events: Events


def offer_transition(
    dispatcher: CollectingDispatcher, conversation: Conversation, city: City
) -> Offered | None:
    """Say what is coming up; nothing where nothing is, or where it was said before."""
    if not conversation.may_offer_a_transition:
        return None
    transition = transitions().next_for(conversation.profile, city.topics)
    if transition is None:
        return None
    texts = conversation.texts
    say(dispatcher, texts.text(f"transition.{transition.name}"))
    label = city.topics[transition.topic].label(texts.language)
    yes = (texts.text("choice.also", topic=label), f"also:{transition.topic}")
    return Offered((yes,), [slot("transition_offered", transition.name)])
