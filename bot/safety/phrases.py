"""Phrases of the rule files, made into patterns over folded text.

| in a phrase | stands for |
|---|---|
| `tot` | the word, however it is spelt |
| `mag|will` | one of these words; `in_die|auf_die` are two words each |
| `tablette*`, `*reiniger` | any word that begins or ends so |
| `<child>` | one of the words of that name |
| `(my-child)` | the elements of the part of that name |
| `[noch]` | the word, or nothing |
| `..`, `...` | up to three, up to eight other words of the same sentence, none of them a negation |
| `.` | the end of a sentence |
| `🔪` | this sign; only those of bot/safety/folding.py are seen |
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.safety.folding import SENTENCE_END, Script, fold_word

_GAPS = {"..": 3, "...": 8}
_ANY_LETTERS = "[^ .]*"
_LETTERS_OF_A_KEY = 3


class PhraseError(ValueError):
    """A phrase names words or a part that the file does not define."""


@dataclass(frozen=True)
class Negation:
    """What takes a phrase back, unless the phrase itself says it.

    | words | deny | as in |
    |---|---|---|
    | `after` | the phrase they follow; no gap reaches over them | "schlägt mich nicht" |
    | `before` | the phrase they stand before | "ohne Messer" |
    | `inside` | the word they stand before, anywhere in the phrase | "он меня не бьёт" |
    | `forms` | themselves: no `word*` stands for them | "*miyor*" for "dövmüyor" |

    None of them does where one of `continued` comes next: "nicht nur".
    """

    after: Sequence[str] = ()
    continued: Sequence[str] = ()
    before: Sequence[str] = ()
    inside: Sequence[str] = ()
    forms: Sequence[str] = ()


@dataclass(frozen=True)
class Phrase:
    """`keys` are words and edges of words one of which is in every text with the phrase.

    Where they are empty, nothing can be said without looking.
    """

    source: str
    keys: frozenset[str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Made when it is first needed: making all would take seconds."""
        return re.compile(self.source)

    def is_in(self, folded: str) -> bool:
        return self.regex.search(folded) is not None


