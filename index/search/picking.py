"""From a ranking to the few offers that are shown, no kind twice and no provider too often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.offers.record import Offer
from index.search.names import short_name

MOST_CONSIDERED = 60
"""Of how many the best of each kind is chosen; at least as many as shall be shown."""
SAME_TEXT = 0.4
"""Share of common words from which two descriptions tell of one kind of offer at two places."""
REPEATED_TOPIC = 0.03
"""Taken off the score for each offer of the same main topic that stands above."""
MOST_OF_A_PROVIDER = 2
"""In each five offers of a list, as long as there are others."""
FIVE = 5


@dataclass(frozen=True)
class Candidate:
    """`named`: called by its name; `place`: how near it lies, 0 to 1.

    `of_asked_provider`: the question names who offers it. `alike` counts others of its kind.
    """

    offer: Offer
    score: float
    named: float
    place: float
    of_asked_provider: bool = False
    alike: int = 0

    @property
    def was_asked_for(self) -> bool:
        return self.named > 0 or self.of_asked_provider


def pick(candidates: Sequence[Candidate], limit: int, *, varied: bool) -> list[Candidate]:
    """The best of each kind, at most `limit`. Varied: of as many topics as scores allow.

    The first of a longer list are a shorter list.
    """
    waiting = [_best(kind) for kind in _kinds(candidates)]
    picked: list[Candidate] = []
    while waiting and len(picked) < limit:
        worths = _worths(waiting, picked, varied)
        rare = _of_rare_providers(waiting, picked)
        place = max(range(len(waiting)), key=lambda place: (rare[place], worths[place]))
        # whoever was put off for variety's sake keeps no higher score than those before
        score = min(worths[place], picked[-1].score) if picked else worths[place]
        picked.append(replace(waiting.pop(place), score=score))
    return picked


def same_kind(a: Offer, b: Offer) -> bool:
    """Whether two offers are alike but for their place, as the city's family centres are.

    So are the outlets of one provider that go by one name.
    """
    # without a topic to agree on, long texts would be alike by their small words alone
    if a.main_topic is None or a.main_topic != b.main_topic:
        return False
    if _are_outlets(a, b):
        return True
    words_a, words_b = _words(a.description_de), _words(b.description_de)
    return len(words_a & words_b) >= SAME_TEXT * len(words_a | words_b)


def _are_outlets(a: Offer, b: Offer) -> bool:
    """One provider's, and named alike but for what is added behind the name."""
    is_same_provider = a.organisation == b.organisation
    return is_same_provider and a.name != b.name and short_name(a.name) == short_name(b.name)


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
    """The named one, else one for just this area, else the nearest; it stands where the first did.

    Offers for other areas than the household's are no candidates.
    """
    best = max(
        kind, key=lambda c: (c.named, bool(c.offer.service_area_postcodes), c.place, c.score)
    )
    return replace(best, score=kind[0].score, alike=len(kind) - 1)


def _worths(waiting: Sequence[Candidate], picked: Sequence[Candidate], varied: bool) -> list[float]:
    if not varied:
        return [candidate.score for candidate in waiting]
    shown = Counter(candidate.offer.main_topic for candidate in picked)
    return [c.score - REPEATED_TOPIC * shown[c.offer.main_topic] for c in waiting]


def _of_rare_providers(waiting: Sequence[Candidate], picked: Sequence[Candidate]) -> list[bool]:
    """Which are asked for, or of a provider that has not enough among these five yet."""
    shown = Counter(c.offer.organisation for c in picked[len(picked) // FIVE * FIVE :])
    return [c.was_asked_for or shown[c.offer.organisation] < MOST_OF_A_PROVIDER for c in waiting]


@lru_cache(maxsize=20_000)
def _words(description: str) -> frozenset[str]:
    return frozenset(description.casefold().split())
