"""A stage for actions: a conversation in front of a small index, without Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import Services
from bot.actions.profile import Profile
from index.city import City, load_city
from index.faq import Faq, read_entries
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.search import Match, OfferIndex, SearchRequest, SearchResult
from index.search.names import NameIndex
from tests.index.cast import LetterEncoder

CITY_DIRECTORY = Path(__file__).parents[3] / "data" / "oberhausen"

Slots = dict[str, Any]


class FewOffers:
    """Finds the given offers in their order, whatever is asked for, and keeps the requests."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.offers = list(offers)
        self.requests: list[SearchRequest] = []
        self.relaxed: tuple[str, ...] = ()

    def search(self, request: SearchRequest) -> SearchResult:
        self.requests.append(request)
        found = [offer for offer in self.offers if offer.id not in request.exclude]
        return SearchResult(
            matches=tuple(Match(offer, 1.0, (), ()) for offer in found[: request.limit]),
            total=len(found),
            needs=request.needs,
            relaxed=self.relaxed,
            more=len(found) > request.limit,
        )

    def get(self, offer_id: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.id == offer_id), None)

    def called(self, text: str) -> list[list[Offer]]:
        numbers = NameIndex.of(self.offers).called(text)
        return [[self.offers[number] for number in name] for name in numbers]

    def closest(self, text: str, offer_ids: Sequence[str]) -> Offer | None:
        """Knows no meaning: the one that has a long word of the text in its description."""
        words = {word for word in text.split() if len(word) > 5}
        offers = [offer for i in offer_ids if (offer := self.get(i)) is not None]
        meant = [offer for offer in offers if words & set(offer.description_de.split())]
        return meant[0] if len(meant) == 1 else None


@dataclass
class Outcome:
    """What an action said and which slots it set."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def slots(self) -> Slots:
        return {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def texts(self) -> list[str]:
        return [m["text"] for m in self.messages if m["type"] == "text"]

    @property
    def payloads(self) -> list[str]:
        return [
            option["payload"]
            for message in self.messages
            if message["type"] == "quick_replies"
            for option in message["options"]
        ]

    @property
    def shown(self) -> list[str]:
        return [
            match["offer"]["id"]
            for message in self.messages
            if message["type"] == "offers"
            for match in message["results"]
        ]


@dataclass
class Stage:
    """One conversation; `slots` is its state before the action."""

    city: City
    index: FewOffers
    slots: Slots = field(default_factory=dict)
    in_form: bool = False
    in_danger: bool = False

    @property
    def services(self) -> Services:
        return Services(
            index=cast(OfferIndex, self.index),
            city=self.city,
            faq=real_faq(),
            conversation_hours=24,
            recognise_topics=lambda _text: (),
        )

    def knows(self, profile: Profile) -> Stage:
        self.slots["profile"] = profile.to_slot(self.city)
        return self

    def play(
        self,
        action: Action,
        intent: str = "inform",
        entities: Sequence[Mapping[str, Any]] = (),
        text: str = "",
        events: Sequence[Mapping[str, Any]] = ({"event": "user"},),
    ) -> Outcome:
        message = {
            "intent": {"name": intent},
            "entities": list(entities),
            "text": text,
            "message_id": "m1",
            "metadata": {"danger": True} if self.in_danger else {},
        }
        loop = {"name": "offer_form"} if self.in_form else {}
        tracker = Tracker("s", self.slots, message, list(events), False, None, loop, "")
        dispatcher = CollectingDispatcher()
        done = asyncio.run(action.run(dispatcher, tracker, {}))
        said = [sent["custom"] for sent in dispatcher.messages]
        return Outcome(said, [dict(event) for event in done])


def real_city() -> City:
    return load_city(CITY_DIRECTORY)


@cache
def real_faq() -> Faq:
    """Return the city's answers in German; likeness is that of letters, which know no other."""
    with TemporaryDirectory() as directory:
        entries = [
            entry.model_copy(update={"wordings": {"de": entry.wordings["de"]}})
            for entry in read_entries(CITY_DIRECTORY / "faq", real_city())
        ]
        return Faq.open(entries, LetterEncoder(), Path(directory))


def real_offers(*ids: str) -> list[Offer]:
    """Return these offers of the city, in this order."""
    offers = {offer.id: offer for offer in read_offers(CITY_DIRECTORY / "offers.csv", real_city())}
    return [offers[offer_id] for offer_id in ids]
