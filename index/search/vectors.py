"""Vectors of numbered offers in flat FAISS indexes: exact, by inner product."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import faiss
import numpy as np
from numpy.typing import NDArray

from index.search.space import Vector, Vectors
from index.search.spans import places_within

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Vectors and to which number each belongs; the numbers ascend, and one may have several."""

    index: faiss.IndexFlatIP
    owners: Numbers

    @classmethod
    def of(cls, owners: Numbers, vectors: Vectors) -> "Rows":
        order = np.argsort(owners, kind="stable")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors[order], np.float32))
        return cls(index, owners[order])

    @property
    def vectors(self) -> Vectors:
        """A view of what FAISS holds, shape (rows, dim)."""
        shape = len(self.owners), self.index.d
        if not len(self.owners):
            return np.empty(shape, np.float32)
        view: Vectors = faiss.rev_swig_ptr(self.index.get_xb(), shape[0] * shape[1])
        return view.reshape(shape)

    def search(self, query: Vector, allowed_rows: Mask, most: int) -> tuple[Numbers, Vector]:
        """The nearest numbers and their cosines, best first, each once."""
        rows_left = int(np.count_nonzero(allowed_rows))
        wanted = min(most, rows_left)
        while True:
            rows, cosines = self._nearest(query, allowed_rows, wanted)
            _, firsts = np.unique(self.owners[rows], return_index=True)
            if len(firsts) >= most or wanted == rows_left:
                best = np.sort(firsts)[:most]
                return self.owners[rows[best]], cosines[best]
            wanted = min(2 * wanted, rows_left)

    def products(self, queries: Vectors, numbers: Numbers) -> Vectors:
        """The best of each number's rows, shape (queries, numbers); minus infinity without any."""
        starts = np.searchsorted(self.owners, numbers, side="left")
        ends = np.searchsorted(self.owners, numbers, side="right")
        products = queries @ self.vectors[places_within(starts, ends)].T
        best = np.full((len(queries), len(numbers)), -np.inf, np.float32)
        owned = ends > starts
        if owned.any():
            firsts = np.cumsum((ends - starts)[owned]) - (ends - starts)[owned]
            best[:, owned] = np.maximum.reduceat(products, firsts, axis=1)
        return best

    def _nearest(self, query: Vector, allowed_rows: Mask, most: int) -> tuple[Numbers, Vector]:
        if most == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        bits = np.packbits(allowed_rows, bitorder="little")
        parameters = faiss.SearchParameters()
        parameters.sel = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        cosines, rows = self.index.search(query[None, :], most, params=parameters)
        return rows[0], cosines[0]


@dataclass(frozen=True)
class OfferVectors:
    """A large base that never changes, and beside it the offers that changed since.

    A change gives new OfferVectors that share the base, so that whoever searches is not disturbed.
    `live` tells which rows of the base still count.
    """

    base: Rows
    live: Mask
    delta: Rows

    @classmethod
    def of(cls, parts: Mapping[int, Vectors], dim: int) -> "OfferVectors":
        """`parts` holds the vectors of each number, shape (vectors, dim)."""
        base = _rows(parts, dim)
        return cls(base, np.ones(len(base.owners), np.bool_), _rows({}, dim))

    @property
    def dim(self) -> int:
        return int(self.base.index.d)

    def __len__(self) -> int:
        """How many vectors count."""
        return int(np.count_nonzero(self.live)) + len(self.delta.owners)

    def changed(self, parts: Mapping[int, Vectors]) -> "OfferVectors":
        """From now on each of the numbers has these vectors; an empty part is none."""
        numbers = np.fromiter(parts, np.int64, len(parts))
        kept = ~np.isin(self.delta.owners, numbers)
        new = _rows(parts, self.dim)
        return replace(
            self,
            live=self.live & ~np.isin(self.base.owners, numbers),
            delta=Rows.of(
                np.concatenate([self.delta.owners[kept], new.owners]),
                np.concatenate([self.delta.vectors[kept], new.vectors]),
            ),
        )

    def merged(self) -> "OfferVectors":
        """The same with all in the base."""
        base = Rows.of(
            np.concatenate([self.base.owners[self.live], self.delta.owners]),
            np.concatenate([self.base.vectors[self.live], self.delta.vectors]),
        )
        return OfferVectors(base, np.ones(len(base.owners), np.bool_), _rows({}, self.dim))

    def search(self, query: Vector, allowed: Mask, most: int) -> tuple[Numbers, Vector]:
        """The nearest of the allowed numbers and their cosines, best first."""
        found = [
            self.base.search(query, self.live & allowed[self.base.owners], most),
            self.delta.search(query, allowed[self.delta.owners], most),
        ]
        numbers, cosines = (np.concatenate(column) for column in zip(*found, strict=True))
        best = np.argsort(-cosines, kind="stable")[:most]
        return numbers[best], cosines[best]

    def products(self, queries: Vectors, numbers: Numbers) -> Vectors:
        """Cosines of shape (queries, numbers); each number must have a vector."""
        changed = self.delta.products(queries, numbers)
        return np.where(np.isneginf(changed), self.base.products(queries, numbers), changed)


def _rows(parts: Mapping[int, Vectors], dim: int) -> Rows:
    numbers = np.fromiter(parts, np.int64, len(parts))
    lengths = [len(vectors) for vectors in parts.values()]
    vectors = np.concatenate([np.empty((0, dim), np.float32), *parts.values()])
    return Rows.of(np.repeat(numbers, lengths), vectors)
