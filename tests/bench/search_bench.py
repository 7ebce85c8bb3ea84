"""How fast offers are imported, found and changed, from the city's own size to 100,000 offers.

Each search stands beside a brute-force numpy product over the same vectors, measured in turn with
it, so that a busy machine slows both.

    python -m tests.bench.search_bench [--data-dir var] [--sizes 200 1000]
"""

import argparse
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import psutil

from index.city import load_city
from index.embedding import Encoder
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search import AgeRange, KnownNeeds, OfferIndex, SearchRequest
from index.search.needs import FILE_NAME as NEEDS
from index.search.needs import NeedRecogniser
from index.search.space import Space, Vector, Vectors
from index.search.vectors import Numbers

CITY = Path(__file__).parents[2] / "data" / "oberhausen"
SIZES = (200, 1_000, 10_000, 100_000)
EMBEDDED = 1_000
ROUNDS = 2
CHANGES = 20
MEGABYTE = 1_000_000

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
    def of(cls, seconds: Sequence[float]) -> "Timing":
        p50, p95 = np.percentile(seconds, [50, 95]) * 1000
        return cls(float(p50), float(p95))

    def __str__(self) -> str:
        return f"{self.p50:7.1f} {self.p95:7.1f}"


class KnownVectors:
    """The real encoder for queries. Offers would take an hour: their vectors are near real ones."""

    def __init__(self, encoder: Encoder, real: Vectors) -> None:
        self._encoder = encoder
        self._real = real
        self._random = np.random.default_rng(0)
        self.fingerprint = encoder.fingerprint
        self.dim = encoder.dim

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        chosen = self._real[self._random.integers(len(self._real), size=len(texts))]
        noisy = chosen + self._random.normal(0, 0.01, chosen.shape).astype(np.float32)
        vectors: Vectors = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
        return vectors

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]:
        return [vector[None] for vector in self.encode_passages(texts)]


def variants(offers: Sequence[Offer], size: int) -> list[Offer]:
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
def filled_store(offers: Sequence[Offer]) -> Iterator[tuple[OfferStore, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        store = OfferStore(f"sqlite:///{folder}/offers.db")
        store.migrate()
        store.put_all(offers)
        yield store, Path(folder)
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


@dataclass(frozen=True)
class Speed:
    """Whole searches, the encoding of their queries alone, and the brute-force product."""

    whole: Timing
    encoding: Timing
    brute: Timing

    @classmethod
    def of(cls, index: OfferIndex, encoder: Encoder, vectors: Vectors) -> "Speed":
        whole, encoding, brute = [], [], []
        for request in requests() * ROUNDS:
            whole.append(timed(partial(index.search, request)))
            query = encoder.encode_queries([request.query])
            encoding.append(timed(partial(encoder.encode_queries, [request.query])))
            brute.append(timed(partial(nearest, vectors, query[0])))
        return cls(Timing.of(whole), Timing.of(encoding), Timing.of(brute))

    def __str__(self) -> str:
        ratio = (self.whole.p50 - self.encoding.p50) / self.brute.p50
        return f"{self.whole} {self.encoding} {self.brute} {ratio:8.1f}"


@contextmanager
def searches_running(index: OfferIndex) -> Iterator[None]:
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            for request in requests():
                if not done.is_set():
                    index.search(request)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        yield
    finally:
        done.set()
        searching.join()


def until_found(index: OfferIndex, offer: Offer) -> float:
    """Seconds from the change of an offer until a search finds it, itself included."""
    word = f"Quittenmus{time.perf_counter_ns()}"
    changed = offer.model_copy(update={"name": word, "description_de": f"{word} kochen."})
    start = time.perf_counter()
    index.put(changed)
    found = index.search(SearchRequest(word)).matches
    assert found[0].offer.id == offer.id
    return time.perf_counter() - start


def learn_needs(model_dir: Path, folder: Path) -> None:
    """Once for all sizes: they have the needs in common."""
    space = Space(Encoder(model_dir))
    NeedRecogniser.open(space, load_city(CITY), KnownNeeds.of_city(CITY), folder)


def measure(size: int, model_dir: Path, learnt: Path) -> str:
    """One line of the table; in a process of its own, so that memory is that of this size."""
    encoder, city = Encoder(model_dir), load_city(CITY)
    offers = read_offers(CITY / "offers.csv", city)
    known = KnownVectors(encoder, encoder.encode_passages([o.description_de for o in offers[:50]]))
    with filled_store(variants(offers, size)) as (store, folder):
        shutil.copy(learnt / NEEDS, folder)
        needs = KnownNeeds.of_city(CITY)
        before, start = _resident(), time.perf_counter()
        index = OfferIndex.open(store, known, city, folder, known=needs)
        opening, memory = time.perf_counter() - start, (_resident() - before) / MEGABYTE
        speed = Speed.of(index, encoder, known.encode_passages([""] * size))
        shown = [offer for offer in variants(offers, size) if index.get(offer.id)]
        with searches_running(index):
            changes = Timing.of([until_found(index, offer) for offer in shown[:CHANGES]])
    return f"{size:7,} {speed}  {memory:7,.0f} {opening:9.1f}    {changes}"


def _resident() -> int:
    return psutil.Process().memory_info().rss


def measure_embedding(model_dir: Path) -> str:
    """Importing and embedding as a first start does."""
    encoder, city = Encoder(model_dir), load_city(CITY)
    many = variants(read_offers(CITY / "offers.csv", city), EMBEDDED)
    with tempfile.TemporaryDirectory() as folder:
        store = OfferStore(f"sqlite:///{folder}/offers.db")
        store.migrate()
        importing = timed(lambda: store.put_all(many))
        embedding = timed(lambda: OfferIndex.open(store, encoder, city, Path(folder)))
        store.close()
    speed = EMBEDDED / embedding
    return f"{EMBEDDED:,} offers: import {importing:.1f} s, embedding {speed:.0f} offers/s"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how offers are imported and found.")
    parser.add_argument("--data-dir", type=Path, default=os.environ.get("LOTSE_DATA_DIR", "var"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    model_dir = Path(options.data_dir) / "model"
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as processes,
    ):
        learnt = Path(folder)
        processes.submit(learn_needs, model_dir, learnt).result()
        print(processes.submit(measure_embedding, model_dir).result())
        print("p50 and p95 in milliseconds; how often the product fits in the rest of a search;")
        print("memory of the index in MB; seconds to open it; milliseconds until a change is found")
        print(
            " offers    whole search  encoding query   brute product    times       MB   opening"
            "      change found"
        )
        for size in options.sizes:
            print(processes.submit(measure, size, model_dir, learnt).result(), flush=True)


if __name__ == "__main__":
    main()