class PhraseIndex:
    """Finds the few phrases that may be in a text, so that not all are looked for."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = list(phrases)
        self._by_key: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            for key in phrase.keys or {""}:
                self._by_key.setdefault(key, []).append(number)

    def __iter__(self) -> Iterator[Phrase]:
        return iter(self._phrases)

    def candidates(self, keys: Iterable[str]) -> Iterator[tuple[int, Phrase]]:
        """With their places among all, in their order."""
        places = {place for key in keys for place in self._by_key.get(key, ())}
        return ((place, self._phrases[place]) for place in sorted(places))


class Phrasebook:
    """`attached` are little words that are written together with the next: Arabic "و", "ال".

    `parts` are what many phrases have in common, in the same notation.
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        negation: Negation,
        script: Script = "latin",
        attached: Sequence[str] = (),
        parts: Mapping[str, str] | None = None,
    ) -> None:
        self._words = words
        self._parts = parts or {}
        self._script = script
        self._prefixes = [self._fold(word) for word in attached]
        self._attached = f"(?:{'|'.join(self._prefixes)})?" if attached else ""
        self._negators = {self._fold(word) for word in (*negation.after, *negation.inside)}
        self._negated: re.Pattern[str] | None = None
        if negation.forms:
            self._negated = re.compile(self._any(negation.forms))
        continued = f"(?!{self._any(negation.continued)} )" if negation.continued else ""
        self._denied_after = self._denial(negation.after, continued)
        self._denied_inside = self._denial([*negation.after, *negation.inside], continued)
        self._undenied_before = "".join(
            f"(?<! {self._fold(word)} )" for word in (*negation.before, *negation.inside)
        )

    def phrase(self, phrase: str) -> Phrase:
        """Raises PhraseError.

        Every repetition is bounded: the time grows with the length of the text alone.
        """
        elements = self._elements(phrase)
        body = "".join(self._element(element) for element in elements)
        keys = self._keys_of(elements)
        if self._denies(elements):
            return Phrase(f" {body}", keys)
        undenied_after = f"(?!{self._denied_after})" if self._denied_after else ""
        return Phrase(f" {self._undenied_before}{body}{undenied_after}", keys)

    def keys(self, folded: str) -> set[str]:
        """What `Phrase.keys` are looked for among."""
        words = set(folded.split())
        for prefix in self._prefixes:
            words |= {word.removeprefix(prefix) for word in words}
        starts = {f"{word[:_LETTERS_OF_A_KEY]}*" for word in words}
        ends = {f"*{word[-_LETTERS_OF_A_KEY:]}" for word in words}
        return words | starts | ends | {""}

    def words(self, phrases: Sequence[str]) -> set[str]:
        """The folded whole words of the phrases."""
        return {
            word
            for phrase in phrases
            for element in self._elements(phrase)
            if element not in _GAPS
            for choice in self._choices(element.strip("[]"))
            if "*" not in choice
            for word in self._fold(choice.replace("_", " ")).split()
        }

    def literals(self, phrases: Sequence[str]) -> set[str]:
        """The folded words of the phrases, of those with a wildcard the longest part."""
        return {
            max((self._fold(part) for part in re.split("[*_]", choice)), key=len)
            for phrase in phrases
            for element in self._elements(phrase)
            if element not in _GAPS
            for choice in self._choices(element.strip("[]"))
        }

    def _keys_of(self, elements: Sequence[str]) -> frozenset[str]:
        """Those of the element that tells most: its shortest key is the longest."""
        needed = [e for e in elements if e not in _GAPS and not e.startswith("[")]
        found = [frozenset(map(self._key, self._choices(element))) for element in needed]
        return max(
            (keys for keys in found if "" not in keys),
            key=lambda keys: (min(map(len, keys)), -len(keys)),
            default=frozenset(),
        )

    def _key(self, choice: str) -> str:
        """ "in_die" -> "die", "tablette*" -> "tab*", "*reiniger" -> "*ger", "*a*" -> ""."""
        if choice == SENTENCE_END:
            return choice
        keys = []
        for word in choice.split("_"):
            start, *_, end = word.split("*") if "*" in word else (word, word)
            if "*" not in word:
                keys.extend(self._fold(word).split())
            elif len(self._fold(start)) >= _LETTERS_OF_A_KEY:
                keys.append(f"{self._fold(start)[:_LETTERS_OF_A_KEY]}*")
            elif len(self._fold(end)) >= _LETTERS_OF_A_KEY:
                keys.append(f"*{self._fold(end)[-_LETTERS_OF_A_KEY:]}")
        return max(keys, key=len, default="")

    def _denial(self, negators: Sequence[str], continued: str) -> str:
        return f"{self._any(negators)} {continued}" if negators else ""

    def _denies(self, elements: Sequence[str]) -> bool:
        """Whether the phrase itself says "not": then no other negation takes it back."""
        words = (word for element in elements for word in self._choices(element.strip("[]")))
        return any(
            self._fold(part) in self._negators or self._is_negated(part)
            for word in words
            for part in (word, *word.split("_"))
        )

    def _is_negated(self, word: str) -> bool:
        letters = self._fold(word.replace("*", ""))
        return bool(self._negated and self._negated.fullmatch(letters))

    def _elements(self, phrase: str) -> list[str]:
        elements: list[str] = []
        for element in phrase.split():
            if not element.startswith("("):
                elements.append(element)
                continue
            try:
                elements.extend(self._parts[element.strip("()")].split())
            except KeyError:
                raise PhraseError(f"no part is named {element}") from None
        return elements

    def _element(self, element: str) -> str:
        if element in _GAPS:
            undenied = f"(?!{self._denied_inside})" if self._denied_inside else ""
            return rf"(?:{undenied}[^ .]+ ){{0,{_GAPS[element]}}}"
        optional = element.startswith("[")
        choices = list(self._choices(element.strip("[]")))
        pattern = self._any(choices)
        if choices != [SENTENCE_END]:
            pattern = self._attached + pattern
        return f"(?:{pattern} )?" if optional else f"{pattern} "

    def _choices(self, element: str) -> Iterator[str]:
        for choice in element.split("|"):
            if not choice.startswith("<"):
                yield choice
                continue
            try:
                yield from self._words[choice.strip("<>")]
            except KeyError:
                raise PhraseError(f"no words are named {choice}") from None

    def _any(self, choices: Sequence[str]) -> str:
        return f"(?:{'|'.join(sorted({self._word(choice) for choice in choices}))})"

    def _word(self, choice: str) -> str:
        """ "tablette*" -> "tablete[^ .]*", "in_die" -> "in die"."""
        if choice == SENTENCE_END:
            return re.escape(choice)
        parts = "".join(
            {"*": _ANY_LETTERS, "_": " "}.get(part) or re.escape(self._fold(part))
            for part in re.split("([*_])", choice)
        )
        if self._negated and "*" in choice and not self._is_negated(choice):
            return f"(?!{self._negated.pattern} ){parts}"
        return parts

    def _fold(self, word: str) -> str:
        return fold_word(word, self._script)
