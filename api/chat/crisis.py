"""What a person in danger is told first: a few words, and whom to call."""

from datetime import date

from babel.dates import format_skeleton

from api.chat.crisis_contacts import CrisisContact, CrisisContacts
from api.chat.schemas import Contact, Crisis
from bot.safety import DangerRecogniser
from bot.texts import Catalogue, catalogue
from bot.texts.hours import hours_in_words
from bot.texts.terms import language_in_words, list_in_words


class CrisisHelp:
    """Needs neither the dialogue nor the search nor the database."""

    def __init__(self, contacts: CrisisContacts, recogniser: DangerRecogniser) -> None:
        self._contacts = contacts
        self._recogniser = recogniser

    def answer(self, text: str, language: str) -> Crisis | None:
        """In the given language; danger is heard in every language there are rules for."""
        danger = self._recogniser.danger(text, language)
        if danger is None:
            return None
        texts = catalogue(language)
        contacts = self._contacts.of(danger.kind, danger.reader)
        return Crisis(
            text=texts.text(f"crisis.{danger.kind}"),
            contacts=[_contact(contact, texts) for contact in contacts],
        )


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
