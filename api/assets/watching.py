"""What is made of a folder's files, for as long as none of them changes."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from api.assets.packing import PackingError

Made = TypeVar("Made")
Snapshot = frozenset[tuple[str, int, int]]

logger = logging.getLogger(__name__)


class Watched(Generic[Made]):
    """`make(folder)`, once; again when a file there is new, gone, or has another time or size.

    So a developer reloads the page and sees the change. A file that has become faulty is told in
    the log, and what was made before stays: an update that copies files is not half served.
    """

    def __init__(self, folder: Path, make: Callable[[Path], Made]) -> None:
        self._folder = folder
        self._make = make
        self._seen: Snapshot | None = None
        self._made: Made | None = None

    @property
    def made(self) -> Made:
        """Raise PackingError where nothing could be made yet."""
        seen = self._snapshot()
        if self._made is None or seen != self._seen:
            self._made = self._make_or_keep()
            self._seen = seen
        return self._made

    def _make_or_keep(self) -> Made:
        try:
            return self._make(self._folder)
        except PackingError as error:
            logger.error("%s cannot be served: %s", self._folder, error)
            if self._made is None:
                raise
            return self._made

    def _snapshot(self) -> Snapshot:
        return frozenset(
            (str(path), seen.st_mtime_ns, seen.st_size)
            for path in self._folder.rglob("*")
            for seen in (path.stat(),)
        )
