"""One file as it goes over the line: shortened and gzipped once, not for every request."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

import minify
import zopfli.gzip

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
}

# A page and a picture are short already; what is between their tags can matter.
SHORTENED = {
    ".js": "application/javascript",
    ".css": "text/css",
    ".json": "application/json",
}


class PackingError(ValueError):
    """A file that cannot be packed. The message names it and says where the fault is."""


@dataclass(frozen=True)
class Packed:
    """Both representations of a file, and a digest of the plain one, in hexadecimal."""

    media_type: str
    plain: bytes
    gzipped: bytes
    digest: str


def pack_file(path: Path) -> Packed:
    """Raise PackingError where it is not UTF-8, not what its suffix says, or of no known kind."""
    return pack(path.name, read(path))


def pack_folder(folder: Path) -> dict[str, Packed]:
    """Every file of it by its name."""
    return {path.name: pack_file(path) for path in folder.iterdir()}


def pack(name: str, text: str) -> Packed:
    suffix = PurePath(name).suffix
    if suffix not in MEDIA_TYPES:
        raise PackingError(f"{name}: only {', '.join(MEDIA_TYPES)} can be served")
    plain = shorten(name, text).encode()
    return Packed(
        media_type=MEDIA_TYPES[suffix],
        plain=plain,
        gzipped=zopfli.gzip.compress(plain),
        digest=hashlib.sha256(plain).hexdigest()[:32],
    )


def shorten(name: str, text: str) -> str:
    suffix = PurePath(name).suffix
    if suffix not in SHORTENED:
        return text
    try:
        return str(minify.string(SHORTENED[suffix], text))
    except minify.MinifyError as error:
        raise PackingError(f"{name}: {error}") from None


def read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackingError(f"{path.name}: not UTF-8 at byte {error.start}") from None
