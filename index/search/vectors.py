from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps, loads
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.search.sealed import read_sealed, write_sealed
from index.search.space import Vector, Vectors

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

FILE_NAME = "offers.vectors"


class OfferVectors:
    """Numbered vectors in a flat FAISS index: exact, by inner product.

    Never changes: a change gives a new one, so that whoever searches is not disturbed.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def empty(cls, dim: int) -> "OfferVectors":
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dim)))

    @property
    def dim(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def with_vectors(self, numbers: Numbers, vectors: Vectors) -> "OfferVectors":
        index = self._without(numbers)  # adding alone would keep both under one number
        index.add_with_ids(np.ascontiguousarray(vectors, np.float32), numbers)
        return OfferVectors(index)

    def without(self, numbers: Numbers) -> "OfferVectors":
        return OfferVectors(self._without(numbers))

    def search(self, query: Vector, allowed: Mask, most: int) -> tuple[Numbers, Vector]:
        """The nearest of the allowed numbers and their cosines, best first."""
        most = min(most, len(self), int(np.count_nonzero(allowed)))
        if most == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        bits = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        parameters = faiss.SearchParameters()
        parameters.sel = selector
        cosines, numbers = self._index.search(query[None, :], most, params=parameters)
        found = numbers[0] >= 0
        return numbers[0][found], cosines[0][found]

    def to_bytes(self) -> bytes:
        return bytes(faiss.serialize_index(self._index))

    @classmethod
    def from_bytes(cls, content: bytes) -> "OfferVectors":
        return cls(faiss.deserialize_index(np.frombuffer(content, np.uint8)))

    def _without(self, numbers: Numbers) -> faiss.Index:
        index = faiss.clone_index(self._index)
        if len(numbers):
            index.remove_ids(faiss.IDSelectorBatch(numbers))
        return index


@dataclass(frozen=True)
class Entry:
    """Under which number an offer's vector is kept, and of which text it was made."""

    number: int
    text_hash: str


@dataclass(frozen=True)
class SavedVectors:
    entries: Mapping[str, Entry]
    vectors: OfferVectors


def save(directory: Path, fingerprint: str, saved: SavedVectors) -> None:
    entries = {key: [entry.number, entry.text_hash] for key, entry in saved.entries.items()}
    header = dumps({"fingerprint": fingerprint, "entries": entries})
    content = header.encode() + b"\n" + saved.vectors.to_bytes()
    write_sealed(directory / FILE_NAME, content)


def load(directory: Path, fingerprint: str) -> SavedVectors | None:
    """None where nothing whole is kept, or only vectors of another space."""
    content = read_sealed(directory / FILE_NAME)
    if content is None:
        return None
    header, _, index = content.partition(b"\n")
    meta = loads(header)
    if meta["fingerprint"] != fingerprint:
        return None
    entries = {
        key: Entry(number, text_hash) for key, (number, text_hash) in meta["entries"].items()
    }
    return SavedVectors(entries, OfferVectors.from_bytes(index))
