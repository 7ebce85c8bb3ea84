"""One catalogue of texts a language, read from YAML beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from bot.languages import LANGUAGES

DIRECTORY = Path(__file__).parent
DEFAULT_LANGUAGE = "de"

RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2067", "\u2068", "\u2069"

Entry = str | Sequence[str]


class MissingText(KeyError):
    """A catalogue has no such entry, or the entry needs a parameter that was not given."""

    def __str__(self) -> str:
        return str(self.args[0])


class Catalogue:
    """Texts by dotted key, e.g. ``ask.children``."""

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self.locale = Locale.parse(LANGUAGES[language].written)
        self._is_rtl = LANGUAGES[language].direction == "rtl"
        self._entries = dict(entries)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def wordings(self, key: str) -> tuple[str, ...]:
        """Return every wording of an entry, unformatted.

        Raises:
            MissingText: The catalogue has no such entry.
        """
        try:
            entry = self._entries[key]
        except KeyError:
            raise MissingText(f"the {self.language} catalogue has no text “{key}”") from None
        return (entry,) if isinstance(entry, str) else tuple(entry)

    def text(self, key: str, *, repeated: int = 0, **params: object) -> str:
        """Return the text; ``repeated``, how often it was said before, picks the wording.

        Raises:
            MissingText: No such entry, or a parameter of it was not given.
        """
        wordings = self.wordings(key)
        return self._said(wordings[repeated % len(wordings)], key, params)

    def plural(self, key: str, number: float, /, **params: object) -> str:
        """Return the form of ``key`` that CLDR's plural rules give for the number.

        It is shown as ``count``, unless that is a parameter of its own: “2 ½” for 2.5.
        """
        form = self.locale.plural_form(number)
        return self._said(self.wordings(f"{key}.{form}")[0], key, {"count": number, **params})

    def commas(self, parts: Iterable[str]) -> str:
        """Return the parts as one enumeration, with the commas of the language."""
        return f"{self.text('list.comma')} ".join(parts)

    def semicolons(self, parts: Iterable[str]) -> str:
        """Return the parts as one enumeration of what may have commas itself."""
        return f"{self.text('list.semicolon')} ".join(parts)

    def _said(self, wording: str, key: str, params: Mapping[str, object]) -> str:
        filled = {name: self._isolated(value) for name, value in params.items()}
        try:
            return wording.format(**filled)
        except KeyError as error:
            raise MissingText(f"the text “{key}” needs the parameter {error}") from None

    def _isolated(self, value: object) -> object:
        """Keep a German name or a telephone number in order amid text that runs the other way.

        Isolates are those of the Unicode Bidirectional Algorithm (UAX #9, 2.4). What holds some
        already was put together here: its direction is not that of a German name inside.
        Digits alone are part of a number or a time, which an isolate would turn round: 30:8.
        """
        if not self._is_rtl or not isinstance(value, str) or not value or value.isdecimal():
            return value
        if value.isdecimal():
            return value  # keeps its order by itself; isolated, the minutes went before the hour
        is_own = POP_ISOLATE in value
        isolate = RIGHT_TO_LEFT_ISOLATE if is_own else FIRST_STRONG_ISOLATE
        return f"{isolate}{value}{POP_ISOLATE}"


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language, German where there is none."""
    path = DIRECTORY / f"{language}.yml"
    if language not in languages():
        return catalogue(DEFAULT_LANGUAGE)
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Catalogue(language, dict(flatten(entries)))


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there is a catalogue for."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.yml")))


def flatten(node: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Entry]]:
    """Yield the entries of nested tables by dotted key, each behind the prefix."""
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from flatten(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value.strip()
        else:
            yield key, [str(wording).strip() for wording in value]
