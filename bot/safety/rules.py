"""Danger in a text, recognised by rules that can be read: one file a language.

| in a rule file | holds |
|---|---|
| `words` | lists of words that phrases name as `<child>` |
| `negation` | what takes a phrase back: `Negation` in bot/safety/phrases.py |
| `attached` | optional: little words written together with the next one |
| `harmless` | phrases that are taken out of the text first |
| `frames` | optional, by name: phrases that say that the words around are past, told or asked about: up to eight words before and after them in the sentence are taken out, too |
| `still` | optional: phrases with which a frame does not count in their sentence: "früher und jetzt wieder" |
| `dangers` | kinds of bot/safety/kinds.py with their rules, and the phrases of each rule |
| `child_writes` | optional: phrases that only a child or teenager writes |

bot/safety/phrases.py says how a phrase is written.
"""  # noqa: E501

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from bot.safety.folding import MASK, SENTENCE_END, fold_text, script_of
from bot.safety.kinds import KINDS, TOLD_BY_A_CHILD, Reader
from bot.safety.phrases import Negation, Phrasebook, PhraseError

_FOLDER = Path(__file__).parent / "rules"
_HARMLESS = " - "
_WORDS_IN_A_FRAME = 8
_LETTERS_OF_AN_ENDING = 2


class RulesError(ValueError):
    """A rule file is missing or faulty."""


@dataclass(frozen=True)
class Danger:
    """`kind` says who can help, `rule` which rule of the file applied, `reader` who is answered."""

    kind: str
    rule: str
    reader: Reader = "adult"


@dataclass(frozen=True)
class _Rule:
    kind: str
    name: str
    patterns: Sequence[re.Pattern[str]]


class SafetyRules:
    """The rules are tried in the order of the file: the first that applies decides."""

    def __init__(self, language: str, content: Mapping[str, Any]) -> None:
        """Raises PhraseError, RulesError, KeyError and TypeError for faulty content."""
        self._script = script_of(language)
        negation = Negation(**content["negation"])
        book = Phrasebook(content["words"], negation, self._script, content.get("attached") or ())
        frames = content.get("frames") or {}
        self._harmless = [book.pattern(phrase) for phrase in content["harmless"]]
        self._frames = [book.pattern(phrase) for phrases in frames.values() for phrase in phrases]
        self._still = [book.pattern(phrase) for phrase in content.get("still") or ()]
        self._child_writes = [book.pattern(phrase) for phrase in content.get("child_writes") or ()]
        self._rules = list(_rules(content["dangers"], book))
        self._vocabulary = sorted(
            literal
            for danger in content["dangers"]
            for phrases in danger["rules"].values()
            for literal in book.literals(phrases)
            if len(literal) > 3
        )

    @classmethod
    @cache
    def load(cls, language: str) -> Self:
        """Raises RulesError."""
        path = _FOLDER / f"{language}.yml"
        try:
            return cls(language, yaml.safe_load(path.read_text(encoding="utf-8")))
        except RulesError as error:
            raise RulesError(f"{path.name}: {error}") from error
        except (OSError, KeyError, TypeError, PhraseError, yaml.YAMLError) as error:
            raise RulesError(f"{path.name}: {error}") from error

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.kind for rule in self._rules))

    def danger(self, text: str) -> Danger | None:
        folded = self._folded(text)
        serious = self._without_frames(self._without_harmless(folded))
        for rule in self._rules:
            if any(pattern.search(serious) for pattern in rule.patterns):
                child = rule.kind in TOLD_BY_A_CHILD or self._is_by_a_child(folded)
                return Danger(rule.kind, rule.name, "child" if child else "adult")
        return None

    def is_by_a_child(self, text: str) -> bool:
        return self._is_by_a_child(self._folded(text))

    def _is_by_a_child(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self._child_writes)

    def _folded(self, text: str) -> str:
        folded = fold_text(text, self._script)
        if MASK not in folded:
            return folded
        return " ".join(
            self._unmasked(word) if MASK in word else word for word in folded.split(" ")
        )

    def _unmasked(self, word: str) -> str:
        """The word of the rules that fits around the asterisks, or the parts between them."""
        hidden = re.compile(re.escape(word).replace(r"\*", "[^ .]{1,2}"))
        endings = {word[len(word) - length :] for length in range(_LETTERS_OF_AN_ENDING + 1)}
        fitting = (
            known + ending
            for known in self._vocabulary
            for ending in endings
            if hidden.fullmatch(known + ending)
        )
        return next(fitting, word.replace(MASK, " "))

    def _without_harmless(self, folded: str) -> str:
        for pattern in self._harmless:
            folded = pattern.sub(_HARMLESS, folded)
        return folded

    def _without_frames(self, folded: str) -> str:
        if not any(pattern.search(folded) for pattern in self._frames):
            return folded
        sentences = folded.split(f" {SENTENCE_END}")
        return f" {SENTENCE_END}".join(self._without_frame(sentence) for sentence in sentences)

    def _without_frame(self, sentence: str) -> str:
        closed = f"{sentence} "
        if any(pattern.search(closed) for pattern in self._still):
            return sentence
        for pattern in self._frames:
            framed = pattern.search(closed)
            if framed:
                before = closed[: framed.start()].split()[:-_WORDS_IN_A_FRAME]
                after = closed[framed.end() :].split()[_WORDS_IN_A_FRAME:]
                closed = f" {' '.join([*before, _HARMLESS.strip(), *after])} "
        return closed.rstrip()


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages danger is recognised in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


def _rules(dangers: Sequence[Mapping[str, Any]], book: Phrasebook) -> Iterator[_Rule]:
    for danger in dangers:
        if danger["kind"] not in KINDS:
            raise RulesError(f"{danger['kind']} is no kind of bot/safety/kinds.py")
        for name, phrases in danger["rules"].items():
            yield _Rule(danger["kind"], name, [book.pattern(phrase) for phrase in phrases])
