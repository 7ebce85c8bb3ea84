"""Topics a text names outright: by label, by keyword, by a compound of one."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.understanding.folding import fold
from bot.understanding.spelling import SpellingIndex, distance
from bot.understanding.tokens import Document, Token

SCENES = "scenes"
"""Not a topic: phrases that say where something happens, not what is needed."""
_STAR = "*"
_SHORTEST_PREFIX = 3


@dataclass(frozen=True)
class TopicLabels:
    """The topics of the city with their German labels, plain and simple."""

    labels: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_csv(cls, path: Path) -> "TopicLabels":
        with path.open(encoding="utf-8", newline="") as file:
            return cls(
                {
                    row["id"]: (row["label_de"], row["label_simple_de"])
                    for row in csv.DictReader(file)
                }
            )


@dataclass(frozen=True)
class TopicMention:
    """A topic named at token positions; `weight` says how particular its words are."""

    topic: str
    start: int
    end: int
    weight: int


def ranked(mentions: Iterable[TopicMention]) -> tuple[str, ...]:
    """Topic ids, the one with the most particular words first."""
    weights: dict[str, int] = {}
    for mention in mentions:
        weights[mention.topic] = max(mention.weight, weights.get(mention.topic, 0))
    return tuple(sorted(weights, key=lambda topic: -weights[topic]))


class TopicReader:
    def __init__(
        self,
        labels: TopicLabels,
        keywords: Mapping[str, Iterable[str]],
        *,
        language: str,
        nouns: frozenset[str],
        ordinary_words: frozenset[str],
    ) -> None:
        self._language = language
        self._exact: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._nouns = nouns
        self._ordinary_words = ordinary_words
        for scene in keywords.get(SCENES, ()):
            self._add(SCENES, scene)
        for topic, words in keywords.items():
            if topic in labels.labels:  # a city may have fewer topics than the language has words
                for word in words:
                    self._add(topic, word)
        for topic, texts in labels.labels.items():
            for text in texts:
                self._add(topic, text)
        self._slips = SpellingIndex(
            word for word in {*self._exact, *self._prefixes} if len(word) >= 8
        )

    def _add(self, topic: str, text: str) -> None:
        folded = fold(text, self._language).replace("-", " ").replace(",", " ")
        words = tuple(folded.rstrip("?").split())
        if len(words) > 1:
            self._phrases.setdefault(words[0], []).append((words, topic))
        elif words[0].endswith(_STAR):
            self._prefixes.setdefault(words[0].rstrip(_STAR), topic)
        else:
            self._exact.setdefault(words[0], topic)

    def mentions(self, document: Document) -> tuple[TopicMention, ...]:
        words = [
            (position, replace(token, folded=word))
            for position, token in enumerate(document.tokens)
            if token.lemma not in ("dash", "slash")
            for word in token.words
        ]
        return tuple(
            TopicMention(topic, words[start][0], words[end - 1][0] + 1, weight)
            for topic, start, end, weight in self._hits([word for _, word in words])
        )

    def _hits(self, tokens: Sequence[Token]) -> Iterator[tuple[str, int, int, int]]:
        """Topics with their place among the tokens and their weight, in letters."""
        words = [token.folded for token in tokens]
        phrase_end = 0
        for position, token in enumerate(tokens):
            phrases = self._phrases_at(words, position) if position >= phrase_end else []
            longest = max((length for _, length in phrases), default=0)
            for topic, length in phrases:
                if length < longest:
                    continue
                phrase_end = max(phrase_end, position + length)
                if topic != SCENES:
                    weight = sum(map(len, words[position : position + length]))
                    yield topic, position, position + length, weight
            if position >= phrase_end and self._is_noun_enough(token, position):
                for topic, weight in self._word(token.folded):
                    yield topic, position, position + 1, weight

    def _is_noun_enough(self, token: Token, position: int) -> bool:
        return token.folded not in self._nouns or (token.capital and position > 0)

    def _phrases_at(self, words: list[str], position: int) -> list[tuple[str, int]]:
        """Topics with the number of words in the phrase that begins here."""
        return [
            (topic, len(phrase))
            for phrase, topic in self._phrases.get(words[position], ())
            if _are_like(words[position : position + len(phrase)], phrase)
        ]

    def _word(self, word: str) -> list[tuple[str, int]]:
        topic = self._named(word)
        if topic is None and word not in self._ordinary_words:
            slip = self._slips.nearest(word)
            topic = self._named(slip) if slip and _near(word, slip) else None
        return [(topic, len(word))] if topic else []

    def _named(self, word: str) -> str | None:
        if word in self._exact:
            return self._exact[word]
        for length in range(len(word), _SHORTEST_PREFIX - 1, -1):
            if word[:length] in self._prefixes:
                return self._prefixes[word[:length]]
        return None


def _near(word: str, meant: str) -> bool:
    """Keywords are many: two slips are believed only in a long word."""
    return distance(word, meant) <= (len(word) + 1) // 6


def _are_like(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(map(_like, words, phrase))


def _like(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith(_STAR) else word == wanted
