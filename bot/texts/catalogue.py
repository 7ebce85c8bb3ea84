"""One catalogue of texts a language, read from YAML beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

DIRECTORY = Path(__file__).parent
DEFAULT_LANGUAGE = "de"

Entry = str | Sequence[str]


class MissingText(KeyError):
    """A catalogue has no such entry, or the entry needs a parameter that was not given."""

    def __str__(self) -> str:
        return str(self.args[0])


class Catalogue:
    """Texts by dotted key, e.g. ``ask.children``."""

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self._entries = dict(entries)
        self._plural = Locale.parse(language).plural_form

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
        try:
            return wordings[repeated % len(wordings)].format(**params)
        except KeyError as error:
            raise MissingText(f"the text “{key}” needs the parameter {error}") from None

    def plural(self, key: str, count: int) -> str:
        """Return the plural form of ``key`` that CLDR's rules give for ``count``."""
        form = f"{key}.{self._plural(count)}"
        return self.text(form if form in self else f"{key}.other", count=count)


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language, German where there is none."""
    path = DIRECTORY / f"{language}.yml"
    if language not in languages():
        return catalogue(DEFAULT_LANGUAGE)
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Catalogue(language, dict(_flatten(entries, "")))


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there is a catalogue for."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.yml")))


def _flatten(node: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Entry]]:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value.strip()
        else:
            yield key, [str(wording).strip() for wording in value]
