"""What is asked of the search, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.offers.record import Offer

WISHES = frozenset({"free", "online", "barrier_free", "drop_in"})


@dataclass(frozen=True)
class AgeRange:
    """A child's age in months, as exactly as it is known; both ends included, unborn below 0."""

    min_months: int
    max_months: int

    def __post_init__(self) -> None:
        if self.min_months > self.max_months:
            raise ValueError(f"{self.min_months} to {self.max_months} months is no age range")


@dataclass(frozen=True)
class SearchRequest:
    """Any part may be left out.

    `postcodes` are those the household may have; without them the district's are taken.
    `wishes` (see WISHES) lift what meets them and exclude nothing. `exclude` are offer ids.
    """

    query: str = ""
    children: tuple[AgeRange, ...] = ()
    needs: tuple[str, ...] = ()
    district_id: str | None = None
    postcodes: tuple[str, ...] = ()
    exclude: frozenset[str] = frozenset()
    limit: int = 5
    wishes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError("a search for no offers at all makes no sense")
        if unknown := self.wishes - WISHES:
            raise ValueError(f"unknown wishes: {', '.join(sorted(unknown))}")


@dataclass(frozen=True)
class Reason:
    """One checkable sentence, to be worded elsewhere: why an offer fits, or where it does not."""

    kind: str
    params: Mapping[str, str | int | float]


@dataclass(frozen=True)
class Match:
    """`score` orders the matches of one search; it means nothing across searches."""

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]
    misses: tuple[Reason, ...]


@dataclass(frozen=True)
class SearchResult:
    """`total` counts all offers that fit, `needs` are the topics asked for or recognised.

    `relaxed` names what no match fulfils: "district", "needs".
    """

    matches: tuple[Match, ...]
    total: int
    needs: tuple[str, ...]
    relaxed: tuple[str, ...]
