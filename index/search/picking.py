"""From a ranking to the few offers that are shown, no kind twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.offers.record import Offer

MOST_CONSIDERED = 60
"""Of how many the best of each kind is chosen; at least as many as shall be shown."""
SAME_TEXT = 0.4
"""Share of common words from which two descriptions tell of one kind of offer at two places."""
REPEATED_TOPIC = 0.03
"""Taken off the score for each offer of the same main topic that stands above."""


@dataclass(frozen=True)
class Candidate:
    """`named`: called by its name; `place`: how near it lies, 0 to 1."""

    offer: Offer
    score: float
    named: float
    place: float


def pick(candidates: Sequence[Candidate], limit: int, *, varied: bool) -> list[Candidate]:
    """The best of each kind, at most `limit`. Varied: of as many topics as scores allow."""
    best = [_best(kind) for kind in _kinds(candidates)]
    return _varied(best, limit) if varied else best[:limit]


def same_kind(a: Offer, b: Offer) -> bool:
    """Whether two offers are alike but for their place, as the city's family centres are."""
    # without a topic to agree on, long texts would be alike by their small words alone
    if a.main_topic is None or a.main_topic != b.main_topic:
        return False
    words_a, words_b = _words(a.description_de), _words(b.description_de)
    return len(words_a & words_b) >= SAME_TEXT * len(words_a | words_b)


def _kinds(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    kinds: list[list[Candidate]] = []
    for candidate in candidates:
        alike = (kind for kind in kinds if same_kind(kind[0].offer, candidate.offer))
        kind = next(alike, None)
        if kind is None:
            kinds.append([candidate])
        else:
            kind.append(candidate)
    return kinds


def _best(kind: Sequence[Candidate]) -> Candidate:
    """The nearest, unless one was asked for by name; it stands where the first one stood."""
    best = max(kind, key=lambda candidate: (candidate.named, candidate.place, candidate.score))
    return Candidate(best.offer, kind[0].score, best.named, best.place)


def _varied(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    waiting = list(candidates)
    picked: list[Candidate] = []
    times_shown: Counter[str | None] = Counter()

    def worth(candidate: Candidate) -> float:
        return candidate.score - REPEATED_TOPIC * times_shown[candidate.offer.main_topic]

    while waiting and len(picked) < limit:
        best = max(waiting, key=worth)
        waiting.remove(best)
        picked.append(Candidate(best.offer, worth(best), best.named, best.place))
        times_shown[best.offer.main_topic] += 1
    return picked


@lru_cache(maxsize=20_000)
def _words(description: str) -> frozenset[str]:
    return frozenset(description.casefold().split())
