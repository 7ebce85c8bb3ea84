import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np

from index.city import City
from index.errors import UnknownTopic
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search.answer import Answer
from index.search.names import VERY_NAME
from index.search.passages import PassageVectors
from index.search.picking import MOST_CONSIDERED, Candidate, pick
from index.search.places import PlaceNames, household_postcodes
from index.search.providers import names_provider
from index.search.ranking import Ranking, Signals, rank
from index.search.relaxation import near_enough, relaxed, widened
from index.search.request import NEAR, SearchRequest, SearchResult
from index.search.snapshot import Snapshot
from index.search.space import Space, TextEncoder, Vector
from index.search.topics import TopicRecogniser
from index.search.vectors import Mask, Numbers
from index.search.weights import Weights

MOST_CANDIDATES = 400
"""Offers nearest in meaning that are ranked; far beyond what anyone will see."""
MOST_FOUND_BY_WORDS = 100
"""Offers ranked beside them by letters, by words and by names, so many of each."""
REFRESHED_AT_ONCE = 100
"""Offers that others changed; what comes of them is found before the next are taken up."""


class OfferIndex:
    """Finds offers, and keeps the vectors in step with the store.

    Any number of threads may search while one changes offers: each search works on the snapshot
    it began with.
    """

    def __init__(
        self,
        store: OfferStore,
        space: Space,
        city: City,
        directory: Path,
        *,
        now: Callable[[], datetime],
        weights: Weights,
    ) -> None:
        self._store = store
        self._space = space
        self._city = city
        self._now = now
        self._weights = weights
        self._recogniser = TopicRecogniser(space)
        self._places = PlaceNames(city)
        self._passages = PassageVectors(space, directory)
        self._writing = threading.Lock()
        # before the offers: what changes meanwhile is taken up later, perhaps for nothing
        self._revision = store.revision()
        self._snapshot = Snapshot.of(store.all(), self._passages.read, space.dim, city)

    @classmethod
    def open(
        cls,
        store: OfferStore,
        encoder: TextEncoder,
        city: City,
        directory: Path,
        *,
        now: Callable[[], datetime] | None = None,
        weights: Weights | None = None,
    ) -> "OfferIndex":
        """`directory` keeps the vectors; what is missing, damaged or out of date is made anew.

        `now` is the hour in the city, with its time zone: the clock, unless told otherwise.
        """
        space = Space.open(encoder, city, directory)
        return cls(
            store,
            space,
            city,
            directory,
            now=now or city.now,
            weights=weights or Weights(),
        )

    def search(self, request: SearchRequest) -> SearchResult:
        """Raises UnknownTopic and UnknownDistrict."""
        self._check(request)
        snapshot = self._snapshot
        words = self._words(request)
        query = self._space.query(words) if words else None
        needs = dict.fromkeys(request.needs, 1.0)
        if query is not None and not needs:
            needs = self._recogniser.weigh(query)
        if query is None and needs:
            query = self._space.topics(request.needs)
        named = snapshot.names.named(request.query, words)
        signals = _signals(snapshot, words, query, named, self._allowed(snapshot, request, needs))
        ranking = rank(signals, snapshot.facts, request, needs, self._weights)
        total = len(ranking.numbers)
        if NEAR in request.wishes:
            ranking = self._nearest(snapshot, ranking, request, needs)
        most = max(MOST_CONSIDERED, request.limit + 1)
        candidates = self._candidates(snapshot, ranking, request.query, most)
        picked = pick(candidates, request.limit + 1, varied=not signals.asked)
        answer = Answer(request, tuple(needs), self._city, self._now())
        matches = answer.matches(picked[: request.limit], _offers(snapshot, ranking))
        return SearchResult(
            matches=matches,
            total=total,
            needs=tuple(needs),
            relaxed=relaxed(matches, request, needs, self._city),
            more=len(picked) > request.limit or total > len(ranking.numbers),
        )

    def _words(self, request: SearchRequest) -> str:
        """What is asked for; the household's district counts by itself."""
        if request.district_id is None:
            return request.query.strip()
        return self._places.without(request.query)

    def get(self, offer_id: str) -> Offer | None:
        """An offer that may be shown, without what is confidential."""
        snapshot = self._snapshot
        number = snapshot.numbers.get(offer_id)
        if number is None or not snapshot.facts.presentable(self._now().date())[number]:
            return None
        return snapshot.offers[number]

    def recognise_topics(self, text: str) -> tuple[str, ...]:
        """At most three topics the text is about, best first; none when unsure."""
        return self._recogniser.recognise(text)

    def put(self, offer: Offer) -> None:
        """Adds or changes an offer, in the store too."""
        for topic_id in offer.topics:
            self._check_topic(topic_id)
        self._city.district(offer.district_id)
        with self._writing:
            self._store.put(offer)
            self._apply({offer.id: offer})

    def remove(self, offer_id: str) -> bool:
        """Whether there was such an offer."""
        with self._writing:
            known = self._store.remove(offer_id)
            self._apply({offer_id: None})
        return known

    def refresh(self) -> None:
        """Takes up what was changed in the store by others, an import for example.

        Costs next to nothing where nothing was changed.
        """
        changes = self._store.changes_since(self._revision)
        for start in range(0, len(changes.offer_ids), REFRESHED_AT_ONCE):
            offer_ids = changes.offer_ids[start : start + REFRESHED_AT_ONCE]
            with self._writing:
                self._apply(self._store.get_many(offer_ids))
        self._revision = changes.revision

    def _apply(self, changes: Mapping[str, Offer | None]) -> None:
        """Searches find the changes before anything is tidied up."""
        self._snapshot = self._snapshot.changed(changes, self._passages.make, self._city)
        self._passages.tidy()
        if self._snapshot.is_scattered:
            self._snapshot = self._snapshot.merged()

    def _check(self, request: SearchRequest) -> None:
        for topic_id in request.needs:
            self._check_topic(topic_id)
        if request.district_id is not None:
            self._city.district(request.district_id)

    def _check_topic(self, topic_id: str) -> None:
        if topic_id not in self._city.topics:
            raise UnknownTopic(topic_id)

    def _allowed(self, snapshot: Snapshot, request: SearchRequest, needs: Collection[str]) -> Mask:
        """What must never be shown to this household is out before anything is compared.

        Offers on a need for children a little older or younger are in where none is for just
        their age.
        """
        facts = snapshot.facts
        suitable = facts.presentable(self._now().date()) & facts.serving(
            household_postcodes(request, self._city)
        )
        allowed = suitable & facts.fitting_age(request.children)
        if request.children and needs and not np.any(allowed & (meeting := facts.about(needs))):
            allowed |= suitable & meeting & facts.fitting_age(widened(request.children))
        for offer_id in request.exclude & snapshot.numbers.keys():
            allowed[snapshot.numbers[offer_id]] = False
        return allowed

    def _nearest(
        self,
        snapshot: Snapshot,
        ranking: Ranking,
        request: SearchRequest,
        needs: Collection[str],
    ) -> Ranking:
        offers = list(_offers(snapshot, ranking))
        near = np.array(near_enough(offers, request, needs, self._city), np.bool_)
        # whoever names an offer is told of it wherever it is
        kept = near | (ranking.named == VERY_NAME)
        return Ranking(
            numbers=ranking.numbers[kept],
            scores=ranking.scores[kept],
            named=ranking.named[kept],
            place=ranking.place[kept],
        )

    def _candidates(
        self, snapshot: Snapshot, ranking: Ranking, query: str, most: int
    ) -> list[Candidate]:
        columns = (ranking.scores, ranking.named, ranking.place)
        return [
            Candidate(
                offer,
                score,
                named,
                place,
                of_asked_provider=names_provider(query, offer.organisation, self._city.name),
            )
            for offer, score, named, place in zip(
                _offers(snapshot, ranking, most),
                *(column[:most].tolist() for column in columns),
                strict=True,
            )
        ]


