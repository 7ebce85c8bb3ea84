"""Vectors kept on disk, so that no text is encoded twice.

What a text was encoded to is found again by the hash of the text: the files know nothing of offers
and of removals. The store alone says which offers there are, and what is missing or damaged here
is made anew. See docs/adr/0009.
"""

import hashlib
import io
import time
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np

from index.errors import VectorsError
from index.search.sealed import read_sealed, write_sealed
from index.search.space import Vectors

HASH_BYTES = 16
SUFFIX = ".vectors"
FILES_OF_A_SIZE = 16
"""So many files of like size become one, sixteen times as large: no text is often rewritten."""
ABANDONED_SECONDS = 3600
"""Age at which an unfinished file belongs to no living process."""


def text_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:HASH_BYTES]


class KeptVectors:
    """Files of vectors in one folder, each whole or ignored; several processes may share it."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint

    def read(self, wanted: Collection[bytes]) -> dict[bytes, Vectors]:
        """What is kept of the wanted texts: float32 of shape (vectors, dim) for each.

        Files of other spaces and damaged ones are deleted; where less than half of what is kept is
        wanted, the rest goes as well.
        """
        self._delete_abandoned()
        contents = {path: self._content(path) for path in self._files()}
        _delete(path for path, content in contents.items() if content is None)
        every = {path: content for path, content in contents.items() if content is not None}
        found = {
            key: vectors
            for content in every.values()
            for key, vectors in content.items()
            if key in wanted
        }
        if 2 * len(found) < sum(map(len, every.values())):
            self._write(found)
            _delete(every)
        return found

    def add(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Durable when it returns."""
        if vectors:
            self._write(vectors)

    def merge_small_files(self) -> None:
        for paths in _of_like_size(self._files()).values():
            if len(paths) >= FILES_OF_A_SIZE:
                contents = [self._content(path) or {} for path in paths]
                self._write({key: part for content in contents for key, part in content.items()})
                _delete(paths)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}"))

    def _content(self, path: Path) -> dict[bytes, Vectors] | None:
        content = read_sealed(path)
        if content is None:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            if str(arrays["fingerprint"]) != self._fingerprint:
                return None
            keys, ends = arrays["hashes"].tobytes(), np.cumsum(arrays["counts"])
            parts = np.split(arrays["vectors"], ends[:-1]) if len(ends) else []
        return {
            keys[HASH_BYTES * number : HASH_BYTES * (number + 1)]: part
            for number, part in enumerate(parts)
        }

    def _write(self, vectors: Mapping[bytes, Vectors]) -> None:
        if not vectors:
            return
        content = io.BytesIO()
        np.savez(
            content,
            fingerprint=self._fingerprint,
            hashes=np.frombuffer(b"".join(vectors), np.uint8),
            counts=[len(part) for part in vectors.values()],
            vectors=np.concatenate(list(vectors.values())),
        )
        # a name of its own: another process may be writing as well
        write_sealed(self._folder / f"{uuid.uuid4().hex}{SUFFIX}", content.getvalue())

    def _delete_abandoned(self) -> None:
        _delete(
            path
            for path in self._folder.glob(f"*{SUFFIX}.tmp")
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS
        )


def _of_like_size(paths: Iterable[Path]) -> dict[int, list[Path]]:
    tiers: dict[int, list[Path]] = defaultdict(list)
    for path in paths:
        tiers[path.stat().st_size.bit_length() // 4].append(path)
    return tiers


def _delete(paths: Iterable[Path]) -> None:
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise VectorsError(f"{error.filename} cannot be deleted: {error.strerror}.") from error
