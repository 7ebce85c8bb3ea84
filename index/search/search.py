import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np

from index.city import City
from index.errors import UnknownTopic
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search.answer import Answer
from index.search.facts import OfferFacts
from index.search.helping import helpers, helping
from index.search.names import VERY_NAME
from index.search.needs import (
    NOTHING_READ,
    KnownNeeds,
    NeedRecogniser,
    Reading,
    sure_topics,
)
from index.search.passages import PassageVectors
from index.search.picking import MOST_CONSIDERED, Candidate, pick
from index.search.places import PlaceNames, household_postcodes
from index.search.providers import names_provider
from index.search.ranking import Ranking, Signals, rank
from index.search.reasons import meets
from index.search.relaxation import near_enough, relaxed, widened, wishes_let_go
from index.search.request import NEAR, SearchRequest, SearchResult
from index.search.snapshot import Snapshot
from index.search.space import Space, TextEncoder, Vector
from index.search.vectors import Mask, Numbers
from index.search.weights import Weights, read_weights
from index.search.wishes import unmet

MOST_CANDIDATES = 400
"""Offers nearest in meaning that are ranked; far beyond what anyone will see."""
SURELY_NOTHING, PERHAPS_SILENT, LIKE_AN_OFFER = 0.5, 0.25, 0.55
"""Words that ask for the weather are answered with nothing, unless an offer is as near as this."""
CLEARLY_ABOUT, CLEAR_LEAD = 0.4, 0.12
"""How near an offer must be, and how much nearer than others, to be the one that is meant."""
MOST_FOUND_BY_WORDS = 100
"""Offers ranked beside them by letters, by words and by names, so many of each."""
REFRESHED_AT_ONCE = 100
"""Offers that others changed; what comes of them is found before the next are taken up."""


@dataclass(frozen=True)
class _Question:
    """What a request says in words: their vector, the needs read in them, the offers they name."""

    words: str
    vector: Vector | None
    reading: Reading
    named: Mapping[int, float]


