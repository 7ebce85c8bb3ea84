"""Which answer of the city's data a message asks for, and saying it."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import say
from bot.actions.services import Services
from index.faq import Entry

ASKS = "ask_faq"
QUESTION_MARKS = ("?", "؟")
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})


def find_answer(conversation: Conversation, services: Services) -> Entry | None:
    """Return what answers the message, None where it asks nothing or nothing answers it.

    Encodes the text, some milliseconds of CPU.
    """
    intent, text = conversation.intent, conversation.text
    if intent == ASKS:
        found = services.faq.find(text)
        return found.entry if found else None
    if of_intent := services.faq.of_intent(intent):
        found = services.faq.find(text)
        nearer = found is not None and (found.entry.about_service or found.is_sure)
        return found.entry if found and nearer else of_intent
    if _may_ask(conversation):
        found = services.faq.find(text)
        return found.entry if found and found.is_sure else None
    return None


def _may_ask(conversation: Conversation) -> bool:
    """Whether a message may ask something although it was not recognised as a question."""
    if conversation.in_danger:
        return False
    is_marked = any(mark in conversation.text for mark in QUESTION_MARKS)
    return conversation.intent in NOT_UNDERSTOOD or (conversation.intent == "inform" and is_marked)


def keep_answer(entry: Entry | None, conversation: Conversation) -> Events:
    """Return the events that keep the answer for whichever action speaks next, and count it."""
    if entry is None:
        return [slot("faq", None)]
    key = f"faq:{entry.id}"
    kept = slot("faq", {"entry": entry.id, "times": conversation.times_asked(key)})
    return [kept, conversation.asked_again(key)]


def say_answer(
    dispatcher: CollectingDispatcher, conversation: Conversation, services: Services
) -> Entry | None:
    """Say the answer that was found for the message, in short where it was said before."""
    kept = conversation.faq
    entry = services.faq.get(kept["entry"]) if kept else None
    if entry is None or kept is None:
        return None
    wanted, times = conversation.profile.language, kept["times"]
    language = entry.language(wanted)
    wording = entry.wordings[language]
    text = (wording.short if times else wording.answer).format(
        city=services.city.name,
        hours=services.conversation_hours,
        operator=services.city.about(language),
    )
    if language != wanted:
        say(dispatcher, text, language=language)
    elif times:
        say(dispatcher, conversation.texts.text("faq.again", repeated=times - 1, answer=text))
    else:
        say(dispatcher, text)
    if not (entry.about_service or times):
        _say_source(dispatcher, conversation, entry)
    return entry


def _say_source(dispatcher: CollectingDispatcher, conversation: Conversation, entry: Entry) -> None:
    as_of = "/".join(reversed(entry.as_of.split("-")))
    source = conversation.texts.text("faq.source", source=entry.source.name, as_of=as_of)
    say(dispatcher, source, url=entry.source.url)
