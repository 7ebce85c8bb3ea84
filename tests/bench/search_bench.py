"""How long a search takes, at the city's own size and at 10,000 offers.

Each figure stands beside a brute-force numpy product over the same vectors, measured in turn with
it, so that a busy machine slows both.

    python -m tests.bench.search_bench [--data-dir var]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.city import City, load_city
from index.embedding import Encoder
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search import AgeRange, OfferIndex, SearchRequest
from index.search.space import Vector, Vectors
from index.search.vectors import Numbers

CITY = Path(__file__).parents[2] / "data" / "oberhausen"
LARGE = 10_000
ROUNDS = 4

QUERIES = (
    "Meine Tochter ist 3 und spricht kaum",
    "Wir brauchen einen Kitaplatz",
    "Am Monatsende reicht das Geld nicht, wer zahlt die Klassenfahrt?",
    "Krabbelgruppe",
    "Mein Sohn hört überhaupt nicht auf mich und schlägt andere Kinder in der Kita",
    "Tafel",
    "My daughter is 3 and hardly speaks",
    "Mein Baby schreit die ganze Nacht und ich kann nicht mehr",
)
DISTRICTS = ("sterkrade", "lirich", None, "osterfeld-mitte")


@dataclass(frozen=True)
class Timing:
    """Milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Timing":
        p50, p95 = np.percentile(seconds, [50, 95]) * 1000
        return cls(float(p50), float(p95))

    def __str__(self) -> str:
        return f"{self.p50:7.2f} {self.p95:7.2f}"


class KnownVectors:
    """The real encoder for queries. Offers would take minutes: they get vectors near real ones."""

    def __init__(self, encoder: Encoder, real: Vectors) -> None:
        self._encoder = encoder
        self._real = real
        self._random = np.random.default_rng(0)
        self.fingerprint = f"{encoder.fingerprint}-bench"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        chosen = self._real[self._random.integers(len(self._real), size=len(texts))]
        noisy = chosen + self._random.normal(0, 0.01, chosen.shape).astype(np.float32)
        vectors: Vectors = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
        return vectors


def variants(offers: list[Offer], size: int) -> list[Offer]:
    """Offers of other districts and ages, with names and texts of their own."""
    random = np.random.default_rng(0)
    texts = [offer.description_de.split(". ") for offer in offers]
    districts = [offer.district_id for offer in offers]
    many = []
    for number in range(size):
        offer = offers[number % len(offers)]
        mixed = [*texts[number % len(texts)][:2], *texts[random.integers(len(texts))][:2]]
        update = {
            "id": f"{offer.id[:60]}-{number}",
            "name": f"{offer.name} {number}",
            "description_de": ". ".join(mixed),
            "district_id": districts[random.integers(len(districts))],
        }
        many.append(offer.model_copy(update=update))
    return many


@contextmanager
def opened(offers: list[Offer], encoder: KnownVectors, city: City) -> Iterator[OfferIndex]:
    with tempfile.TemporaryDirectory() as folder:
        store = OfferStore(f"sqlite:///{folder}/offers.db")
        store.migrate()
        store.put_all(offers)
        yield OfferIndex.open(store, encoder, city, Path(folder))
        store.close()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def nearest(vectors: Vectors, query: Vector) -> Numbers:
    """What the search is measured against: every product, the best 60 of them."""
    return np.argsort(-(vectors @ query))[:60]


def requests() -> list[SearchRequest]:
    children = ((AgeRange(36, 47),), (AgeRange(96, 107),), ())
    return [
        SearchRequest(query, child, district_id=district)
        for query in QUERIES
        for child in children
        for district in DISTRICTS
    ]


def measure(index: OfferIndex, encoder: Encoder, vectors: Vectors) -> tuple[Timing, Timing, Timing]:
    """Whole searches, the encoding of their queries alone, and the brute-force product."""
    whole, encoding, brute = [], [], []
    for request in requests() * ROUNDS:
        whole.append(timed(partial(index.search, request)))
        query = encoder.encode_queries([request.query])
        encoding.append(timed(partial(encoder.encode_queries, [request.query])))
        brute.append(timed(partial(nearest, vectors, query[0])))
    return Timing.of(whole), Timing.of(encoding), Timing.of(brute)


def measure_changes(index: OfferIndex, offers: list[Offer]) -> Timing:
    changed = [offer.model_copy(update={"phone": "0208 1"}) for offer in offers[:20]]
    return Timing.of([timed(partial(index.put, offer)) for offer in changed])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long a search takes.")
    parser.add_argument("--data-dir", type=Path, default=os.environ.get("LOTSE_DATA_DIR", "var"))
    encoder = Encoder(Path(parser.parse_args().data_dir) / "model")
    city = load_city(CITY)
    offers = read_offers(CITY / "offers.csv", city)
    real = encoder.encode_passages([offer.description_de for offer in offers])
    print("milliseconds                   p50     p95   times brute force")
    for size in (len(offers), LARGE):
        many = offers if size == len(offers) else variants(offers, size)
        known = KnownVectors(encoder, real)
        vectors = known.encode_passages([""] * size)
        with opened(many, known, city) as index:
            whole, encoding, brute = measure(index, encoder, vectors)
            changes = measure_changes(index, many)
        ratio = (whole.p50 - encoding.p50) / brute.p50
        print(f"{size:6} offers, whole search {whole}")
        print(f"       encoding the query    {encoding}")
        print(f"       brute-force product   {brute}")
        print(f"       search without encoding, p50: {ratio:.1f} times brute force")
        print(f"       change of one offer   {changes}")


if __name__ == "__main__":
    main()
