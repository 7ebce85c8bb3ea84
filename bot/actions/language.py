"""Going on in another language."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot
from bot.actions.messages import offer_choices, say
from bot.actions.offers import next_steps
from bot.actions.payloads import language_payload
from bot.actions.services import Services
from bot.languages import LANGUAGES
from bot.texts import Catalogue, catalogue
from bot.texts.terms import not_spoken


class ChangeLanguage(Action):
    """Confirms in the new language; asks which one where none was named."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_change_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        requested = conversation.entity("requested_language")
        if requested not in LANGUAGES:
            self._ask(dispatcher, conversation.texts, requested)
            return [slot("misses", 0), *_same_question_again(conversation)]
        texts = catalogue(requested)
        profile = conversation.profile.in_language(requested, texts)
        self._confirm(dispatcher, conversation, texts)
        return [
            slot("profile", profile.to_slot(self._services.city)),
            slot("misses", 0),
            *_same_question_again(conversation),
        ]

    def _ask(
        self, dispatcher: CollectingDispatcher, texts: Catalogue, requested: str | None
    ) -> None:
        say(dispatcher, not_spoken(requested, texts) if requested else texts.text("language.ask"))
        names = [(language.name, language_payload(code)) for code, language in LANGUAGES.items()]
        offer_choices(dispatcher, names)

    def _confirm(
        self, dispatcher: CollectingDispatcher, conversation: Conversation, texts: Catalogue
    ) -> None:
        say(dispatcher, texts.text("language.changed"))
        if conversation.in_form:
            return  # its question follows
        if conversation.listed:
            offer_choices(dispatcher, next_steps(texts))
        else:
            say(dispatcher, texts.text("greeting", city=self._services.city.name))


def _same_question_again(conversation: Conversation) -> Events:
    """Return the event that lets the form repeat its question, however often it was asked."""
    asked = conversation.asked
    return [conversation.may_ask_again([asked])] if asked else []
