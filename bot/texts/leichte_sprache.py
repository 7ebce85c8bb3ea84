"""Whether a text keeps to the rules of Leichte Sprache, as far as a program can tell.

Rules of the Netzwerk Leichte Sprache and DIN SPEC 33429. What they ask beyond this, above all that
readers test every text, no program replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

MOST_WORDS = 12
"""In a sentence."""
MOST_COMMAS = 1
LONGEST_WORD = 14
"""Letters; a longer word is parted by hyphens: Familien-Zentrum."""

_RULES = Path(__file__).parent / "rules" / "leichte_sprache.yml"
_PARAMETER = re.compile(r"\{[^}]*\}")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\b(?:\w+\.)+(?:de|com|org|net|info)\b\S*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])[“”\"]?\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*")
_PASSIVE = re.compile(
    r"\b(?:wird|werden|wurden?)\b.*\b(?:\w{0,6}ge\w{2,}(?:t|en)|\w+iert)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"„[^“]*“")

Rules = Mapping[str, Sequence[str] | Mapping[str, str]]


def faults(text: str) -> list[str]:
    """Say of each rule that the text breaks where, and what to do instead."""
    readable = _ADDRESS.sub("", _PARAMETER.sub("Wort", text))
    return [fault for sentence in _sentences(readable) for fault in _faults_of(sentence)]


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        if _WORD.search(sentence):
            yield sentence.strip()


def _faults_of(sentence: str) -> Iterator[str]:
    # What a quotation holds is an example of what people write, or the name of a button.
    own = _QUOTED.sub("„Wort“", sentence)
    words = _WORD.findall(own)
    if len(words) > MOST_WORDS:
        yield f"{len(words)} words, at most {MOST_WORDS}: “{sentence}”"
    if own.count(",") > MOST_COMMAS or ";" in own or " – " in own:
        yield f"more than one statement, make two sentences: “{sentence}”"
    if _PASSIVE.search(own):
        yield f"passive, say who does it: “{sentence}”"
    for long in (word for word in words if _longest_part(word) > LONGEST_WORD):
        yield f"“{long}” is long, part it with a hyphen"
    yield from _forbidden(own)


def _longest_part(word: str) -> int:
    return max(map(len, word.split("-")))


def _forbidden(sentence: str) -> Iterator[str]:
    small = sentence.casefold()
    for rule, entries in _rules().items():
        for entry in entries:
            found = _pattern(entry).search(small)
            if found:
                advice = f", say: {entries[entry]}" if isinstance(entries, Mapping) else ""
                yield f"“{found[0]}” is {rule.replace('_', ' ')}{advice}: “{sentence}”"


@cache
def _rules() -> Rules:
    rules: Rules = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return rules


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    words = re.escape(entry.casefold()).replace(r"\*", r"\w*")
    return re.compile(rf"(?<!\w){words}(?!\w)")
