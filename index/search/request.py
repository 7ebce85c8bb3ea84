"""What is asked of the search, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from index.offers.record import Offer
from index.reach import Reach

LIFTING = frozenset(
    {
        "free",
        "online",
        "phone",
        "barrier_free",
        "drop_in",
        "afternoon",
        "weekend",
        "at_home",
        "girls",
        "boys",
        "childcare",
        "secular",
    }
)
"""Wishes that lift what meets them.

`girls` and `boys` exclude what is for others only, `secular` what a church runs, as long as
something else meets the need; the others exclude nothing.
"""
TIMES = frozenset({"afternoon", "weekend"})
"""Those of LIFTING that depend on opening hours."""
NEAR = "near"
"""The wish that excludes what is farther than the nearest offer that fits."""
WISHES = LIFTING | {NEAR}
SPOKEN = "language"
"""The name of the wish for a spoken language among what was let go."""

Sex = Literal["girl", "boy"]


@dataclass(frozen=True)
class AgeRange:
    """A child's age in months, as exactly as it is known; both ends included, unborn below 0.

    A child whose `sex` is known gets nothing that is for the other alone.
    """

    min_months: int
    max_months: int
    sex: Sex | None = None

    def __post_init__(self) -> None:
        if self.min_months > self.max_months:
            raise ValueError(f"{self.min_months} to {self.max_months} months is no age range")


@dataclass(frozen=True)
class SearchRequest:
    """Any part may be left out.

    `postcodes` are those the household may have; without them the district's are taken.
    `wishes` are some of WISHES; `spoken` is a language the family wishes to be spoken, a code
    like tr, which lifts the offers that speak it. `exclude` are offer ids.
    """

    query: str = ""
    children: tuple[AgeRange, ...] = ()
    needs: tuple[str, ...] = ()
    district_id: str | None = None
    postcodes: tuple[str, ...] = ()
    exclude: frozenset[str] = frozenset()
    limit: int = 5
    wishes: frozenset[str] = frozenset()
    spoken: str | None = None

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError("a search for no offers at all makes no sense")
        if unknown := self.wishes - WISHES:
            raise ValueError(f"unknown wishes: {', '.join(sorted(unknown))}")


@dataclass(frozen=True)
class Reason:
    """One checkable sentence, to be worded elsewhere: why an offer fits, or where it does not."""

    kind: str
    params: Mapping[str, str | int]


@dataclass(frozen=True)
class Match:
    """`score` orders the matches of one search; it means nothing across searches.

    `alike` counts the offers of the same kind, at other places, that are not shown beside it.
    `reach` is None for a confidential address.
    """

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]
    misses: tuple[Reason, ...]
    reach: Reach | None = None
    alike: int = 0


@dataclass(frozen=True)
class SearchResult:
    """`total` counts all offers that fit, `needs` are the topics asked for or recognised.

    `relaxed` names in order what was let go to find the matches: the levels of reach beyond the
    own Sozialraum, up to that of the nearest match that meets the need; then “age” and “needs”;
    then each wish that nothing for the need is known to meet, “language” for the spoken one.
    `more` tells whether another search that excludes these matches would find others.
    """

    matches: tuple[Match, ...]
    total: int
    needs: tuple[str, ...]
    relaxed: tuple[str, ...]
    more: bool = False
