"""The offers, the city and the encoder that the tests of the index share."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.offers.record import Offer
from index.search.space import Vectors
from index.situations import Situation

CITY = Path(__file__).parents[2] / "data" / "oberhausen"
OFFERS = CITY / "offers.csv"

PLAIN = {
    "id": "krabbelgruppe",
    "status": "published",
    "name": "Krabbelgruppe am Markt",
    "organisation": "Verein am Markt",
    "description_de": "Babys krabbeln, Eltern trinken Kaffee und lernen andere kennen.",
    "topics": ("parent-child-group",),
    "life_phase": ("0-3",),
    "min_age_months": 0,
    "max_age_months": 36,
    "for_whom": "Eltern mit Baby",
    "audience": "families",
    "format": "group",
    "cost": "free",
    "cost_note": "",
    "registration": "none",
    "waiting_time": "",
    "languages": ("de",),
    "barrier_free": "unknown",
    "opening_hours": "We 10:00-11:30",
    "street": "Marktweg 1",
    "postcode": "46145",
    "district_id": "sterkrade-mitte",
    "service_area_postcodes": (),
    "confidential_address": False,
    "lat": 51.513,
    "lon": 6.849,
    "geo_certainty": "source",
    "phone": "0208 123456",
    "email": "gruppe@example.org",
    "website": "https://example.org/gruppe",
    "scope": "city",
    "valid_until": None,
    "source_url": "https://example.org",
    "facts_as_of": "2026-01",
    "fact_basis": "source",
    "verification": "recent",
    "notes": "Schlüssel beim Hausmeister",
    "for_gender": (),
    "childcare": "unknown",
    "faith_based": "unknown",
    "descriptions": {},
}


def offer(**changes: Any) -> Offer:
    return Offer.model_validate(PLAIN | changes)


def situation(key: str, **changes: Any) -> Situation:
    """On the topic that its file is named after, unless it says otherwise."""
    topic, _, _ = key.partition("/")
    plain = {"key": key, "topics": (topic,), "passages": (), "train": {}, "test": {}}
    return Situation.model_validate(plain | changes)


class LetterEncoder:
    """Texts that share letters get near vectors; needs no model and is always the same."""

    dim = 64

    def __init__(self, fingerprint: str = "letters") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.array([_vector(text) for text in texts], np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self.encode_queries(texts)

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]:
        """A text of more than 200 letters has windows."""
        return [self.encode_passages([text, *_windows(text)]) for text in texts]


def _windows(text: str) -> list[str]:
    starts = range(0, len(text) - 50, 150) if len(text) > 200 else ()
    return [text[start : start + 200] for start in starts]


@lru_cache(maxsize=10_000)
def _vector(text: str) -> Vectors:
    vector = np.zeros(LetterEncoder.dim, np.float32)
    padded = f" {text.casefold()} "
    for start in range(len(padded) - 2):
        digest = zlib.crc32(padded[start : start + 3].encode())
        vector[digest % LetterEncoder.dim] += 1 if digest & 1024 else -1
    vector[0] += 0.1  # so that no text is without a direction
    return vector / np.float32(np.linalg.norm(vector))
