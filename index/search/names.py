"""Which offers a question calls by their name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.offers.record import Offer

Key = TypeVar("Key")

SHORT_NAME = 4
"""Letters up to which a name is an abbreviation: “BIS” is an offer, “bis” a word."""
LONGEST_NAME = 12
"""Words; a name longer than this is known by what stands before its subtitle."""
NAMED_SHARE = 0.6
"""Least share of a question's words that must be in a name."""
VERY_NAME, BY_WORDS = 1.0, 0.8
"""What a question with the very name counts, and one wholly of words of it."""

_WORD = re.compile(r"\w+")
_SUBTITLE = re.compile(r"\s[–—-]\s|[(:„“”\"]")
_ABBREVIATION = re.compile(r"\((\w+)\)")

_AROUND_NAMES = """
    adresse am an auf bei beim bin brauche das dem den der des die ein eine einen einer es finde für
    gibt hat haben ich im in ist kann man mich mir möchte nach nummer oder öffnungszeiten sind
    such suche telefon telefonnummer und uns unsere von was wann welche wie wir wo zu zum zur
"""
_QUESTION_WORDS = frozenset(_WORD.findall(_AROUND_NAMES))
"""They say nothing of what is looked for."""


Numbers = NDArray[np.int32]
_NONE: Numbers = np.empty(0, np.int32)


@dataclass(frozen=True)
class NameIndex:
    """Which offers a text calls by their name: the numbers for each word and each whole name."""

    words: Mapping[str, Numbers]
    names: Mapping[tuple[str, ...], Numbers]

    @classmethod
    def of(cls, offers: Sequence[Offer | None]) -> "NameIndex":
        words: dict[str, list[int]] = {}
        names: dict[tuple[str, ...], list[int]] = {}
        for number, offer in enumerate(offers):
            if offer is not None:
                for word in _name_words(offer):
                    words.setdefault(word, []).append(number)
                for name in _names(offer):
                    names.setdefault(name, []).append(number)
        return cls(_arrays(words), _arrays(names))

    def changed(self, changes: Mapping[int, tuple[Offer | None, Offer | None]]) -> "NameIndex":
        """`changes` holds the old and the new offer of each number."""
        words, names = dict(self.words), dict(self.names)
        for number, (old, new) in changes.items():
            if old is not None:
                for word in _name_words(old):
                    _take_away(words, word, number)
                for name in _names(old):
                    _take_away(names, name, number)
            if new is not None:
                for word in _name_words(new):
                    words[word] = np.append(words.get(word, _NONE), np.int32(number))
                for name in _names(new):
                    names[name] = np.append(names.get(name, _NONE), np.int32(number))
        return NameIndex(words, names)

    def named(self, query: str, words: str | None = None) -> dict[int, float]:
        """The numbers of offers the text names, with how surely (0 to 1).

        `words` are those that may stand for a name each by itself: all of the text, or less.
        """
        by_words = self._by_words(query if words is None else words)
        return {**by_words, **dict.fromkeys(self._by_name(query), VERY_NAME)}

    def called(self, text: str) -> list[list[int]]:
        """For each name in the text the numbers of all offers that go by it.

        An abbreviation counts in whatever case where it can be no word of the sentence: with two
        capitals, or where it is all that is asked for.
        """
        spoken = _WORD.findall(text)
        asked = [word for word in spoken if word.casefold() not in _QUESTION_WORDS]
        keys = [_name_key(words) for words in _runs(spoken)]
        keys += [
            _any_case(word)
            for word in spoken
            if len(word) <= SHORT_NAME
            and (asked == [word] or sum(letter.isupper() for letter in word) > 1)
        ]
        return [self.names[key].tolist() for key in dict.fromkeys(keys) if key in self.names]

    def _by_name(self, query: str) -> set[int]:
        found: set[int] = set()
        for words in _runs(_WORD.findall(query)):
            found.update(self.names.get(_name_key(words), _NONE).tolist())
        return found

    def _by_words(self, query: str) -> dict[int, float]:
        asked = {word.casefold() for word in _WORD.findall(query)} - _QUESTION_WORDS
        known = [self.words.get(word, _NONE) for word in asked]
        numbers, times = np.unique(np.concatenate([_NONE, *known]), return_counts=True)
        shares = times / max(len(asked), 1)
        named = shares >= NAMED_SHARE
        return dict(zip(numbers[named].tolist(), (BY_WORDS * shares[named]).tolist(), strict=True))


def short_name(name: str) -> str:
    """What stands before a dash, a bracket or a colon."""
    return _SUBTITLE.split(name, maxsplit=1)[0]


def _names(offer: Offer) -> set[tuple[str, ...]]:
    """The whole name, the short one, and abbreviations in brackets."""
    parts = (offer.name, short_name(offer.name), *_ABBREVIATION.findall(offer.name))
    names = [words for part in parts if (words := _WORD.findall(part))]
    abbreviations = [words[0] for words in names if len(words) == 1 and len(words[0]) <= SHORT_NAME]
    return {_name_key(words) for words in names} | {_any_case(word) for word in abbreviations}


def _runs(spoken: Sequence[str]) -> Iterator[Sequence[str]]:
    """All words in a row that may be a name."""
    for start in range(len(spoken)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(spoken)) + 1):
            yield spoken[start:end]


def _name_key(words: Sequence[str]) -> tuple[str, ...]:
    if len(words) == 1 and len(words[0]) <= SHORT_NAME:
        return tuple(words)
    return tuple(word.casefold() for word in words)


def _any_case(abbreviation: str) -> tuple[str, ...]:
    """No text spells this key by chance: its words are never empty."""
    return "", abbreviation.casefold()


def _name_words(offer: Offer) -> set[str]:
    return {word.casefold() for word in _WORD.findall(offer.name)} - _QUESTION_WORDS


def _arrays(numbers: Mapping[Key, list[int]]) -> dict[Key, Numbers]:
    return {key: np.array(some, np.int32) for key, some in numbers.items()}


def _take_away(numbers: dict[Key, Numbers], key: Key, number: int) -> None:
    left = numbers[key][numbers[key] != number]
    if len(left):
        numbers[key] = left
    else:
        del numbers[key]
