"""All the search needs at one moment. Changes make a new snapshot; the old one stays as it was."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np

from index.city import City
from index.offers.record import Offer
from index.search.facts import OfferFacts
from index.search.letters import LetterIndex
from index.search.names import NameIndex
from index.search.passages import passage
from index.search.space import Vectors
from index.search.vectors import OfferVectors
from index.search.words import WordIndex

MOST_SCATTERED = 0.1
"""Share of changed offers from which they are merged: a change then costs about as much however
many there were before it."""

Embed = Callable[[Sequence[str]], Mapping[str, Vectors]]
"""Gives the vectors of each text."""


@dataclass(frozen=True)
class Snapshot:
    """`offers` hold what may be shown, each at its number; a free number holds None.

    `scattered` counts the changes since everything was last merged.
    """

    numbers: Mapping[str, int]
    offers: tuple[Offer | None, ...]
    vectors: OfferVectors
    facts: OfferFacts
    letters: LetterIndex
    words: WordIndex
    names: NameIndex
    scattered: int

    @classmethod
    def of(cls, offers: Sequence[Offer], embed: Embed, dim: int, city: City) -> "Snapshot":
        public = tuple(offer.public(city.root_id) for offer in offers)
        texts = [_text(offer) for offer in public]
        return cls(
            numbers={offer.id: number for number, offer in enumerate(public)},
            offers=public,
            vectors=_vectors(public, embed, city, dim),
            facts=OfferFacts.of(public, city),
            letters=LetterIndex.of(texts),
            words=WordIndex.of(texts),
            names=NameIndex.of(public),
            scattered=0,
        )

    def get(self, offer_id: str) -> Offer | None:
        number = self.numbers.get(offer_id)
        return None if number is None else self.offers[number]

    def changed(self, changes: Mapping[str, Offer | None], embed: Embed, city: City) -> "Snapshot":
        """With these offers by their ids, without those that are None."""
        shown = {key: offer and offer.public(city.root_id) for key, offer in changes.items()}
        shown = {key: offer for key, offer in shown.items() if offer != self.get(key)}
        if not shown:
            return self
        numbers = self._numbers_for(shown)
        offers = [*self.offers, *[None] * (1 + max(numbers.values()) - len(self.offers))]
        renewed: dict[int, tuple[Offer | None, Offer | None]] = {}
        for key, number in numbers.items():
            renewed[number] = offers[number], shown[key]
            offers[number] = shown[key]
        places = np.array(list(renewed), np.int64)
        texts = [_text(new) for _, new in renewed.values()]
        gone = {key for key, offer in shown.items() if offer is None}
        return replace(
            self,
            numbers=_without({**self.numbers, **numbers}, gone),
            offers=tuple(offers),
            vectors=self.vectors.changed(_parts(renewed, embed, city, self.vectors.dim)),
            facts=self.facts.changed({n: new for n, (_, new) in renewed.items()}, len(offers)),
            letters=self.letters.changed(texts, places),
            words=self.words.changed(texts, places),
            names=self.names.changed(renewed),
            scattered=self.scattered + len(renewed),
        )

    @property
    def is_scattered(self) -> bool:
        return self.scattered > MOST_SCATTERED * len(self.numbers)

    def merged(self) -> "Snapshot":
        """The same, found faster."""
        return replace(
            self,
            vectors=self.vectors.merged(),
            letters=self.letters.merged(),
            words=self.words.merged(),
            scattered=0,
        )

    def _numbers_for(self, offer_ids: Mapping[str, Offer | None]) -> dict[str, int]:
        """An offer keeps its number, a new one gets the lowest free."""
        gaps = (number for number, offer in enumerate(self.offers) if offer is None)
        free = chain(gaps, count(len(self.offers)))
        return {key: self.numbers[key] if key in self.numbers else next(free) for key in offer_ids}


def _vectors(offers: Sequence[Offer], embed: Embed, city: City, dim: int) -> OfferVectors:
    passages = [passage(offer, city) for offer in offers]
    vectors = embed(passages)
    return OfferVectors.of({number: vectors[text] for number, text in enumerate(passages)}, dim)


def _without(numbers: dict[str, int], gone: Iterable[str]) -> dict[str, int]:
    for offer_id in gone:
        del numbers[offer_id]
    return numbers


def _parts(
    renewed: Mapping[int, tuple[Offer | None, Offer | None]], embed: Embed, city: City, dim: int
) -> dict[int, Vectors]:
    """The vectors of each number whose text changed; no rows where there is no offer any more."""
    texts = {
        number: text
        for number, (old, new) in renewed.items()
        if (text := new and passage(new, city)) != (old and passage(old, city))
    }
    vectors = embed([text for text in texts.values() if text])
    nothing = np.empty((0, dim), np.float32)
    return {number: vectors[text] if text else nothing for number, text in texts.items()}


def _text(offer: Offer | None) -> str:
    """What words and letters are looked for in."""
    if offer is None:
        return ""
    return f"{offer.name} {offer.organisation} {offer.description_de} {offer.for_whom}"
