"""Phrases of the rule files, made into patterns over folded text.

| in a phrase | stands for |
|---|---|
| `tot` | the word, however it is spelt |
| `mag|will` | one of these words; `in_die|auf_die` are two words each |
| `tablette*`, `*reiniger` | any word that begins or ends so |
| `<child>` | one of the words of that name |
| `[noch]` | the word, or nothing |
| `..`, `...` | up to three, up to eight other words of the same sentence, none of them a negation |
| `.` | the end of a sentence |
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.safety.folding import SENTENCE_END, fold_word

_GAPS = {"..": 3, "...": 8}


class PhraseError(ValueError):
    """A phrase names words that the file does not define."""


@dataclass(frozen=True)
class Negation:
    """`after` follow what they deny, unless one of `continued` comes next: "nicht nur".

    `before` precede what they deny.
    """

    after: Sequence[str]
    continued: Sequence[str]
    before: Sequence[str]


class Phrasebook:
    def __init__(self, words: Mapping[str, Sequence[str]], negation: Negation) -> None:
        self._words = words
        self._negators = {fold_word(word) for word in negation.after}
        after, continued = _any(negation.after), _any(negation.continued)
        self._denied = f"{after} (?!{continued} )"
        self._undenied_before = "".join(f"(?<! {fold_word(word)})" for word in negation.before)

    def pattern(self, phrase: str) -> re.Pattern[str]:
        """Raises PhraseError.

        Every repetition is bounded: the time grows with the length of the text alone.
        """
        elements = [self._element(element) for element in phrase.split()]
        body = "".join(elements)
        if self._denies(phrase):
            return re.compile(f" {body}")
        return re.compile(f"{self._undenied_before} {body}(?!{self._denied})")

    def _denies(self, phrase: str) -> bool:
        """Whether the phrase itself says "not": then no other negation takes it back."""
        words = (word for element in phrase.split() for word in self._choices(element.strip("[]")))
        return any(fold_word(word) in self._negators for word in words)

    def _element(self, element: str) -> str:
        if element in _GAPS:
            return rf"(?:(?!{self._denied})[^ .]+ ){{0,{_GAPS[element]}}}"
        optional = element.startswith("[")
        choices = _any(list(self._choices(element.strip("[]"))))
        return f"(?:{choices} )?" if optional else f"{choices} "

    def _choices(self, element: str) -> Iterator[str]:
        for choice in element.split("|"):
            if not choice.startswith("<"):
                yield choice
                continue
            try:
                yield from self._words[choice.strip("<>")]
            except KeyError:
                raise PhraseError(f"no words are named {choice}") from None


def _any(choices: Sequence[str]) -> str:
    return f"(?:{'|'.join(sorted({_word(choice) for choice in choices}))})"


def _word(choice: str) -> str:
    """ "tablette*" -> "tablete[^ .]*", "in_die" -> "in die"."""
    if choice == SENTENCE_END:
        return re.escape(choice)
    parts = (fold_word(part) for part in re.split("([*_])", choice))
    return "".join({"*": "[^ .]*", "_": " "}.get(part, re.escape(part)) for part in parts)
