"""Questions back: asked only where the answer decides what is searched for, one at a time."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events
from bot.actions.messages import Option, offer_choices, say
from bot.actions.payloads import age_payload
from bot.actions.profile import NO_NAME, Json, Profile
from bot.actions.taking_in import Pending
from bot.actions.wishes import TIMES
from bot.languages import GERMAN, LANGUAGES
from bot.texts import Catalogue
from bot.understanding import Reading

AGE_CHOICES = {
    "unborn": (-9, -1),
    "baby": (0, 11),
    "toddler": (12, 35),
    "kindergarten": (36, 71),
    "primary": (72, 119),
    "older": (120, 167),
    "teen": (168, 324),
}


def question_back(reading: Reading, profile: Profile, pending: Pending | None) -> Json | None:
    """Return what the message leaves open, if that decides something; None if nothing does."""
    if pending and profile.children:
        kind = "which_child" if pending.is_known else "age_of"
        return {"kind": kind, "who": pending.who, "about": f"{kind}:{pending.who}"}
    several = len(profile.children) > 1 and profile.focus is None
    if "wrong_age" in reading.complaints and several:
        return _question("which_child")
    if "wrong_time" in reading.complaints and profile.wishes.isdisjoint(TIMES):
        return _question("time")
    if "wrong_language" in reading.complaints and profile.spoken is None:
        return _question("spoken")
    return None


def _question(kind: str) -> Json:
    return {"kind": kind, "who": None, "about": kind}


def ask_back(
    dispatcher: CollectingDispatcher, conversation: Conversation, question: Json
) -> Events:
    """Ask, with answers to press."""
    texts, kind = conversation.texts, question["kind"]
    who = question["who"]
    name = texts.text(f"who.{who}") if who not in NO_NAME else ""
    repeated = conversation.times_asked(question["about"])
    say(dispatcher, texts.text(f"ask.{kind}", repeated=repeated, who=name))
    offer_choices(dispatcher, [*_choices(kind, conversation.profile, texts)])
    return [conversation.asked_again(question["about"])]


def ages_to_choose(texts: Catalogue) -> list[Option]:
    return [
        (texts.text(f"choice.ages.{stage}"), age_payload(*bounds))
        for stage, bounds in AGE_CHOICES.items()
    ]


def _choices(kind: str, profile: Profile, texts: Catalogue) -> list[Option]:
    if kind == "which_child":
        return [(child.label, f"child:{n}") for n, child in enumerate(profile.children, start=1)]
    if kind == "age_of":
        return [*ages_to_choose(texts), (texts.text("choice.skip"), "skip")]
    if kind == "time":
        return [(texts.text(f"wish.{wish}"), f"wish:{wish}") for wish in TIMES]
    return [
        (language.name, f"spoken:{language.code}")
        for language in LANGUAGES.values()
        if language.written != GERMAN.code
    ]
