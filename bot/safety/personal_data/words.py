"""The words that introduce personal data: one file a language, all of them read together.

Families mix languages, so every word counts in every message.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.safety.personal_data.folding import Word, fold_name, words_of

_FOLDER = Path(__file__).parent / "words"
_FIRST_NAMES = Path(__file__).with_name("first_names.yml")
_SURNAMES = Path(__file__).with_name("surnames.yml")
_PARTICLES = "وفلب"
"""What Arabic writes together with the next word: and, so, for, with."""


class Phrases:
    """Phrases of folded words, found at a place in a message."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(word.folded for word in words_of(phrase))
            self._by_first.setdefault(words[0], []).append(words)
        for alike in self._by_first.values():
            alike.sort(key=len, reverse=True)

    def end_at(self, words: list[Word], start: int) -> int | None:
        """The position behind the longest phrase that begins at `start`."""
        if start >= len(words):
            return None
        first = words[start].folded
        bare = first[1:] if first[0] in _PARTICLES else first
        for key in dict.fromkeys((first, bare)):
            for phrase in self._by_first.get(key, ()):
                end = start + len(phrase)
                rest = tuple(word.folded for word in words[start + 1 : end])
                if rest == phrase[1:]:
                    return end
        return None


@dataclass(frozen=True)
class Words:
    """The lists of the files, by what they are for; `german` are the people named in German."""

    called: Phrases
    am: Phrases
    says_name: Phrases
    people: Phrases
    german: frozenset[str]
    titles: frozenset[str]
    possessive: frozenset[str]
    titles_after: frozenset[str]
    regards: Phrases
    between: frozenset[str]
    verbs: frozenset[str]
    no_verbs: frozenset[str]
    subordinating: frozenset[str]
    things: tuple[str, ...]
    address: Phrases
    file_number: tuple[str, ...]
    phone: tuple[str, ...]
    streets: frozenset[str]
    street_ends: tuple[str, ...]
    doubtful_ends: tuple[str, ...]
    no_streets: tuple[str, ...]
    leads: frozenset[str]
    house_number: frozenset[str]
    units: tuple[str, ...]


@cache
def words() -> Words:
    files = {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.yml"))}

    def all_of(name: str) -> Iterator[str]:
        for lists in files.values():
            yield from lists.get(name, ())

    def folded(name: str) -> frozenset[str]:
        return frozenset(map(fold_name, all_of(name)))

    return Words(
        called=Phrases(all_of("called")),
        am=Phrases(all_of("am")),
        says_name=Phrases(all_of("says_name")),
        people=Phrases(all_of("people")),
        german=frozenset(map(fold_name, files["de"]["people"])),
        titles=folded("titles"),
        possessive=folded("possessive"),
        titles_after=folded("titles_after"),
        regards=Phrases(all_of("regards")),
        between=folded("between"),
        verbs=folded("verbs"),
        no_verbs=folded("no_verbs"),
        subordinating=folded("subordinating"),
        things=tuple(folded("things")),
        address=Phrases(all_of("address")),
        file_number=tuple(all_of("file_number")),
        phone=tuple(all_of("phone")),
        streets=folded("streets"),
        street_ends=tuple(folded("street_ends")),
        doubtful_ends=tuple(folded("doubtful_ends")),
        no_streets=tuple(folded("no_streets")),
        leads=folded("leads"),
        house_number=folded("house_number"),
        units=tuple(folded("units")),
    )


@cache
def first_names() -> frozenset[str]:
    """Folded."""
    return _names(_FIRST_NAMES)


@cache
def first_names_as_written() -> frozenset[str]:
    return frozenset(_listed(_FIRST_NAMES))


@cache
def surnames() -> frozenset[str]:
    """Folded."""
    return _names(_SURNAMES)


def _names(path: Path) -> frozenset[str]:
    return frozenset(map(fold_name, _listed(path)))


def _listed(path: Path) -> Iterator[str]:
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    return (name for names in lists.values() for name in names.split())


def _read(path: Path) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return lists
