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
_SHARED = "shared"
_GERMAN = "de"
_STAR = "*"
_SHORTEST_STEM = 2


class LexiconError(ValueError):
    """A word stands in two roles, or a table is not what the code expects."""


@dataclass(frozen=True)
class Word:
    tag: str
    lemma: str
    plural: bool = False
    value: float | None = None


@dataclass(frozen=True)
class Person:
    """A child as families call it; `stage` is the age the word itself says, in months."""

    label: str
    pronoun: str | None
    stage: tuple[int, int] | None


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """`words` are whole, `stems` begin a word, `phrases` are words in a row with their first.

    `spelled` are words told apart by their accents alone; the first has a role without them too.
    """

    language: str
    words: Mapping[str, Word]
    spelled: Mapping[str, Word]
    stems: Mapping[str, Word]
    phrases: Mapping[str, tuple[tuple[Phrase, Word], ...]]
    short_units: Mapping[str, str]
    people: Mapping[str, Person]
    numbers: NumberWords
    tables: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls, language: str) -> "Lexicon":
        tables = _tables(language)
        roles = dict(tables.pop("words"))
        people = tables.pop("people")
        short_units = roles.pop("UNIT_SHORT", {})
        parted = tables.get("clitics", {}).get("apostrophe") == "before a word"
        forms = [
            (form.replace("'", " ") if parted else form, word)
            for form, word in [*_role_words(roles, language), *_people_words(people)]
        ]
        entries = [(fold(form, language), word) for form, word in forms]
        whole = [entry for entry in forms if " " not in entry[0] and entry[0][-1] != _STAR]
        spelled = _told_apart(whole, language)
        numbers = NumberWords(tables.pop("numbers"), language)
        single = [(form, word) for form, word in entries if " " not in form]
        if language != _GERMAN:
            tables["rules"] = _with_shared_rules(tables.get("rules", {}))
        return cls(
            language=language,
            words=_unique(
                [
                    (fold(form, language), word)
                    for form, word in whole
                    if form.casefold() not in spelled
                ]
            ),
            spelled=spelled,
            stems=_unique(
                [(form.rstrip(_STAR), word) for form, word in single if form.endswith(_STAR)]
            ),
            phrases=_phrases([*entries, *_number_phrases(numbers)]),
            short_units={
                fold(form, language): lemma
                for lemma, forms in short_units.items()
                for form in forms
            },
            people={who: _person(entry) for who, entry in people.items()},
            numbers=numbers,
            tables=tables,
        )

    def exactly(self, text: str, folded: str) -> Word | None:
        """The role of a word as it is written, else without its accents."""
        return self.spelled.get(text.casefold()) or self.words.get(folded)

    def known(self, word: str) -> Word | None:
        """The role of a folded word: its own, else that of the longest stem it begins with."""
        if word in self.words:
            return self.words[word]
        for length in range(len(word), _SHORTEST_STEM - 1, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return None


class _WordLoader(yaml.SafeLoader):
    """Reads "no", "on" and "y" as the words they are."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@cache
def lexicon_languages() -> frozenset[str]:
    return frozenset(path.parent.name for path in _FOLDER.glob("*/words.yml"))


def _tables(folder: str) -> dict[str, Any]:
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=_WordLoader)
        for path in sorted((_FOLDER / folder).glob("*.yml"))
    }


def _with_shared_rules(own: Mapping[str, list[str]]) -> dict[str, list[str]]:
    shared: dict[str, list[str]] = _tables(_SHARED)["rules"]
    return {name: [*shared.get(name, []), *own.get(name, [])] for name in {**shared, **own}}


def _role_words(roles: Mapping[str, Any], language: str) -> Iterator[tuple[str, Word]]:
    for tag, entries in roles.items():
        stand_for_themselves = isinstance(entries, list)
        lemmas = (
            {fold(form, language): [form] for form in entries} if stand_for_themselves else entries
        )
        for lemma, forms in lemmas.items():
            for form in forms:
                yield form, Word(tag, lemma)


def _people_words(people: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    for who, entry in people.items():
        for form in entry.get("singular", ()):
            yield form, Word("CHILD", who)
        for form in entry.get("plural", ()):
            yield form, Word("CHILD", who, plural=True)
        for form in entry.get("adjective", ()):
            yield form, Word("CHILD_ADJECTIVE", who)


def _phrases(entries: list[tuple[str, Word]]) -> dict[str, tuple[tuple[Phrase, Word], ...]]:
    """By their first word, the longest first."""
    by_first: dict[str, list[tuple[Phrase, Word]]] = {}
    for form, word in entries:
        words = tuple(form.replace("-", " ").split())
        if len(words) > 1:
            by_first.setdefault(words[0], []).append((words, word))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))
        for first, phrases in by_first.items()
    }


def _number_phrases(numbers: NumberWords) -> Iterator[tuple[str, Word]]:
    for tag, lemma, forms in (
        ("NUM", "word", numbers.cardinals),
        ("FRACTION", "fraction", numbers.fractions),
        ("ORD", "ord", numbers.ordinals),
    ):
        for form, value in forms.items():
            if " " in form:
                yield form, Word(tag, lemma, value=float(value))


def _person(entry: Mapping[str, Any]) -> Person:
    stage = entry.get("stage")
    return Person(entry["label"], entry.get("pronoun"), tuple(stage) if stage else None)


def _told_apart(forms: list[tuple[str, Word]], language: str) -> dict[str, Word]:
    """All but the first of the forms that differ in accents and in their roles."""
    first: dict[str, tuple[str, Word]] = {}
    spelled: dict[str, Word] = {}
    for form, word in forms:
        known_form, known = first.setdefault(fold(form, language), (form.casefold(), word))
        if known != word and known_form != form.casefold():
            spelled[form.casefold()] = word
    return spelled


def _unique(entries: list[tuple[str, Word]]) -> dict[str, Word]:
    words: dict[str, Word] = {}
    clashes = [
        f"'{form}' is both {_role(known)} and {_role(word)}"
        for form, word in entries
        if (known := words.setdefault(form, word)) != word
    ]
    if clashes:
        raise LexiconError(f"keep each form in one role: {'; '.join(clashes)}")
    return words


def _role(word: Word) -> str:
    return f"{word.tag} {word.lemma}"
