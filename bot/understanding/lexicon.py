"""The words of a language: tables beside the code, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.folding import fold
from bot.understanding.numbers import NumberWords

_FOLDER = Path(__file__).parent / "lexicon"


class LexiconError(ValueError):
    """A word stands in two roles, or a table is not what the code expects."""


@dataclass(frozen=True)
class Word:
    tag: str
    lemma: str
    plural: bool = False


@dataclass(frozen=True)
class Person:
    """A child as families call it; `stage` is the age the word itself says, in months."""

    label: str
    pronoun: str | None
    stage: tuple[int, int] | None


@dataclass(frozen=True)
class Lexicon:
    words: Mapping[str, Word]
    short_units: Mapping[str, str]
    people: Mapping[str, Person]
    numbers: NumberWords
    tables: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls, language: str) -> "Lexicon":
        tables = {
            path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
            for path in sorted((_FOLDER / language).glob("*.yml"))
        }
        roles = dict(tables.pop("words"))
        people = tables.pop("people")
        short_units = roles.pop("UNIT_SHORT")
        return cls(
            words=_unique([*_role_words(roles), *_people_words(people)]),
            short_units={
                fold(form): lemma for lemma, forms in short_units.items() for form in forms
            },
            people={who: _person(entry) for who, entry in people.items()},
            numbers=NumberWords(tables.pop("numbers")),
            tables=tables,
        )


def _role_words(roles: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    for tag, entries in roles.items():
        stand_for_themselves = isinstance(entries, list)
        lemmas = {fold(form): [form] for form in entries} if stand_for_themselves else entries
        for lemma, forms in lemmas.items():
            for form in forms:
                yield fold(form), Word(tag, lemma)


def _people_words(people: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    for who, entry in people.items():
        for form in entry.get("singular", ()):
            yield fold(form), Word("CHILD", who)
        for form in entry.get("plural", ()):
            yield fold(form), Word("CHILD", who, plural=True)
        for form in entry.get("adjective", ()):
            yield fold(form), Word("CHILD_ADJECTIVE", who)


def _person(entry: Mapping[str, Any]) -> Person:
    stage = entry.get("stage")
    return Person(entry["label"], entry.get("pronoun"), tuple(stage) if stage else None)


def _unique(entries: list[tuple[str, Word]]) -> dict[str, Word]:
    words: dict[str, Word] = {}
    for form, word in entries:
        known = words.setdefault(form, word)
        if known != word:
            raise LexiconError(f"'{form}' is both {known} and {word}: keep it in one role")
    return words
