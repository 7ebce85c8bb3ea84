"""Danger in a text, recognised by rules that can be read: one file a language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from bot.safety.folding import fold_text
from bot.safety.phrases import Negation, Phrasebook, PhraseError

_FOLDER = Path(__file__).parent / "rules"
_HARMLESS = " - "


class RulesError(ValueError):
    """A rule file is missing or faulty."""


@dataclass(frozen=True)
class Danger:
    """`kind` says who can help, `rule` which sentence of the rule file applied."""

    kind: str
    rule: str


@dataclass(frozen=True)
class _Rule:
    danger: Danger
    patterns: Sequence[re.Pattern[str]]

    def applies(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self.patterns)


class SafetyRules:
    """The rules are tried in the order of the file: the first that applies decides."""

    def __init__(self, harmless: Sequence[re.Pattern[str]], rules: Sequence[_Rule]) -> None:
        self._harmless = harmless
        self._rules = rules

    @classmethod
    @cache
    def load(cls, language: str) -> Self:
        """Raises RulesError."""
        path = _FOLDER / f"{language}.yml"
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            book = Phrasebook(content["words"], Negation(**content["negation"]))
            return cls(
                [book.pattern(phrase) for phrase in content["harmless"]],
                _rules(content["dangers"], book),
            )
        except (OSError, KeyError, TypeError, PhraseError, yaml.YAMLError) as error:
            raise RulesError(f"{path.name}: {error}") from error

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.danger.kind for rule in self._rules))

    def danger(self, text: str) -> Danger | None:
        folded = fold_text(text)
        for pattern in self._harmless:
            folded = pattern.sub(_HARMLESS, folded)
        return next((rule.danger for rule in self._rules if rule.applies(folded)), None)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages danger is recognised in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


def _rules(dangers: Sequence[Mapping[str, Any]], book: Phrasebook) -> list[_Rule]:
    return [
        _Rule(Danger(danger["kind"], name), [book.pattern(phrase) for phrase in phrases])
        for danger in dangers
        for name, phrases in danger["rules"].items()
    ]
