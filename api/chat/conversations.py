"""Conversations: one turn after the other, kept until they are deleted or forgotten."""

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from anyio.to_thread import run_sync

from api.chat.crisis import GO_ON, Alarm, CrisisHelp, go_on, placeholder, stays
from api.chat.gate import admit_payload, admit_text
from api.chat.locks import ConversationLocks
from api.chat.personal_data import name_no_child
from api.chat.rasa_client import RasaAnswer, RasaClient, RasaError
from api.chat.schemas import Content, Conversation, Crisis, Mode, Profile, ProfilePatch, Text, Turn
from api.chat.store import (
    ConversationGoneError,
    ConversationStore,
    KeptConversation,
    KeptMessage,
    Said,
)
from api.chat.ways_in import HUMAN, WaysIn
from api.errors import ProblemError
from api.identification import Identified, LanguageIdentifier
from api.known import require_known
from api.search.understanding import QueryReader
from api.statistics.counting import Counted, count
from bot.actions.payloads import (
    GREETING,
    language_payload,
    patch_to_rasa,
    requested_language,
    to_rasa,
)
from bot.languages import GERMAN, LANGUAGES
from bot.safety.personal_data import PersonalData
from bot.texts import catalogue
from bot.texts.terms import not_spoken
from index.city import City

ID_BYTES = 24
# A button is pressed soon after it was shown: its title is among the newest messages.
MESSAGES_WITH_BUTTONS = 20
# So many show well enough whether a child writes.
MESSAGES_OF_A_WRITER = 20
# Whom to call must not wait until Rasa is back, nor must who wants to speak to a person.
SECONDS_FOR_RASA_IN_DANGER = 3.0
SECONDS_FOR_RASA_BEFORE_A_PERSON = 3.0
SECONDS_FOR_RASA_TO_GREET = 5.0

NEED = "need_text"

