"""Which offers a question calls by their name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.offers.record import Offer

Key = TypeVar("Key")

SHORT_NAME = 4
"""Letters up to which a name is an abbreviation: “BIS” is an offer, “bis” a word."""
LONGEST_NAME = 12
"""Words; a name longer than this is known by what stands before its subtitle."""
NAMED_SHARE = 0.6
"""Least share of a question's words that must be in a name."""
BY_WORDS = 0.8
"""What a question wholly of words of a name counts, against one with the very name."""

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


@dataclass(frozen=True)
class NameIndex:
    """Which offers a text calls by their name."""

    words: Mapping[str, frozenset[int]]
    names: Mapping[tuple[str, ...], frozenset[int]]

    @classmethod
    def of(cls, offers: Sequence[Offer | None]) -> "NameIndex":
        words: dict[str, set[int]] = {}
        names: dict[tuple[str, ...], set[int]] = {}
        for number, offer in enumerate(offers):
            if offer is not None:
                for word in _name_words(offer):
                    words.setdefault(word, set()).add(number)
                for name in _names(offer):
                    names.setdefault(name, set()).add(number)
        return cls(_frozen(words), _frozen(names))

    def with_offer(self, number: int, old: Offer | None, new: Offer | None) -> "NameIndex":
        words, names = dict(self.words), dict(self.names)
        if old is not None:
            for word in _name_words(old):
                words[word] = words[word] - {number}
            for name in _names(old):
                names[name] = names[name] - {number}
        if new is not None:
            for word in _name_words(new):
                words[word] = words.get(word, frozenset()) | {number}
            for name in _names(new):
                names[name] = names.get(name, frozenset()) | {number}
        return NameIndex(words, names)

    def named(self, query: str, words: str | None = None) -> dict[int, float]:
        """The numbers of offers the text names, with how surely (0 to 1).

        `words` are those that may stand for a name each by itself: all of the text, or less.
        """
        by_words = self._by_words(query if words is None else words)
        return {**by_words, **dict.fromkeys(self._by_name(query), 1.0)}

    def _by_name(self, query: str) -> set[int]:
        spoken = _WORD.findall(query)
        found: set[int] = set()
        for start in range(len(spoken)):
            for end in range(start + 1, min(start + LONGEST_NAME, len(spoken)) + 1):
                found |= self.names.get(_name_key(spoken[start:end]), frozenset())
        return found

    def _by_words(self, query: str) -> dict[int, float]:
        asked = {word.casefold() for word in _WORD.findall(query)} - _QUESTION_WORDS
        shares: dict[int, float] = {}
        for word in asked:
            for number in self.words.get(word, ()):
                shares[number] = shares.get(number, 0.0) + 1 / len(asked)
        return {n: BY_WORDS * share for n, share in shares.items() if share >= NAMED_SHARE}


def _names(offer: Offer) -> set[tuple[str, ...]]:
    """The whole name, what stands before a dash or bracket, and abbreviations in brackets."""
    before = _SUBTITLE.split(offer.name, maxsplit=1)[0]
    parts = (offer.name, before, *_ABBREVIATION.findall(offer.name))
    return {_name_key(words) for part in parts if (words := _WORD.findall(part))}


def _name_key(words: Sequence[str]) -> tuple[str, ...]:
    if len(words) == 1 and len(words[0]) <= SHORT_NAME:
        return tuple(words)
    return tuple(word.casefold() for word in words)


def _name_words(offer: Offer) -> set[str]:
    return {word.casefold() for word in _WORD.findall(offer.name)} - _QUESTION_WORDS


def _frozen(sets: Mapping[Key, set[int]]) -> dict[Key, frozenset[int]]:
    return {key: frozenset(numbers) for key, numbers in sets.items()}
