"""What the actions work with; the api makes it once at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.city import City
from index.faq import Faq
from index.search import OfferIndex


@dataclass(frozen=True)
class Services:
    """The index, the city, its answers, and how long a conversation is kept (in hours)."""

    index: OfferIndex
    city: City
    faq: Faq
    conversation_hours: int
    recognise_topics: Callable[[str], tuple[str, ...]]