def _signals(
    snapshot: Snapshot,
    words: str,
    meaning: Vector | None,
    named: Mapping[int, float],
    allowed: Mask,
) -> Signals:
    if meaning is None:
        numbers = np.flatnonzero(allowed)
        nothing = np.zeros(len(numbers), np.float32)
        return Signals(False, numbers, nothing, nothing, nothing, nothing)
    nearest, _ = snapshot.vectors.search(meaning, allowed, MOST_CANDIDATES)
    letters, by_words = snapshot.letters.cosines(words), snapshot.words.scores(words)
    names = np.zeros(len(allowed), np.float32)
    names[list(named)] = list(named.values())
    # whoever names an offer gets it, and rare words too, however far it is from the words around
    found = [_highest(scores, allowed) for scores in (letters, by_words, names)]
    numbers = np.unique(np.concatenate([nearest, *found]))
    return Signals(
        asked=True,
        numbers=numbers,
        dense=snapshot.vectors.cosines(meaning, numbers),
        letters=letters[numbers],
        words=by_words[numbers],
        named=names[numbers],
    )


def _highest(scores: Vector, allowed: Mask) -> Numbers:
    """The numbers that score highest, those without a score left out."""
    numbers = np.flatnonzero(allowed & (scores > 0))
    if len(numbers) <= MOST_FOUND_BY_WORDS:
        return numbers
    return numbers[np.argpartition(-scores[numbers], MOST_FOUND_BY_WORDS)[:MOST_FOUND_BY_WORDS]]


def _offers(snapshot: Snapshot, ranking: Ranking, most: int | None = None) -> Iterator[Offer]:
    """What is ranked may be shown, so there is an offer under each number."""
    for number in ranking.numbers[:most].tolist():
        if (offer := snapshot.offers[number]) is not None:
            yield offer
