"""Danger in a message, whatever language it is written in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from bot.safety.kinds import Reader
from bot.safety.rules import Danger, SafetyRules, languages


class DangerRecogniser:
    """Families mix languages: the rules of all are tried, those of the conversation first."""

    def __init__(self, rules: dict[str, SafetyRules]) -> None:
        self._rules = rules

    @classmethod
    def load(cls) -> Self:
        """Raises RulesError."""
        return cls({language: SafetyRules.load(language) for language in languages()})

    def danger(self, text: str, language: str) -> Danger | None:
        """`language` is a BCP 47 tag."""
        in_order = self._in_order(language.partition("-")[0])
        found = (rules.danger(text) for rules in in_order)
        danger = next((danger for danger in found if danger is not None), None)
        if danger is not None and danger.reader == "adult":
            return replace(danger, reader=self.reader(text))
        return danger

    def reader(self, text: str) -> Reader:
        by_a_child = any(rules.is_by_a_child(text) for rules in self._rules.values())
        return "child" if by_a_child else "adult"

    def _in_order(self, language: str) -> Sequence[SafetyRules]:
        """Those of the language, then the others."""
        return [
            self._rules[code] for code in sorted(self._rules, key=lambda code: code != language)
        ]
