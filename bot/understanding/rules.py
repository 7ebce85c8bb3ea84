"""Short notation for spaCy's Matcher, so that rules of a language are data.

A rule is a line of token patterns: a role in capitals (`NUM`), a word in small letters (`seit`),
alternatives with `|`, anything as `_`, and `?`, `*` or `+` behind for how often.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Spans = list[tuple[int, int]]

_OPERATORS = "?*+"
_MOST_PATTERNS = 60


def words_in(rules: Mapping[str, list[str]]) -> Iterator[str]:
    """The words the rules ask for: all others may stay unknown to spaCy."""
    for lines in rules.values():
        for line in lines:
            for token in line.split():
                for alternative in token.rstrip(_OPERATORS).split("|"):
                    if not alternative.isupper():
                        yield alternative


class Rules:
    def __init__(self, vocab: Vocab, rules: Mapping[str, list[str]]) -> None:
        self._strings = vocab.strings
        self._matcher = Matcher(vocab)
        for name, lines in rules.items():
            self._matcher.add(
                name, [pattern for line in lines for pattern in _patterns(line)], greedy="LONGEST"
            )

    def find(self, doc: Doc) -> dict[str, Spans]:
        """Where each rule holds: token positions, in order, the longest match at a place."""
        found: dict[str, Spans] = {}
        for rule, start, end in self._matcher(doc):
            found.setdefault(self._strings[rule], []).append((start, end))
        return {name: sorted(spans) for name, spans in found.items()}


def _patterns(line: str) -> list[list[dict[str, Any]]]:
    """The line with its alternatives spelled out, if these are few: spaCy asks plain attributes
    in C and sets of alternatives in Python."""
    choices = [_choices(token) for token in line.split()]
    if prod(map(len, choices)) > _MOST_PATTERNS:
        return [[_token_pattern(token) for token in line.split()]]
    return [list(pattern) for pattern in product(*choices)]


def _choices(token: str) -> list[dict[str, Any]]:
    operator = token[-1] if token[-1] in _OPERATORS else ""
    if operator in ("*", "+"):
        return [_token_pattern(token)]
    return [
        _token_pattern(alternative + operator)
        for alternative in token.rstrip(_OPERATORS).split("|")
    ]


def _token_pattern(token: str) -> dict[str, Any]:
    pattern: dict[str, Any] = {}
    if token[-1] in _OPERATORS:
        token, pattern["OP"] = token[:-1], token[-1]
    if token != "_":
        alternatives = token.split("|")
        if len({alternative.isupper() for alternative in alternatives}) > 1:
            raise ValueError(f"'{token}' mixes roles and words in a long line: split the line")
        attribute = "TAG" if token.isupper() else "ORTH"
        pattern[attribute] = alternatives[0] if len(alternatives) == 1 else {"IN": alternatives}
    return pattern
