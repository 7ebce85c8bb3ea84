"""Danger in a text, recognised by rules that can be read: one file a language.

| in a rule file | holds |
|---|---|
| `words` | lists of words that phrases name as `<child>` |
| `parts` | optional: what many phrases have in common, which they name as `(my-child)` |
| `negation` | what takes a phrase back: `Negation` in bot/safety/phrases.py |
| `attached` | optional: little words written together with the next one |
| `harmless` | phrases that are taken out of the text first |
| `frames` | optional, by name: phrases that say that the words around are past, told or asked about: up to eight words before and after them in the sentence are taken out, too |
| `still` | optional: phrases with which a frame does not count in their sentence: "früher und jetzt wieder" |
| `dangers` | kinds of bot/safety/kinds.py with their rules, and the phrases of each rule |
| `child_writes` | optional: phrases that only a child or teenager writes |
| `adult_writes` | optional: phrases that only an adult writes: "my son", "my husband" |

bot/safety/phrases.py says how a phrase is written.
"""  # noqa: E501

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Self

import yaml

from bot.languages import GERMAN
from bot.safety.folding import MASK, SENTENCE_END, Script, fold_text, is_latin, script_of
from bot.safety.kinds import KINDS, TOLD_BY_A_CHILD, Reader
from bot.safety.phrases import Negation, Phrase, Phrasebook, PhraseError, PhraseIndex
from bot.safety.quiet import Quiet

_FOLDER = Path(__file__).parent / "rules"
_LETTERS_OF_AN_ENDING = 2
_LETTERS_OF_A_STEM = 4
LEAST_KNOWN_WORDS = 0.4
"""Share of the words of a message in Latin letters that Russian, say, has to know."""
GERMAN_NEGATORS = ("nicht", "nich", "kein", "keine", "keinen", "keinem", "keiner")
"""German words stand in sentences of every language here, and may be denied in German."""


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
        self.script = script_of(language)
        self._language, self._content = language, content
        self._book = book = _phrasebook(language, content, self.script)
        self._quiet: dict[Script, Quiet] = {self.script: Quiet(content, book)}
        self._child_writes = PhraseIndex(map(book.phrase, content.get("child_writes") or ()))
        self._adult_writes = PhraseIndex(map(book.phrase, content.get("adult_writes") or ()))
        self._rules = list(_rules(content["dangers"], book))
        self._phrases = PhraseIndex(rule.phrase for rule in self._rules)
        self._vocabulary = sorted(
            word for word in book.literals(_dangers(content)) if len(word) > 3
        )

    @classmethod
    @cache
    def load(cls, language: str) -> Self:
        """Raises RulesError."""
        path = _FOLDER / f"{language}.yml"
        try:
            return cls(language, yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, KeyError, TypeError, PhraseError, RulesError, yaml.YAMLError) as error:
            raise RulesError(f"{path.name}: {error}") from error

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.kind for rule in self._rules))

    def phrases(self) -> Iterator[Phrase]:
        """All that are looked for."""
        yield from self._quiet[self.script].phrases()
        yield from self._phrases
        yield from self._child_writes
        yield from self._adult_writes

    def quiet(self, script: Script) -> Quiet:
        """What is no danger in this language, for texts that are folded by another script."""
        if script not in self._quiet:
            self._quiet[script] = Quiet(
                self._content, _phrasebook(self._language, self._content, script)
            )
        return self._quiet[script]

    def danger(self, text: str, others: Sequence[Quiet] = ()) -> Danger | None:
        """`others` say what is no danger in the languages the text is likely to be in."""
        if self._is_of_another_language(text):
            return None
        folded = self._folded(text)
        keys = self._book.keys(folded)
        serious = folded
        for quiet in (self._quiet[self.script], *others):
            serious = quiet.without(serious, keys)
        for place, phrase in self._phrases.candidates(keys):
            if phrase.is_in(serious):
                rule = self._rules[place]
                child = rule.kind in TOLD_BY_A_CHILD or self._is_by_a_child(folded, keys)
                return Danger(rule.kind, rule.name, "child" if child else "adult")
        return None

    def _is_of_another_language(self, text: str) -> bool:
        """Whether Latin letters spell no word of a language with letters of its own.

        Short words of all languages look alike once their letters are changed.
        """
        if self.script == "latin" or not is_latin(text):
            return False
        words = self._folded(text).replace(SENTENCE_END, " ").split()
        return sum(map(self._knows, words)) < LEAST_KNOWN_WORDS * len(words)

    def _knows(self, word: str) -> bool:
        return word in self._words or any(
            word[:length] in self._stems for length in range(_LETTERS_OF_A_STEM, len(word) + 1)
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._book.words(self._all_phrases()))

    @cached_property
    def _stems(self) -> frozenset[str]:
        literals = self._book.literals(self._all_phrases())
        return frozenset(word for word in literals if len(word) >= _LETTERS_OF_A_STEM)

    def _all_phrases(self) -> list[str]:
        quiet = [*self._content["harmless"], *(self._content.get("child_writes") or ())]
        listed = chain.from_iterable(self._content["words"].values())
        return [*_dangers(self._content), *quiet, *listed]

    def is_by_a_child(self, text: str) -> bool:
        folded = self._folded(text)
        return self._is_by_a_child(folded, self._book.keys(folded))

    def is_by_an_adult(self, text: str) -> bool:
        folded = self._folded(text)
        return _is_any_in(folded, self._book.keys(folded), self._adult_writes)

    def _is_by_a_child(self, folded: str, keys: Set[str]) -> bool:
        return _is_any_in(folded, keys, self._child_writes)

    def _folded(self, text: str) -> str:
        folded = fold_text(text, self.script)
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


def _is_any_in(folded: str, keys: Set[str], phrases: PhraseIndex) -> bool:
    return any(phrase.is_in(folded) for _, phrase in phrases.candidates(keys))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages danger is recognised in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


def _phrasebook(language: str, content: Mapping[str, Any], script: Script) -> Phrasebook:
    negation: dict[str, Sequence[str]] = dict(content["negation"])
    if language != GERMAN.code:
        for place in ("after", "before"):
            negation[place] = [*negation.get(place, ()), *GERMAN_NEGATORS]
    words, attached = content["words"], content.get("attached") or ()
    return Phrasebook(words, Negation(**negation), script, attached, content.get("parts"))


def _dangers(content: Mapping[str, Any]) -> list[str]:
    return [
        phrase
        for danger in content["dangers"]
        for phrases in danger["rules"].values()
        for phrase in phrases
    ]


def _rules(dangers: Sequence[Mapping[str, Any]], book: Phrasebook) -> Iterator[_Rule]:
    for danger in dangers:
        if danger["kind"] not in KINDS:
            raise RulesError(f"{danger['kind']} is no kind of bot/safety/kinds.py")
        for name, phrases in danger["rules"].items():
            for phrase in phrases:
                yield _Rule(danger["kind"], name, book.phrase(phrase))