@dataclass(frozen=True)
class Compared:
    """Offers compared with a request in all respects, before anything is weighed.

    `needs` are the topics chosen, or recognised surely enough to be named.
    """

    snapshot: Snapshot
    request: SearchRequest
    signals: Signals
    needs: tuple[str, ...]
    is_answerable: bool
    today: date

    def rank(self, weights: Weights) -> Ranking:
        return rank(self.signals, self.snapshot.facts, self.request, weights, self.today)


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
        recogniser: NeedRecogniser,
    ) -> None:
        self._store = store
        self._space = space
        self._city = city
        self._now = now
        self._weights = read_weights()
        self._recogniser = recogniser
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
        known: KnownNeeds | None = None,
    ) -> "OfferIndex":
        """`directory` keeps the vectors; what is missing, damaged or out of date is made anew.

        `now` is the hour in the city, with its time zone: the clock, unless told otherwise.
        Without `known` needs are told by the wordings of the city's topics alone.
        """
        space = Space(encoder)
        return cls(
            store,
            space,
            city,
            directory,
            now=now or city.now,
            recogniser=NeedRecogniser.open(space, city, known or KnownNeeds(), directory),
        )

    def search(self, request: SearchRequest, weights: Weights | None = None) -> SearchResult:
        """`weights` others than the product's, to measure. Raises UnknownTopic, UnknownDistrict."""
        compared = self.compare(request)
        if not compared.is_answerable:
            return SearchResult(matches=(), total=0, needs=(), relaxed=())
        snapshot, needs = compared.snapshot, compared.needs
        ranking = compared.rank(weights or self._weights)
        total = len(ranking.numbers)
        if NEAR in request.wishes:
            ranking = self._nearest(snapshot, ranking, request, needs)
        most = max(MOST_CONSIDERED, request.limit + 1)
        candidates = self._candidates(snapshot, ranking, request.query, most)
        picked = pick(candidates, request.limit + 1, varied=not compared.signals.asked)
        answer = Answer(request, needs, self._city, self._now())
        shown = self._with_wished(picked[: request.limit], candidates, compared)
        matches = answer.matches(shown, _offers(snapshot, ranking))
        return SearchResult(
            matches=matches,
            total=total,
            needs=needs,
            relaxed=(
                *relaxed(matches, request, needs, self._city),
                *wishes_let_go(
                    [*(candidate.offer for candidate in candidates), *_excluded(snapshot, request)],
                    request,
                    needs,
                    self._city,
                    compared.today,
                ),
            ),
            more=len(picked) > request.limit or total > len(ranking.numbers),
        )

    def compare(self, request: SearchRequest) -> Compared:
        """Raises UnknownTopic and UnknownDistrict."""
        self._check(request)
        snapshot = self._snapshot
        words = self._words(request)
        named = snapshot.names.named(request.query, words)
        query, reading = self._read(words, request, named)
        needs = request.needs or tuple(sure_topics(reading.topics))
        question = _Question(words, query, reading, named)
        signals = self._signals(snapshot, question, self._allowed(snapshot, request, needs))
        return Compared(
            snapshot=snapshot,
            request=request,
            signals=signals,
            needs=needs,
            is_answerable=not _is_unanswerable(request, reading, signals),
            today=self._now().date(),
        )

    def _read(
        self, words: str, request: SearchRequest, named: Mapping[int, float]
    ) -> tuple[Vector | None, Reading]:
        """What to compare offers with, and what the words ask for beside the chosen needs."""
        if words:
            query = self._space.query(words)
            reading = self._recogniser.read(query).favouring(request.needs)
            if named or not _says_no_need(reading):
                return query, reading
            if not request.needs:
                return None, replace(reading, needs=(), topics={})
        if request.needs:
            return self._recogniser.topics_vector(request.needs), NOTHING_READ
        return None, NOTHING_READ

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

    def called(self, text: str) -> list[list[Offer]]:
        """For each name in the text the offers that go by it, as far as they may be shown."""
        snapshot = self._snapshot
        presentable = snapshot.facts.presentable(self._now().date())
        named = [
            [offer for n in numbers if presentable[n] and (offer := snapshot.offers[n])]
            for numbers in snapshot.names.called(text)
        ]
        return [offers for offers in named if offers]

    def closest(self, text: str, offer_ids: Collection[str]) -> Offer | None:
        """The one of these offers that the text is clearly about; None where that is not clear."""
        snapshot = self._snapshot
        numbers = np.array([snapshot.numbers[i] for i in offer_ids if i in snapshot.numbers])
        if not len(numbers) or not text.strip():
            return None
        nearness = snapshot.vectors.products(self._space.query(text)[None, :], numbers)[0]
        best, *others = sorted(nearness.tolist(), reverse=True)
        if best < CLEARLY_ABOUT or (others and best - others[0] < CLEAR_LEAD):
            return None
        return snapshot.offers[int(numbers[int(np.argmax(nearness))])]

    def recognise_topics(self, text: str) -> tuple[str, ...]:
        """At most three topics the text is about, best first; none when unsure."""
        if not text.strip():
            return ()
        return tuple(sure_topics(self._recogniser.read(self._space.query(text)).topics))

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
        suitable = (
            facts.presentable(self._now().date())
            & facts.serving(household_postcodes(request, self._city))
            & facts.open_to(request.wishes)
        )
        allowed = suitable & facts.fitting_age(request.children)
        if request.children and needs and not np.any(allowed & (meeting := facts.about(needs))):
            allowed |= suitable & meeting & facts.fitting_age(widened(request.children))
        if "secular" in request.wishes:
            allowed = self._without_churches(facts, allowed, needs)
        for offer_id in request.exclude & snapshot.numbers.keys():
            allowed[snapshot.numbers[offer_id]] = False
        return allowed

    def _with_wished(
        self, picked: list[Candidate], candidates: Sequence[Candidate], compared: Compared
    ) -> list[Candidate]:
        """The last place goes to what meets the need and a wish that no other one shown meets."""
        request, zone = compared.request, self._city.profile.zone

        def missing(offers: Iterable[Offer]) -> set[str]:
            return set(unmet(offers, request, compared.today, zone))

        lacking = missing(c.offer for c in picked if meets(c.offer, compared.needs))
        shown = {candidate.offer.id for candidate in picked}
        wished = (
            candidate
            for candidate in candidates
            if candidate.offer.id not in shown
            and meets(candidate.offer, compared.needs)
            and not lacking <= missing([candidate.offer])
        )
        if len(picked) < 2 or (best := next(wished, None)) is None:
            return picked
        score = min(best.score, picked[-1].score)
        return [*picked[:-1], replace(best, score=score)]

    @staticmethod
    def _without_churches(facts: OfferFacts, allowed: Mask, needs: Collection[str]) -> Mask:
        """What no church runs, as far as is known; all of it where else nothing is on a need."""
        secular: Mask = allowed & ~facts.rows["faith_based"]
        return secular if not needs or np.any(secular & facts.about(needs)) else allowed

    def _signals(self, snapshot: Snapshot, question: _Question, allowed: Mask) -> Signals:
        if question.vector is None:
            return Signals.of_nothing(np.flatnonzero(allowed))
        nearest, _ = snapshot.vectors.search(question.vector, allowed, MOST_CANDIDATES)
        letters = snapshot.letters.cosines(question.words)
        words = snapshot.words.scores(question.words)
        names = np.zeros(len(allowed), np.float32)
        names[list(question.named)] = list(question.named.values())
        # whoever names an offer gets it, and rare words too, however far it is from what is meant
        found = [_highest(scores, allowed) for scores in (letters, words, names)]
        helpful = helpers(snapshot, question.reading)
        numbers = np.unique(np.concatenate([nearest, *found, helpful[allowed[helpful]]]))
        helps, guessed = helping(snapshot, self._recogniser, question.reading, numbers)
        return Signals(
            asked=True,
            numbers=numbers,
            dense=snapshot.vectors.products(question.vector[None, :], numbers)[0],
            letters=letters[numbers],
            words=words[numbers],
            named=names[numbers],
            helping=helps,
            guessed=guessed,
        )

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


def _says_no_need(reading: Reading) -> bool:
    """A greeting is much like anything else that offers do not answer."""
    return reading.silent > PERHAPS_SILENT and reading.silent + reading.beyond > SURELY_NOTHING


def _is_unanswerable(request: SearchRequest, reading: Reading, signals: Signals) -> bool:
    """Whether the words ask for the weather rather than for anything an offer could be.

    A greeting alone is no question either; with a child's age it asks for what fits the age.
    """
    if request.needs or signals.named.any():
        return False
    if _says_no_need(reading):
        return not (request.children or request.wishes)
    nearest = float(signals.dense.max(initial=0.0))
    return reading.beyond > SURELY_NOTHING and nearest < LIKE_AN_OFFER


def _excluded(snapshot: Snapshot, request: SearchRequest) -> Iterator[Offer]:
    """What was shown before may have met a wish, too."""
    for offer_id in sorted(request.exclude & snapshot.numbers.keys()):
        if (offer := snapshot.offers[snapshot.numbers[offer_id]]) is not None:
            yield offer


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
