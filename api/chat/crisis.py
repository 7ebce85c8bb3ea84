"""What a person in danger is told first: a few words, and whom to call."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from api.chat.schemas import Contact, Crisis
from bot.safety import DangerRecogniser, SafetyRules, languages
from bot.texts import Catalogue, catalogue
from bot.texts.hours import hours_in_words
from index.city import CityRejected
from index.offers.record import Offer

FILE = "crisis.yml"

_CONTACTS = TypeAdapter(dict[str, list[str]])


class CrisisHelp:
    """Needs neither the dialogue nor the search: offers are looked up by id alone."""

    def __init__(
        self, contacts: Mapping[str, Sequence[str]], offer: Callable[[str], Offer | None]
    ) -> None:
        self._contacts = contacts
        self._offer = offer
        self._recogniser = DangerRecogniser.load()

    def answer(self, text: str, language: str) -> Crisis | None:
        """In the given language; danger is heard in every language there are rules for."""
        danger = self._recogniser.danger(text, language)
        if danger is None:
            return None
        texts = catalogue(language)
        offers = (self._offer(offer_id) for offer_id in self._contacts[danger.kind])
        return Crisis(
            text=texts.text(f"crisis.{danger.kind}"),
            contacts=[_contact(offer, texts) for offer in offers if offer is not None],
        )


def read_contacts(city: Path) -> dict[str, list[str]]:
    """The ids of the offers that help, by kind of danger; raises CityRejected."""
    path = city / FILE
    try:
        contacts = _CONTACTS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CityRejected(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise CityRejected(f"{path} does not list offer ids by kind of danger: {error}") from error
    missing = sorted({kind for kind in _kinds() if not contacts.get(kind)})
    if missing:
        raise CityRejected(f"{path} names no contacts for {', '.join(missing)}.")
    return contacts


def _kinds() -> set[str]:
    return {kind for language in languages() for kind in SafetyRules.load(language).kinds}


def _contact(offer: Offer, texts: Catalogue) -> Contact:
    hours = hours_in_words(offer.opening_hours, texts) if offer.opening_hours else None
    return Contact(name=offer.name, phone=offer.phone, url=offer.website, hours=hours)
