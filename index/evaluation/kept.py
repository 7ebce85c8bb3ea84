import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from index.search.sealed import read_sealed, write_sealed
from index.search.space import TextEncoder, Vectors


class KeptEncoder:
    """An encoder that encodes no text twice, in this run or the next.

    `path` keeps the vectors of one encoder; those of another are replaced.
    """

    def __init__(self, encoder: TextEncoder, path: Path) -> None:
        self._encoder = encoder
        self._path = path
        self._vectors = _read(path, encoder.fingerprint)
        self.fingerprint = encoder.fingerprint
        self.dim = encoder.dim

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate(self._encoded("query", texts, self._encoder.encode_queries))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate(self._encoded("passage", texts, self._encoder.encode_passages))

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]:
        return self._encoded("windows", texts, self._encoder.encode_windows)

    def keep(self) -> None:
        """Writes the vectors for the next run."""
        if not self._vectors:
            return
        content = io.BytesIO()
        np.savez(
            content,
            fingerprint=self.fingerprint,
            keys=list(self._vectors),
            counts=[len(part) for part in self._vectors.values()],
            vectors=np.concatenate(list(self._vectors.values())),
        )
        write_sealed(self._path, content.getvalue())

    def _encoded(
        self,
        role: str,
        texts: Sequence[str],
        encode: Callable[[Sequence[str]], Iterable[Vectors]],
    ) -> list[Vectors]:
        """For each text shape (vectors, dim)."""
        keys = [hashlib.sha256(f"{role}\0{text}".encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if new:
            vectors = map(np.atleast_2d, encode(list(new.values())))
            self._vectors.update(zip(new, vectors, strict=True))
        return [self._vectors[key] for key in keys]


def _read(path: Path, fingerprint: str) -> dict[str, Vectors]:
    content = read_sealed(path)
    if content is None:
        return {}
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if str(arrays["fingerprint"]) != fingerprint:
            return {}
        ends = np.cumsum(arrays["counts"])
        parts = np.split(arrays["vectors"], ends[:-1])
        return dict(zip(arrays["keys"].tolist(), parts, strict=True))
