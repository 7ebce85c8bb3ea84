"""From the offers picked to the matches shown, each with its reasons, misses and reach."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from index.city import City
from index.offers.record import Offer
from index.reach import reach_of
from index.search.bridge import bridge_reason, is_bridge, needs_bridge
from index.search.picking import Candidate
from index.search.reasons import misses, reasons
from index.search.request import Match, SearchRequest


class Answer:
    """One request's matches; every reason is told for this household at this hour."""

    def __init__(
        self, request: SearchRequest, needs: Sequence[str], city: City, now: datetime
    ) -> None:
        self._request = request
        self._needs = tuple(needs)
        self._city = city
        self._now = now.astimezone(city.profile.zone)

    def matches(self, picked: Sequence[Candidate], ranked: Iterable[Offer]) -> tuple[Match, ...]:
        """`ranked` are all offers that fit, the best first: one of them may be the bridge."""
        matches = [self._match(candidate) for candidate in picked]
        if self._request.limit > 1 and needs_bridge(matches, self._needs, self._now):
            bridge = next(self._bridges(ranked, matches[-1].score), None)
            if bridge is not None:
                matches = [*matches[: self._request.limit - 1], bridge]
        return tuple(matches)

    def _match(self, candidate: Candidate) -> Match:
        request, offer, today = self._request, candidate.offer, self._now.date()
        reach = reach_of(offer, request.district_id, request.postcodes, self._city, self._now)
        return Match(
            offer=offer,
            score=candidate.score,
            reasons=reasons(offer, request, self._needs, reach, self._city, today=today),
            misses=misses(offer, request, reach, self._city, today=today),
            reach=reach,
            alike=candidate.alike,
        )

    def _bridges(self, ranked: Iterable[Offer], score: float) -> Iterator[Match]:
        for offer in ranked:
            match = self._match(Candidate(offer, score, named=0.0, place=0.0))
            if match.reach is None:
                continue
            opening = match.reach.opening
            if is_bridge(offer, self._needs, self._request.children, opening, self._now):
                reason = bridge_reason(offer, opening, self._now)
                yield replace(match, reasons=(reason, *match.reasons))
