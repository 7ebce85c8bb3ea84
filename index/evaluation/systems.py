"""What is measured: the product, and beside it what anyone could take instead.

All find the same text of an offer. Each gives float64 scores of shape (queries, offers), -inf for
an offer it does not show.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from index.city import City
from index.evaluation.loading import GRADED_AT
from index.evaluation.metrics import Scores
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search import KnownNeeds, OfferIndex, SearchRequest
from index.search.passages import passage
from index.search.space import TextEncoder
from index.search.weights import Weights, read_weights

BM25, UNTUNED, PRODUCT = "BM25", "untuned encoder", "product"

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""k1 and b, as Robertson and Zaragoza 2009 found them good for most collections."""
SHOWN = 10
"""How many offers are asked of the product; no metric looks further."""


@dataclass(frozen=True)
class Systems:
    """`tuned` is what the product uses."""

    city: City
    known: KnownNeeds
    tuned: TextEncoder
    untuned: TextEncoder

    @property
    def fingerprints(self) -> dict[str, str]:
        return {UNTUNED: self.untuned.fingerprint, PRODUCT: self.tuned.fingerprint}

    def scores(self, offers: Sequence[Offer], queries: Sequence[str]) -> dict[str, Scores]:
        return {
            BM25: bm25(offers, queries, self.city),
            UNTUNED: cosines(offers, queries, self.city, self.untuned),
            PRODUCT: self.product(offers, queries, [read_weights()])[0],
        }

    def product(
        self, offers: Sequence[Offer], queries: Sequence[str], weightings: Sequence[Weights]
    ) -> list[Scores]:
        """The search as a parent gets it who writes one sentence, once with each weighting."""
        with self.opened(offers, queries) as index:
            return [_searched(index, weights, offers, queries) for weights in weightings]

    @contextmanager
    def opened(self, offers: Sequence[Offer], queries: Sequence[str]) -> Iterator[OfferIndex]:
        """The product over these offers, about to be asked these queries."""
        self.tuned.encode_queries(queries)  # many at a time are faster; the encoder keeps them
        with _filled_store(offers) as (store, folder):
            yield OfferIndex.open(
                store, self.tuned, self.city, folder, now=lambda: GRADED_AT, known=self.known
            )


def bm25(offers: Sequence[Offer], queries: Sequence[str], city: City) -> Scores:
    """Okapi BM25 over plain words; what shares no word with the query is not shown."""
    counter = CountVectorizer(token_pattern=r"\w+")
    counts = counter.fit_transform(_passages(offers, city)).toarray().astype(np.float64)
    lengths = counts.sum(axis=1, keepdims=True)
    norms = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / lengths.mean()
    saturated = counts * (SATURATION + 1) / (counts + SATURATION * norms)
    spread = np.count_nonzero(counts, axis=0)
    rarity = np.log1p((len(offers) - spread + 0.5) / (spread + 0.5))
    scores = np.asarray(counter.transform(queries) @ (saturated * rarity).T, np.float64)
    return np.where(scores > 0, scores, -np.inf)


def cosines(
    offers: Sequence[Offer], queries: Sequence[str], city: City, encoder: TextEncoder
) -> Scores:
    """The encoder alone, by the cosine of query and whole text; it shows everything."""
    passages = encoder.encode_passages(_passages(offers, city))
    return (encoder.encode_queries(queries) @ passages.T).astype(np.float64)


@contextmanager
def _filled_store(offers: Sequence[Offer]) -> Iterator[tuple[OfferStore, Path]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = OfferStore(f"sqlite:///{folder / 'offers.sqlite'}")
        store.migrate()
        store.put_all(offers)
        try:
            yield store, folder
        finally:
            store.close()


def _searched(
    index: OfferIndex, weights: Weights, offers: Sequence[Offer], queries: Sequence[str]
) -> Scores:
    numbers = {offer.id: number for number, offer in enumerate(offers)}
    scores = np.full((len(queries), len(offers)), -np.inf)
    for row, query in enumerate(queries):
        matches = index.search(SearchRequest(query=query, limit=SHOWN), weights).matches
        for rank, match in enumerate(matches):
            # what is seen is an order: no two matches are tied
            scores[row, numbers[match.offer.id]] = -rank
    return scores


def _passages(offers: Sequence[Offer], city: City) -> list[str]:
    return [passage(offer, city) for offer in offers]
