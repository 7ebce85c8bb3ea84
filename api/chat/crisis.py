"""What a person in danger is told first: a few words, and whom to call."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_skeleton

from api.chat.crisis_contacts import OTHER, CrisisContact, CrisisContacts
from api.chat.schemas import Contact, Crisis, QuickReplies, QuickReply, Text
from bot.languages import LANGUAGES
from bot.safety import DangerRecogniser, Reader
from bot.safety.folding import Script, fold_text, script_of
from bot.safety.kinds import KINDS
from bot.texts import Catalogue, catalogue
from bot.texts.hours import hours_in_words
from bot.texts.terms import language_in_words, list_in_words

GO_ON = "crisis:go-on"
"""The payload of the button that goes on with the conversation as before."""

_FOLDER = Path(__file__).parent
# "116 111" must neither be broken at the end of a line nor turned round amid Arabic: the no-break
# space between digits counts as part of the number (UAX #9, W4), a plain space does not.
_WITHIN_NUMBER = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True)
class Alarm:
    """`crisis` is said first, alone; `going_on` are the buttons beneath it."""

    crisis: Crisis
    going_on: QuickReplies


class CrisisHelp:
    """Needs neither the dialogue nor the search nor the database."""

    def __init__(self, contacts: CrisisContacts, recogniser: DangerRecogniser) -> None:
        self._contacts = contacts
        self._recogniser = recogniser
        self._topics: Mapping[str, str] = _yaml("crisis_topics.yml")
        self._misunderstood = _misunderstood()

    def alarm(self, text: str, language: str, earlier: Sequence[str] = ()) -> Alarm | None:
        """What to say if there is danger in the text: in that language, whatever the text's is.

        `earlier` is what the same person wrote before.
        """
        danger = self._recogniser.danger(text, language, earlier)
        if danger is None:
            return None
        texts = catalogue(language)
        search = QuickReply(
            title=texts.text("crisis.search_help"), payload=f"topic:{self._topics[danger.kind]}"
        )
        go_on = QuickReply(title=texts.text("crisis.as_before"), payload=GO_ON)
        return Alarm(
            self._crisis(danger.kind, danger.reader, texts), QuickReplies(options=[search, go_on])
        )

    def in_language(self, crisis: Crisis, language: str) -> Crisis:
        """The same in another language. Which kind it was is kept nowhere: its words tell."""
        said = self._said.get(crisis.text)
        return self._crisis(*said, catalogue(language)) if said else crisis

    def is_misunderstood(self, text: str) -> bool:
        """Whether it says, in whatever language, that there is no such danger."""
        return any(
            pattern.search(fold_text(text, script)) for script, pattern in self._misunderstood
        )

    def _crisis(self, kind: str, reader: Reader, texts: Catalogue) -> Crisis:
        return Crisis(
            text=_said(kind, reader, texts),
            machine=texts.text(f"crisis.machine.{reader}"),
            contacts=[_contact(each, texts) for each in self._contacts.of(kind, reader)],
            reader=reader,
        )

    @cached_property
    def _said(self) -> Mapping[str, tuple[str, Reader]]:
        """Kind and reader by the words for them, in every language."""
        return {
            _said(kind, reader, catalogue(language)): (kind, reader)
            for language in LANGUAGES
            for kind, reader in _kinds_and_readers()
        }


def placeholder(language: str) -> str:
    """What is kept in place of a message in danger."""
    return catalogue(language).text("crisis.placeholder")


def stays(crisis: Crisis, language: str) -> Text:
    """The answer to who was misunderstood."""
    return Text(text=catalogue(language).text(f"crisis.stays.{crisis.reader}"))


def go_on(crisis: Crisis, language: str) -> Text:
    """The answer to the button of that name."""
    return Text(text=catalogue(language).text(f"crisis.go_on.{crisis.reader}"))


def _misunderstood() -> Sequence[tuple[Script, re.Pattern[str]]]:
    """One pattern a language, over its folded text."""
    words = _yaml("misunderstood.yml")
    return [
        (script_of(language), _pattern(said, words["unless"][language], script_of(language)))
        for language, said in words["said"].items()
    ]


def _pattern(said: Sequence[str], unless: Sequence[str], script: Script) -> re.Pattern[str]:
    # Folded phrases end with a space and the end of the sentence, and begin with a space.
    phrases, denials = (
        [re.escape(fold_text(phrase, script)[1:-3]) for phrase in each] for each in (said, unless)
    )
    before = "".join(f"(?<! {denial} )" for denial in denials)
    return re.compile(f"(?<= ){before}(?:{'|'.join(phrases)}) (?!(?:{'|'.join(denials)}) )")


def _kinds_and_readers() -> Iterator[tuple[str, Reader]]:
    for kind in KINDS:
        yield kind, "adult"
        yield kind, "child"
    yield OTHER, "child"


def _said(kind: str, reader: Reader, texts: Catalogue) -> str:
    key = f"crisis.{kind}" if reader == "adult" else f"crisis.child.{kind}"
    words = texts.text(key if key in texts else f"crisis.child.{OTHER}")
    return _WITHIN_NUMBER.sub("\u00a0", words)


def _yaml(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return content


def _contact(contact: CrisisContact, texts: Catalogue) -> Contact:
    languages = [language_in_words(code, texts) for code in contact.languages]
    return Contact(
        name=contact.name_in(texts.language),
        phone=contact.phone,
        chat=contact.chat,
        mail=contact.mail,
        walk_in=contact.walk_in,
        url=contact.website,
        hours=hours_in_words(contact.hours, texts) if contact.hours else None,
        languages=list_in_words(languages, texts) if languages else None,
        verified=_month_in_words(contact.verified, texts) if contact.verified else None,
    )


def _month_in_words(verified: str, texts: Catalogue) -> str:
    year, month = map(int, verified.split("-")[:2])
    return format_skeleton("yMMMM", date(year, month, 1), locale=texts.locale)
