"""Danger in a message, whatever language it is written in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, Self

from bot.languages import GERMAN
from bot.safety.kinds import KINDS, TOLD_BY_A_CHILD, Reader
from bot.safety.rules import Danger, RulesError, SafetyRules, languages

LEARNT = "model"
"""Named as the rule where no rule applied, but what is learnt from examples finds danger."""


FEWEST_WORDS_TO_SILENCE = 6
"""Of a message in which the model may silence a rule: short calls for help are what rules know best
and the model least."""
WORDS_READ_FOR_THE_READER = 40
"""Of a conversation, at its end: as much as the model reads at once."""


class Judgement(Protocol):
    """What a model thinks of a text: `kind` is the likeliest, should there be danger."""

    @property
    def is_danger(self) -> bool: ...

    @property
    def is_surely_quiet(self) -> bool: ...

    @property
    def kind(self) -> str: ...

    @property
    def is_by_a_child(self) -> bool: ...


class Judge(Protocol):
    """A model learnt from examples; `kinds` are all it knows."""

    @property
    def kinds(self) -> Iterable[str]: ...

    def judge(self, text: str) -> Judgement: ...


class DangerRecogniser:
    """Families mix languages: the rules of all are tried, those of the conversation first.

    Where no rule applies, the model decides. It silences a rule only where it is sure, in a message
    of some words: of denials, tales of the past and quotations, rules know only the usual ones.
    """

    def __init__(self, rules: Mapping[str, SafetyRules], model: Judge | None = None) -> None:
        """Raises RulesError where the model knows other kinds."""
        self._rules = rules
        self._model = model
        unknown = sorted(set(model.kinds) - set(KINDS)) if model else []
        if unknown:
            raise RulesError(
                f"the danger model knows {', '.join(unknown)}, which are no kinds of "
                "bot/safety/kinds.py; learn it anew with `lotse model tune-danger`"
            )

    @classmethod
    def load(cls, model: Judge | None = None) -> Self:
        """Raises RulesError."""
        return cls({language: SafetyRules.load(language) for language in languages()}, model)

    def danger(self, text: str, language: str, earlier: Sequence[str] = ()) -> Danger | None:
        """`language` is a BCP 47 tag; `earlier` is what the same person wrote before, in order.

        It helps to tell a child from an adult: one message often shows too little of its writer.
        """
        written = language.partition("-")[0]
        found = (
            rules.danger(text, [other.quiet(rules.script) for other in self._heard(written, rules)])
            for rules in self._in_order(written)
        )
        danger = next((danger for danger in found if danger is not None), None)
        judgement = self._judgement(text)
        if danger is None:
            return self._learnt_danger(text, judgement, earlier)
        if judgement is not None and judgement.is_surely_quiet and _has_some_words(text):
            return None
        if danger.reader == "child":
            return danger
        return replace(danger, reader=self._reader(text, judgement, earlier))

    def reader(self, text: str) -> Reader:
        return self._reader(text, self._judgement(text), ())

    def _judgement(self, text: str) -> Judgement | None:
        return None if self._model is None else self._model.judge(text)

    def _reader(self, text: str, judgement: Judgement | None, earlier: Sequence[str]) -> Reader:
        if self._shows_a_child(text):
            return "child"
        if any(self._shows_an_adult(each) for each in (text, *earlier)):
            return "adult"
        if earlier:
            judgement = self._judgement(_end_of([*earlier, text]))
        return "child" if judgement is not None and judgement.is_by_a_child else "adult"

    def _learnt_danger(
        self, text: str, judgement: Judgement | None, earlier: Sequence[str]
    ) -> Danger | None:
        if judgement is None or not judgement.is_danger:
            return None
        is_told_by_a_child = judgement.kind in TOLD_BY_A_CHILD and not earlier
        reader = "child" if is_told_by_a_child else self._reader(text, judgement, earlier)
        return Danger(judgement.kind, LEARNT, reader)

    def _shows_a_child(self, text: str) -> bool:
        return any(rules.is_by_a_child(text) for rules in self._rules.values())

    def _shows_an_adult(self, text: str) -> bool:
        return any(rules.is_by_an_adult(text) for rules in self._rules.values())

    def _heard(self, language: str, besides: SafetyRules) -> list[SafetyRules]:
        """Of the language itself, and of German, which stands in sentences of every language."""
        codes = dict.fromkeys((language, GERMAN.code))
        return [
            self._rules[code]
            for code in codes
            if code in self._rules and self._rules[code] is not besides
        ]

    def _in_order(self, language: str) -> Sequence[SafetyRules]:
        """Those of the language, then the others."""
        return [
            self._rules[code] for code in sorted(self._rules, key=lambda code: code != language)
        ]


def _end_of(messages: Sequence[str]) -> str:
    """The newest messages, as many as fit; of the last one its end if it is long itself."""
    words = [word for message in messages for word in f"{message}.".split()]
    return " ".join(words[-WORDS_READ_FOR_THE_READER:])


def _has_some_words(text: str) -> bool:
    return len(text.split()) >= FEWEST_WORDS_TO_SILENCE
