"""How a conversation begins and is passed on to a person where the dialogue is away."""

from collections.abc import Callable

from api.chat.schemas import Content, Offers, Text
from bot.texts import catalogue
from bot.texts.render import contact_in_words, render_match
from index.city import City
from index.offers.record import Offer
from index.search import Match

HUMAN = "human"
"""The payload of the button that passes on to a person."""

GetOffer = Callable[[str], Offer | None]


class WaysIn:
    """Needs neither the dialogue nor the search; `get_offer` blocks."""

    def __init__(self, city: City, get_offer: GetOffer) -> None:
        self._city = city
        self._get_offer = get_offer

    def greeting(self, language: str) -> list[Content]:
        return [Text(text=catalogue(language).text("greeting", city=self._city.name))]

    def person(self, language: str) -> list[Content]:
        """The person of the city who helps further."""
        texts = catalogue(language)
        offer = self._get_offer(self._city.human_contact_offer)
        who = contact_in_words(offer, texts, self._city)
        said: list[Content] = [
            Text(text=texts.text("handover.text", contact=who)),
            Text(text=texts.text("handover.danger")),
        ]
        if offer is not None:
            match = Match(offer=offer, score=1.0, reasons=(), misses=())
            rendered = render_match(match, language, self._city)
            said.append(Offers.model_validate({"results": [rendered], "more": False}))
        return said

    def title(self, payload: str, language: str) -> str | None:
        """What a family chose that no message showed as a button; None for other payloads."""
        if payload == HUMAN:
            return catalogue(language).text("choice.human")
        kind, _, value = payload.partition(":")
        named = {"topic": self._city.topics, "phase": self._city.phases}.get(kind, {})
        return named[value].label(language) if value in named else None
