"""Conversations: one turn after the other, kept until they are deleted or forgotten."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from anyio.to_thread import run_sync

from api.chat.crisis import CrisisHelp
from api.chat.gate import admit_payload, admit_text
from api.chat.locks import ConversationLocks
from api.chat.rasa_client import RasaAnswer, RasaClient, RasaError
from api.chat.schemas import Conversation, Crisis, Mode, Offers, Profile, ProfilePatch, Text, Turn
from api.chat.store import (
    ConversationGoneError,
    ConversationStore,
    KeptConversation,
    KeptMessage,
    Said,
)
from api.identification import Identified, LanguageIdentifier
from api.known import require_known
from bot.actions.payloads import (
    GREETING,
    language_payload,
    patch_to_rasa,
    requested_language,
    to_rasa,
)
from bot.languages import GERMAN
from bot.texts import catalogue
from bot.texts.terms import not_spoken
from index.city import City

ID_BYTES = 24
# A button is pressed soon after it was shown: its title is among the newest messages.
MESSAGES_WITH_BUTTONS = 20
# Whom to call must not wait until Rasa is back.
SECONDS_FOR_RASA_IN_DANGER = 3.0

logger = logging.getLogger(__name__)


class Conversations:
    """Raises ConversationGoneError for an id that is unknown or deleted, and RasaError for a
    turn that got no answer in time; then nothing of the turn is kept. A person in danger is
    told whom to call even then."""

    def __init__(
        self,
        store: ConversationStore,
        rasa: RasaClient,
        city: City,
        crisis: CrisisHelp,
        identifier: LanguageIdentifier,
        *,
        turn_seconds: float,
        idle_hours: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._rasa = rasa
        self._city = city
        self._crisis = crisis
        self._identifier = identifier
        self._turn_seconds = turn_seconds
        self._idle_seconds = idle_hours * 3600
        self._clock = clock
        self._locks = ConversationLocks()

    async def start(self, language: str, mode: Mode) -> Conversation:
        conversation_id = secrets.token_urlsafe(ID_BYTES)
        profile = Profile(language=language)
        kept = KeptConversation(conversation_id, language, mode, profile.model_dump())
        answer = await self._answer(kept, GREETING, self._deadline())
        messages = await run_sync(self._store.create, kept, _said(answer), self._clock())
        turn = _turn(messages, answer.profile or profile)
        return Conversation(id=conversation_id, language=language, **dict(turn))

    async def read(self, conversation_id: str) -> Conversation:
        kept = await run_sync(self._store.get, conversation_id)
        messages = await run_sync(self._store.messages, conversation_id)
        turn = _turn(messages, Profile.model_validate(kept.profile))
        return Conversation(id=kept.id, language=kept.language, **dict(turn))

    async def write(self, conversation_id: str, text: str) -> Turn:
        admitted = admit_text(text)
        return await self._take_turn(
            conversation_id, admitted, own_words=admitted, free_text=admitted
        )

    async def press(self, conversation_id: str, payload: str) -> Turn:
        admitted = admit_payload(payload, self._city)
        chosen = requested_language(payload)
        return await self._take_turn(conversation_id, admitted, payload=payload, chosen=chosen)

    async def correct(self, conversation_id: str, patch: ProfilePatch) -> Turn:
        own = [child.needs for child in patch.children]
        require_known(self._city, patch.needs, patch.district, needs_of_children=own)
        changes = patch.model_dump(exclude_unset=True)
        chosen = changes.pop("language", None)
        if not changes and chosen is not None:
            for_rasa = to_rasa(language_payload(chosen))
            return await self._take_turn(conversation_id, for_rasa, chosen=chosen)
        for child in changes.get("children", ()):
            if child.get("need_text"):
                child["need_text"] = admit_text(child["need_text"])
        need_text = None if patch.need_text is None else admit_text(patch.need_text)
        if need_text is not None:
            changes["need_text"] = need_text
        return await self._take_turn(
            conversation_id, patch_to_rasa(changes), free_text=need_text, chosen=chosen
        )

    async def delete(self, conversation_id: str) -> None:
        """Nothing is left when this returns, unless Rasa is away: then the rest follows."""
        await run_sync(self._store.delete, conversation_id)
        await self._complete_deletions([conversation_id])

    async def tidy(self) -> None:
        """Forgets idle conversations and completes deletions that had to wait."""
        before = self._clock() - self._idle_seconds
        for conversation_id in await run_sync(self._store.idle, before):
            async with self._locks.of(conversation_id):
                await run_sync(self._store.delete_idle, conversation_id, before)
        pending = await run_sync(self._store.pending_deletions)
        if pending:
            await self._complete_deletions(pending)

    async def _take_turn(
        self,
        conversation_id: str,
        for_rasa: str,
        *,
        own_words: str | None = None,
        payload: str | None = None,
        free_text: str | None = None,
        chosen: str | None = None,
    ) -> Turn:
        """`own_words` were written, `free_text` is read for danger, `chosen` is a language."""
        deadline = self._deadline()
        async with self._locks.of(conversation_id):
            kept = await run_sync(self._store.get, conversation_id)
            identified = await self._identified(own_words, kept.language, chosen)
            kept = _in_language(kept, identified.language)
            crisis = self._crisis.answer(free_text, kept.language) if free_text else None
            if crisis is None:
                answer = await self._answer(kept, for_rasa, deadline)
            else:
                answer = await self._answer_in_danger(kept, for_rasa, crisis)
            if payload is not None:
                own_words = await self._title(conversation_id, payload)
            notice = await self._notice(conversation_id, identified)
            said = [_said_by_user(own_words)] if own_words is not None else []
            said += [Said("bot", text.model_dump(mode="json")) for text in notice] + _said(answer)
            profile = answer.profile or Profile.model_validate(kept.profile)
            messages = await run_sync(
                self._store.add_turn, conversation_id, said, profile.model_dump(), self._clock()
            )
        if answer.is_last:
            with suppress(ConversationGoneError):  # somebody else was faster
                await self.delete(conversation_id)
        return _turn([message for message in messages if message.author == "bot"], profile)

    async def _identified(self, text: str | None, current: str, chosen: str | None) -> Identified:
        if chosen is not None:
            return Identified(chosen)
        if text is None:
            return Identified(current)
        return await run_sync(self._identifier.identify, text, current)

    async def _notice(self, conversation_id: str, identified: Identified) -> list[Text]:
        """Which languages are offered, said once: in German too, which many read a little."""
        if identified.other is None:
            return []
        languages = dict.fromkeys((GERMAN.code, identified.language))
        notice = [
            Text(
                text=not_spoken(identified.other, catalogue(language)),
                language=None if language == identified.language else language,
            )
            for language in languages
        ]
        messages = await run_sync(self._store.messages, conversation_id)
        said = {message.content.get("text") for message in messages}
        return [text for text in notice if text.text not in said]

    async def _answer(
        self, kept: KeptConversation, text: str, deadline: float, *, danger: bool = False
    ) -> RasaAnswer:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._rasa.turn(
                    kept.id, text, language=kept.language, mode=kept.mode, danger=danger
                )
        except TimeoutError:
            raise RasaError("no answer in time") from None

    async def _answer_in_danger(
        self, kept: KeptConversation, text: str, crisis: Crisis
    ) -> RasaAnswer:
        """Whom to call, whatever Rasa does; of its answer only offers: no question comes now."""
        deadline = asyncio.get_running_loop().time() + SECONDS_FOR_RASA_IN_DANGER
        try:
            answer = await self._answer(kept, text, deadline, danger=True)
        except RasaError as error:
            logger.warning("Whom to call was said without Rasa: %s", error)
            return RasaAnswer(messages=[crisis])
        offers = [message for message in answer.messages if isinstance(message, Offers)]
        return RasaAnswer(messages=[crisis, *offers], profile=answer.profile)

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._turn_seconds

    async def _title(self, conversation_id: str, payload: str) -> str | None:
        """What was written on the button; None for one that no message showed."""
        newest = await run_sync(self._store.newest_messages, conversation_id, MESSAGES_WITH_BUTTONS)
        for message in newest:
            for option in message.content.get("options", []):
                if option["payload"] == payload:
                    return str(option["title"])
        return None

    async def _complete_deletions(self, conversation_ids: Sequence[str]) -> None:
        is_wiped = await run_sync(self._store.wipe)
        for conversation_id in conversation_ids:
            # A turn on its way would bring Rasa's part back: it has to end first.
            async with self._locks.of(conversation_id):
                if await self._is_forgotten_by_rasa(conversation_id) and is_wiped:
                    await run_sync(self._store.complete_deletion, conversation_id)

    async def _is_forgotten_by_rasa(self, conversation_id: str) -> bool:
        try:
            await self._rasa.forget(conversation_id)
        except RasaError as error:
            logger.warning("A deletion waits for Rasa: %s", error)
            return False
        return True


def _in_language(kept: KeptConversation, language: str) -> KeptConversation:
    return replace(kept, language=language, profile={**kept.profile, "language": language})


def _said(answer: RasaAnswer) -> list[Said]:
    return [Said("bot", message.model_dump(mode="json")) for message in answer.contents]


def _said_by_user(text: str) -> Said:
    return Said("user", {"type": "text", "text": text})


def _turn(messages: Sequence[KeptMessage], profile: Profile) -> Turn:
    return Turn.model_validate(
        {"messages": [message.shown() for message in messages], "profile": profile}
    )
