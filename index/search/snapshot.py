"""All the search needs at one moment. Changes make a new snapshot; the old one stays as it was."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from index.city import City
from index.offers.record import Offer
from index.search.facts import OfferFacts
from index.search.letters import LetterIndex
from index.search.names import NameIndex
from index.search.space import Space
from index.search.vectors import Entry, Numbers, OfferVectors, SavedVectors


def passage(offer: Offer, city: City) -> str:
    """What an offer is found by. Nothing of its address, which may be confidential."""
    topics = ", ".join(city.topics[topic].label("de") for topic in offer.topics)
    return f"{offer.name}. {offer.description_de} {offer.for_whom}. {topics}"


@dataclass(frozen=True)
class Snapshot:
    """`offers` hold what may be shown, each at its number; a free number holds None."""

    entries: Mapping[str, Entry]
    offers: tuple[Offer | None, ...]
    vectors: OfferVectors
    facts: OfferFacts
    letters: LetterIndex
    names: NameIndex

    @classmethod
    def of(
        cls, offers: Sequence[Offer], saved: SavedVectors | None, space: Space, city: City
    ) -> "Snapshot":
        """Embeds only the offers whose text is not yet saved as a vector."""
        if saved is None:
            saved = SavedVectors({}, OfferVectors.empty(space.dim))
        texts = {offer.id: passage(offer, city) for offer in offers}
        kept = {key: entry for key, entry in saved.entries.items() if key in texts}
        gone = [entry.number for key, entry in saved.entries.items() if key not in texts]
        entries = {**kept, **_entries(texts, kept)}
        changed = [key for key in texts if entries[key] != kept.get(key)]
        vectors = saved.vectors.without(_array(gone)) if gone else saved.vectors
        if changed:
            numbers = _array([entries[key].number for key in changed])
            vectors = vectors.with_vectors(numbers, space.passages([texts[key] for key in changed]))
        slots: list[Offer | None] = [None] * (
            1 + max((e.number for e in entries.values()), default=-1)
        )
        for offer in offers:
            slots[entries[offer.id].number] = offer.public(city.root_id)
        return cls(
            entries=entries,
            offers=tuple(slots),
            vectors=vectors,
            facts=OfferFacts.of(slots, city),
            letters=LetterIndex.of([_letters(offer) for offer in slots]),
            names=NameIndex.of(slots),
        )

    @property
    def saved(self) -> SavedVectors:
        return SavedVectors(self.entries, self.vectors)

    def get(self, offer_id: str) -> Offer | None:
        entry = self.entries.get(offer_id)
        return None if entry is None else self.offers[entry.number]

    def with_offer(self, offer: Offer, space: Space, city: City) -> "Snapshot":
        text = passage(offer, city)
        entry = _entries({offer.id: text}, self.entries)[offer.id]
        vectors = self.vectors
        if self.entries.get(offer.id) != entry:
            vectors = vectors.with_vectors(_array([entry.number]), space.passages([text]))
        entries = {**self.entries, offer.id: entry}
        return self._changed(entry.number, offer.public(city.root_id), entries, vectors)

    def without(self, offer_id: str) -> "Snapshot":
        number = self.entries[offer_id].number
        entries = {key: entry for key, entry in self.entries.items() if key != offer_id}
        return self._changed(number, None, entries, self.vectors.without(_array([number])))

    def _changed(
        self,
        number: int,
        offer: Offer | None,
        entries: Mapping[str, Entry],
        vectors: OfferVectors,
    ) -> "Snapshot":
        offers = list(self.offers)
        if number == len(offers):
            offers.append(None)
        old, offers[number] = offers[number], offer
        return Snapshot(
            entries=entries,
            offers=tuple(offers),
            vectors=vectors,
            facts=self.facts.with_offer(number, offer),
            letters=self.letters.with_text(number, _letters(offer)),
            names=self.names.with_offer(number, old, offer),
        )


def _entries(texts: Mapping[str, str], kept: Mapping[str, Entry]) -> dict[str, Entry]:
    """An entry for each text: an offer keeps its number, a new one gets the lowest free."""
    taken = {entry.number for entry in kept.values()}
    free = (number for number in count() if number not in taken)
    return {
        key: Entry(
            number=kept[key].number if key in kept else next(free),
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
        )
        for key, text in texts.items()
    }


def _letters(offer: Offer | None) -> str:
    if offer is None:
        return ""
    return f"{offer.name} {offer.organisation} {offer.description_de} {offer.for_whom}"


def _array(numbers: Sequence[int]) -> Numbers:
    return np.array(numbers, np.int64)
