"""Which words are those of everyday language, and so no names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.safety.personal_data.folding import words_of

LEAST_LINES = 8
"""In 65,000 messages most first names that writers like stand in up to seven."""
_WORD_FILES = {".yml", ".csv"}


def read_vocabulary(paths: Iterable[Path], told: Iterable[Path] = ()) -> frozenset[str]:
    """The folded words of all data files in some folders; takes under a second for nlu_data.

    `told` are folders where people are named, too: of their words only those count that stand in
    several lines.
    """
    found: set[str] = set()
    for file in _files(paths):
        found.update(_words(file.read_text(encoding="utf-8")))
    lines = Counter(
        spelling
        for file in _files(told)
        for line in file.read_text(encoding="utf-8").splitlines()
        for spelling in set(line.split())
    )
    often = (spelling for spelling, count in lines.items() if count >= LEAST_LINES)
    return frozenset(found | _words(" ".join(often)))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in _WORD_FILES)


def _words(text: str) -> set[str]:
    # Each spelling is folded once: the files repeat most of their words a hundred times.
    folded = {word.folded for word in words_of(" ".join(set(text.split())))}
    return folded | {part for word in folded if "-" in word for part in word.split("-")}
