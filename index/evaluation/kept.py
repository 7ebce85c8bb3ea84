import hashlib
import io
from collections.abc import Callable, Sequence
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

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoded("query", texts, self._encoder.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoded("passage", texts, self._encoder.encode_passages)

    def keep(self) -> None:
        """Writes the vectors for the next run."""
        content = io.BytesIO()
        keys = np.array(list(self._vectors))
        vectors = np.array(list(self._vectors.values()), np.float32)
        np.savez(content, fingerprint=self.fingerprint, keys=keys, vectors=vectors)
        write_sealed(self._path, content.getvalue())

    def _encoded(
        self, role: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        keys = [hashlib.sha256(f"{role}\0{text}".encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if new:
            self._vectors.update(zip(new, encode(list(new.values())), strict=True))
        return np.array([self._vectors[key] for key in keys], np.float32)


def _read(path: Path, fingerprint: str) -> dict[str, Vectors]:
    content = read_sealed(path)
    if content is None:
        return {}
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if str(arrays["fingerprint"]) != fingerprint:
            return {}
        return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