Json = dict[str, Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What a turn asks for.

    `own_words` were written, `free_text` is read for danger, `values` is what may be passed on of a
    correction even then. `payload` is a button's, `language` was chosen by hand. Only `free_text`
    may hold personal data, and nothing keeps it; `is_masked` if some was taken out of the rest.
    """

    for_rasa: str
    own_words: str | None = None
    payload: str | None = None
    free_text: str | None = None
    values: Json = field(default_factory=dict)
    language: str | None = None
    is_masked: bool = False


@dataclass(frozen=True)
class Answer:
    """`own_words` are kept as the family's; `crisis` is set where danger was recognised."""

    messages: Sequence[Content]
    profile: Profile | None = None
    own_words: str | None = None
    crisis: Crisis | None = None
    is_last: bool = False


class Conversations:
    """Raises ConversationGoneError for an id that is unknown or deleted, and RasaError for a
    turn that got no answer in time; then nothing of the turn is kept. A person in danger is
    told whom to call even then, and who wants to speak to a person learns with whom."""

    def __init__(
        self,
        store: ConversationStore,
        rasa: RasaClient,
        city: City,
        crisis: CrisisHelp,
        identifier: LanguageIdentifier,
        *,
        ways_in: WaysIn,
        reader: QueryReader,
        personal_data: PersonalData,
        turn_seconds: float,
        idle_hours: int,
        counts: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._rasa = rasa
        self._city = city
        self._crisis = crisis
        self._ways_in = ways_in
        self._identifier = identifier
        self._reader = reader
        self._personal_data = personal_data
        self._turn_seconds = turn_seconds
        self._counts = counts
        self._idle_seconds = idle_hours * 3600
        self._clock = clock
        self._locks = ConversationLocks()

    async def start(self, language: str, mode: Mode) -> Conversation:
        conversation_id = secrets.token_urlsafe(ID_BYTES)
        profile = Profile(language=language)
        kept = KeptConversation(conversation_id, language, mode, profile.model_dump())
        answer = await self._greeting(kept)
        messages = await run_sync(self._store.create, kept, _said(answer.messages), self._clock())
        turn = _turn(messages, answer.profile or profile, None)
        return Conversation(id=conversation_id, language=language, **dict(turn))

    async def read(self, conversation_id: str) -> Conversation:
        kept = await run_sync(self._store.get, conversation_id)
        messages = await run_sync(self._store.messages, conversation_id)
        turn = _turn(messages, Profile.model_validate(kept.profile), self._crisis_of(kept))
        return Conversation(id=kept.id, language=kept.language, **dict(turn))

    async def write(self, conversation_id: str, text: str) -> Turn:
        admitted = admit_text(text)
        # Not in a thread: turns would overtake each other on their way to the lock.
        masked = self._personal_data.mask(admitted)
        return await self._take_turn(
            conversation_id,
            Asked(
                masked.text,
                own_words=masked.text,
                free_text=admitted,
                is_masked=masked.is_changed,
            ),
        )

    async def press(self, conversation_id: str, payload: str) -> Turn:
        # What goes on as before tells the dialogue nothing.
        admitted = "" if payload == GO_ON else admit_payload(payload, self._city)
        return await self._take_turn(
            conversation_id,
            Asked(admitted, payload=payload, language=requested_language(payload)),
        )

    async def correct(self, conversation_id: str, patch: ProfilePatch) -> Turn:
        own = [child.needs for child in patch.children]
        require_known(self._city, patch.needs, patch.district, needs_of_children=own)
        changes = patch.model_dump(exclude_unset=True)
        chosen = changes.pop("language", None)
        if not changes and chosen is not None:
            for_rasa = to_rasa(language_payload(chosen))
            return await self._take_turn(conversation_id, Asked(for_rasa, language=chosen))
        with_words = [each for each in (changes, *changes.get("children", ())) if each.get(NEED)]
        written = [admit_text(each[NEED]) for each in with_words]
        masked = [self._personal_data.mask(text) for text in written]
        for each, mask in zip(with_words, masked, strict=True):
            each[NEED] = mask.text
        for child in changes.get("children", ()):
            name_no_child(child, self._personal_data)
        asked = Asked(
            patch_to_rasa(changes),
            free_text="\n".join(written) or None,
            values=_without_words(changes),
            language=chosen,
            is_masked=any(mask.is_changed for mask in masked),
        )
        return await self._take_turn(conversation_id, asked)

    async def delete(self, conversation_id: str) -> bool:
        """Whether a look afterwards found nothing left anywhere, nor in the gaps of the files.

        Where Rasa is away or somebody reads old pages, the rest follows by itself.
        """
        await run_sync(self._store.delete, conversation_id)
        await self._complete_deletions([conversation_id])
        return not await run_sync(self._store.holds, conversation_id)

    async def tidy(self) -> None:
        """Forgets idle conversations and completes deletions that had to wait."""
        before = self._clock() - self._idle_seconds
        for conversation_id in await run_sync(self._store.idle, before):
            async with self._locks.of(conversation_id):
                await run_sync(self._delete_idle, conversation_id, before)
        pending = await run_sync(self._store.pending_deletions)
        if pending:
            await self._complete_deletions(pending)

    def _delete_idle(self, conversation_id: str, before: float) -> None:
        counted: frozenset[Counted] = frozenset()
        with suppress(ConversationGoneError):
            kept = self._store.get(conversation_id)
            if self._counts and kept.mode == "family":
                messages = self._store.messages(conversation_id)
                counted = count(kept.profile, (each.content for each in messages), self._city)
            self._store.delete_idle(conversation_id, before, counted)

    async def _take_turn(self, conversation_id: str, asked: Asked) -> Turn:
        deadline = self._deadline()
        async with self._locks.of(conversation_id):
            kept = await run_sync(self._store.get, conversation_id)
            identified = await self._identified(asked.own_words, kept.language, asked.language)
            kept = _in_language(kept, identified.language)
            answer = await self._answer_to(asked, kept, deadline)
            own_words = answer.own_words
            if asked.payload is not None:
                own_words = await self._title(conversation_id, asked.payload, kept.language)
            said = [_said_by_user(own_words)] if own_words is not None else []
            if answer.crisis is None:
                said += _said(await self._notice(conversation_id, identified))
            if answer.crisis is None and asked.is_masked:
                said += _said(await self._notice_of_masking(conversation_id, kept.language))
            said += _said(answer.messages)
            profile = answer.profile or Profile.model_validate(kept.profile)
            messages = await run_sync(
                self._store.add_turn, conversation_id, said, profile.model_dump(), self._clock()
            )
        if answer.is_last:
            with suppress(ConversationGoneError):  # somebody else was faster
                if not await self.delete(conversation_id):
                    messages = [*messages[:-1], _that_rest_follows(messages[-1], kept.language)]
        crisis = answer.crisis or self._crisis_of(_in_language(kept, profile.language))
        return _turn([message for message in messages if message.author == "bot"], profile, crisis)

    async def _answer_to(self, asked: Asked, kept: KeptConversation, deadline: float) -> Answer:
        said_before = self._crisis_of(kept)
        alarm = await self._alarm(asked, kept)
        if asked.payload == GO_ON:
            if said_before is None:
                raise ProblemError(422, "unknown_payload")
            return Answer([go_on(said_before, kept.language)])
        believed: list[Content] = []
        if said_before is not None and self._is_taken_back(asked, said_before, alarm):
            believed = [stays(said_before, kept.language)]
            if alarm is not None:
                return Answer(believed, own_words=placeholder(kept.language))
            if not await run_sync(self._reader.values, asked.for_rasa, kept.language):
                return Answer(believed, own_words=asked.own_words)
        if alarm is not None:
            return await self._answer_in_danger(asked, kept, alarm)
        if asked.payload == HUMAN:
            return await self._person(kept, asked.for_rasa)
        answer = await self._answer(kept, asked.for_rasa, deadline)
        return Answer(
            [*believed, *answer.contents],
            answer.profile,
            own_words=asked.own_words,
            is_last=answer.is_last,
        )

    async def _alarm(self, asked: Asked, kept: KeptConversation) -> Alarm | None:
        if asked.free_text is None:
            return None
        earlier = await self._own_words_so_far(kept.id)
        return await run_sync(self._crisis.alarm, asked.free_text, kept.language, earlier)

    async def _own_words_so_far(self, conversation_id: str) -> list[str]:
        """The newest of them, in order; what stands in place of words in danger tells nothing."""
        newest = await run_sync(self._store.newest_messages, conversation_id, MESSAGES_OF_A_WRITER)
        placeholders = {placeholder(language) for language in LANGUAGES}
        said = [str(each.content["text"]) for each in reversed(newest) if each.author == "user"]
        return [text for text in said if text not in placeholders]

    def _is_taken_back(self, asked: Asked, said_before: Crisis, alarm: Alarm | None) -> bool:
        """Whether somebody says that there is no such danger, and tells of no other."""
        is_another = alarm is not None and alarm.crisis.text != said_before.text
        return bool(
            asked.own_words and not is_another and self._crisis.is_misunderstood(asked.own_words)
        )

    def _crisis_of(self, kept: KeptConversation) -> Crisis | None:
        if kept.crisis is None:
            return None
        return self._crisis.in_language(Crisis.model_validate(kept.crisis), kept.language)

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
        said = await self._texts_so_far(conversation_id)
        return [text for text in notice if text.text not in said]

    async def _notice_of_masking(self, conversation_id: str, language: str) -> list[Text]:
        """That personal data was taken out, said once, whatever language came between."""
        in_all_languages = {catalogue(code).text("privacy.masked") for code in LANGUAGES}
        if in_all_languages & await self._texts_so_far(conversation_id):
            return []
        return [Text(text=catalogue(language).text("privacy.masked"))]

    async def _texts_so_far(self, conversation_id: str) -> set[str | None]:
        messages = await run_sync(self._store.messages, conversation_id)
        return {message.content.get("text") for message in messages}

    async def _answer(self, kept: KeptConversation, text: str, deadline: float) -> RasaAnswer:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._rasa.turn(kept.id, text, language=kept.language, mode=kept.mode)
        except TimeoutError:
            raise RasaError("no answer in time") from None

    async def _greeting(self, kept: KeptConversation) -> Answer:
        """A family can begin, and reach a person, although the dialogue is away."""
        try:
            answer = await self._answer(kept, GREETING, self._deadline(SECONDS_FOR_RASA_TO_GREET))
        except RasaError as error:
            logger.warning("A conversation began without Rasa: %s", error)
            return Answer(self._ways_in.greeting(kept.language))
        return Answer(answer.contents, answer.profile)

    async def _person(self, kept: KeptConversation, for_rasa: str) -> Answer:
        """Who helps in person, whatever Rasa does."""
        try:
            deadline = self._deadline(SECONDS_FOR_RASA_BEFORE_A_PERSON)
            answer = await self._answer(kept, for_rasa, deadline)
        except RasaError as error:
            logger.warning("A person was named without Rasa: %s", error)
            return Answer(await run_sync(self._ways_in.person, kept.language))
        return Answer(answer.contents, answer.profile)

    async def _answer_in_danger(self, asked: Asked, kept: KeptConversation, alarm: Alarm) -> Answer:
        """Whom to call, whatever Rasa does; the words themselves are neither kept nor passed on."""
        own_words = None if asked.own_words is None else placeholder(kept.language)
        known = await run_sync(self._values_not_known, asked, kept)
        profile = None
        try:
            async with asyncio.timeout(SECONDS_FOR_RASA_IN_DANGER):
                profile = await self._rasa.note_danger(
                    kept.id, patch_to_rasa(known), language=kept.language, mode=kept.mode
                )
        except (RasaError, TimeoutError) as error:
            logger.warning("Whom to call was said without Rasa: %s", error or "too late")
        said: list[Content] = [alarm.crisis, alarm.going_on]
        return Answer(said, profile, own_words=own_words, crisis=alarm.crisis)

    def _values_not_known(self, asked: Asked, kept: KeptConversation) -> Json:
        """Ages and district that the words in danger tell, so that the search goes on well."""
        assert asked.free_text is not None
        read = self._reader.values(asked.free_text, kept.language)
        if kept.profile["children"]:
            read.pop("children", None)
        if kept.profile["district"] or kept.profile["district_any"]:
            read.pop("district", None)
        return {**read, **asked.values}

    def _deadline(self, most_seconds: float = math.inf) -> float:
        return asyncio.get_running_loop().time() + min(self._turn_seconds, most_seconds)

    async def _title(self, conversation_id: str, payload: str, language: str) -> str | None:
        """What was written on the button; None for one that is shown nowhere."""
        newest = await run_sync(self._store.newest_messages, conversation_id, MESSAGES_WITH_BUTTONS)
        for message in newest:
            for option in message.content.get("options", []):
                if option["payload"] == payload:
                    return str(option["title"])
        return self._ways_in.title(payload, language)

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


def _without_words(changes: Json) -> Json:
    """A correction by hand without what was written freely."""
    values = {name: value for name, value in changes.items() if name != NEED}
    if "children" in values:
        values["children"] = [_without_words(child) for child in values["children"]]
    return values


def _said(messages: Sequence[Content]) -> list[Said]:
    return [Said("bot", message.model_dump(mode="json")) for message in messages]


def _that_rest_follows(done: KeptMessage, language: str) -> KeptMessage:
    """In place of what says that nothing is left."""
    text = Text(text=catalogue(language).text("delete.follows"))
    return KeptMessage(done.number, "bot", text.model_dump(mode="json"))


def _said_by_user(text: str) -> Said:
    return Said("user", {"type": "text", "text": text})


def _turn(messages: Sequence[KeptMessage], profile: Profile, crisis: Crisis | None) -> Turn:
    shown = [message.shown() for message in messages]
    return Turn.model_validate({"messages": shown, "profile": profile, "crisis": crisis})
