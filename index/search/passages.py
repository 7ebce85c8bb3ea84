"""What offers are found by, and the vectors of it."""

from collections.abc import Collection, Sequence
from pathlib import Path

from index.city import City
from index.offers.record import Offer
from index.search.kept import KeptVectors, text_hash
from index.search.space import Space, Vectors

FOLDER = "passages"
RECIPE = "whole text and windows of 200 tokens, half and half"
"""How texts become vectors. Where that changes, change this: all of them are then made anew."""
MADE_AT_ONCE = 256
"""So many new vectors are lost at most where a process is killed that encodes many."""


def passage(offer: Offer, city: City) -> str:
    """What an offer is found by. Nothing of its address, which may be confidential."""
    topics = ", ".join(city.topics[topic].label("de") for topic in offer.topics)
    return f"{offer.name}. {offer.description_de} {offer.for_whom}. {topics}"


class PassageVectors:
    """Vectors of texts, each float32 of shape (vectors, dim); see `Space.passages`."""

    def __init__(self, space: Space, directory: Path) -> None:
        self._space = space
        self._kept = KeptVectors(directory / FOLDER, f"{space.fingerprint} {RECIPE}")

    def read(self, texts: Collection[str]) -> dict[str, Vectors]:
        """From disk; what is not kept there is made."""
        hashes = {text: text_hash(text) for text in texts}
        kept = self._kept.read(set(hashes.values()))
        known = {text: kept[key] for text, key in hashes.items() if key in kept}
        vectors = known | self.make([text for text in hashes if text not in known])
        self.tidy()
        return vectors

    def make(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Made anew, and durable when it returns."""
        made: dict[str, Vectors] = {}
        for start in range(0, len(texts), MADE_AT_ONCE):
            some = texts[start : start + MADE_AT_ONCE]
            vectors = dict(zip(some, self._space.passages(some), strict=True))
            self._kept.add({text_hash(text): part for text, part in vectors.items()})
            made |= vectors
        return made

    def tidy(self) -> None:
        self._kept.merge_small_files()
