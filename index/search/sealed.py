"""Files that are whole or do not count: replaced at once, with a checksum inside."""

import hashlib
import os
from pathlib import Path

from index.errors import VectorsError

_MAGIC = b"LOTSE-1\n"
_DIGEST_SIZE = hashlib.sha256().digest_size


def write_sealed(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(_MAGIC + hashlib.sha256(content).digest() + content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise VectorsError(f"{path} cannot be written: {error.strerror}.") from error


def read_sealed(path: Path) -> bytes | None:
    """None where there is no such file, or not the whole of it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VectorsError(f"{path} cannot be read: {error.strerror}.") from error
    start = len(_MAGIC) + _DIGEST_SIZE
    digest, content = data[len(_MAGIC) : start], data[start:]
    intact = data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest
    return content if intact else None


def _sync_folder(folder: Path) -> None:
    # without it a power cut may undo the rename
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
