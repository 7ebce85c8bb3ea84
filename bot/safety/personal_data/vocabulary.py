"""Which words are those of everyday language, and so no names."""

from collections.abc import Iterable
from pathlib import Path

from bot.safety.personal_data.folding import words_of

_WORD_FILES = {".yml", ".csv"}


def read_vocabulary(paths: Iterable[Path]) -> frozenset[str]:
    """The folded words of all data files in some folders; takes half a second for nlu_data."""
    found: set[str] = set()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in _WORD_FILES:
                found.update(_words(file.read_text(encoding="utf-8")))
    return frozenset(found)


def _words(text: str) -> set[str]:
    # Each spelling is folded once: the files repeat most of their words a hundred times.
    folded = {word.folded for word in words_of(" ".join(set(text.split())))}
    return folded | {part for word in folded if "-" in word for part in word.split("-")}
