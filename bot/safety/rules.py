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
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Self

import yaml

from bot.safety.folding import MASK, SENTENCE_END, fold_text, script_of
from bot.safety.kinds import KINDS, TOLD_BY_A_CHILD, Reader
from bot.safety.phrases import Negation, Phrase, Phrasebook, PhraseError, PhraseIndex

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
    phrase: Phrase


class SafetyRules:
    """The rules are tried in the order of the file: the first that applies decides."""

    def __init__(self, language: str, content: Mapping[str, Any]) -> None:
        """Raises PhraseError, RulesError, KeyError and TypeError for faulty content."""
        self._script = script_of(language)
        negation = Negation(**content["negation"])
        book = Phrasebook(content["words"], negation, self._script, content.get("attached") or ())
        self._book = book

        def index(phrases: Iterable[str]) -> PhraseIndex:
            return PhraseIndex(map(book.phrase, phrases))

        self._harmless = index(content["harmless"])
        self._frames = index(chain.from_iterable((content.get("frames") or {}).values()))
        self._still = index(content.get("still") or ())
        self._child_writes = index(content.get("child_writes") or ())
        self._rules = list(_rules(content["dangers"], book))
        self._phrases = PhraseIndex(rule.phrase for rule in self._rules)
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

    def phrases(self) -> Iterator[Phrase]:
        """All that are looked for."""
        for index in (self._harmless, self._frames, self._still, self._phrases, self._child_writes):
            yield from index

    def danger(self, text: str) -> Danger | None:
        folded = self._folded(text)
        keys = self._book.keys(folded)
        serious = self._without_frames(self._without_harmless(folded, keys), keys)
        for place, phrase in self._phrases.candidates(keys):
            if phrase.is_in(serious):
                rule = self._rules[place]
                child = rule.kind in TOLD_BY_A_CHILD or self._is_by_a_child(folded, keys)
                return Danger(rule.kind, rule.name, "child" if child else "adult")
        return None

    def is_by_a_child(self, text: str) -> bool:
        folded = self._folded(text)
        return self._is_by_a_child(folded, self._book.keys(folded))

    def _is_by_a_child(self, folded: str, keys: Set[str]) -> bool:
        return any(phrase.is_in(folded) for _, phrase in self._child_writes.candidates(keys))

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

    def _without_harmless(self, folded: str, keys: Set[str]) -> str:
        for _, phrase in self._harmless.candidates(keys):
            folded = phrase.regex.sub(_HARMLESS, folded)
        return folded

    def _without_frames(self, folded: str, keys: Set[str]) -> str:
        frames = [phrase for _, phrase in self._frames.candidates(keys) if phrase.is_in(folded)]
        if not frames:
            return folded
        still = [phrase for _, phrase in self._still.candidates(keys)]
        end = f" {SENTENCE_END}"
        return end.join(_without(frames, still, part) for part in folded.split(end))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages danger is recognised in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


def _without(frames: Sequence[Phrase], still: Sequence[Phrase], sentence: str) -> str:
    closed = f"{sentence} "
    if any(phrase.is_in(closed) for phrase in still):
        return sentence
    for phrase in frames:
        framed = phrase.regex.search(closed)
        if framed:
            before = closed[: framed.start()].split()[:-_WORDS_IN_A_FRAME]
            after = closed[framed.end() :].split()[_WORDS_IN_A_FRAME:]
            closed = f" {' '.join([*before, _HARMLESS.strip(), *after])} "
    return closed.rstrip()


def _rules(dangers: Sequence[Mapping[str, Any]], book: Phrasebook) -> Iterator[_Rule]:
    for danger in dangers:
        if danger["kind"] not in KINDS:
            raise RulesError(f"{danger['kind']} is no kind of bot/safety/kinds.py")
        for name, phrases in danger["rules"].items():
            for phrase in phrases:
                yield _Rule(danger["kind"], name, book.phrase(phrase))
