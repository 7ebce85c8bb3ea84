"""Finding offers that fit a family."""

from index.search.needs import KnownNeeds
from index.search.request import AgeRange, Match, Reason, SearchRequest, SearchResult
from index.search.search import OfferIndex

__all__ = [
    "AgeRange",
    "KnownNeeds",
    "Match",
    "OfferIndex",
    "Reason",
    "SearchRequest",
    "SearchResult",
]
