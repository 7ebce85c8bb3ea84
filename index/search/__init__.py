"""Finding offers that fit a family."""

from index.search.request import AgeRange, Match, Reason, SearchRequest, SearchResult
from index.search.search import OfferIndex

__all__ = ["AgeRange", "Match", "OfferIndex", "Reason", "SearchRequest", "SearchResult"]
