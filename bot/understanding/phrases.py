"""Phrases of a language as data, found among the folded words of a message.

A phrase is a line of words: `word` as it stands, `word*` for a beginning, `*word` for an end and
`*word*` for a part of a word, alternatives with `|`, `_` for any word, `?` behind what may be
missing. Capitals name a class of words that stand for something ("1": [first]), `NOUN` a noun told
by its capital. Dashes, slashes and apostrophes of the message are passed over; phrases reach over
other signs only where they name them.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

Fold = Callable[[str], str]
Group = tuple[str, str]
Classes = Mapping[str, Mapping[str, Iterable[str]]]

_GAP = "_"
_NOUN = "NOUN"
_STAR = "*"
_APOSTROPHE = ""  # all that is left of it when the word is folded
PASSED_OVER = frozenset(["-", "–", "—", "/", _APOSTROPHE])


@dataclass(frozen=True)
class Found:
    """A phrase by the kind and name of its group; `words` are the positions of what it names.

    `values` are those of the classes in it, in order.
    """

    kind: str
    name: str
    words: tuple[int, ...]
    values: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.words[0]

    @property
    def end(self) -> int:
        return self.words[-1] + 1

    def is_inside(self, other: "Found") -> bool:
        """Whether a longer phrase names all of its words; what stands in gaps is not named."""
        return len(self.words) < len(other.words) and set(self.words) <= set(other.words)


@dataclass(frozen=True)
class _Element:
    """What one word of a phrase may be; empty for any word. `name` is that of a class."""

    words: tuple[int, ...] = ()
    name: str | None = None


@dataclass(frozen=True)
class _Phrase:
    group: Group
    elements: tuple[_Element, ...]

    def named(self, places: Sequence[int]) -> tuple[int, ...]:
        return tuple(
            place for place, element in zip(places, self.elements, strict=True) if element.words
        )


class _Words:
    """The words of all phrases by number, asked which of them a word of the message is."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._count = 0

    def number(self, word: str, fold: Fold) -> int:
        bare = fold(word.strip(_STAR))
        if not bare:
            raise ValueError(f"'{word}' is no word of a phrase")
        table = self._table(word)
        if bare not in table:
            table[bare] = self._count
            self._count += 1
        return table[bare]

    def _table(self, word: str) -> dict[str, int]:
        if word.startswith(_STAR):
            return self._parts if word.endswith(_STAR) else self._ends
        return self._beginnings if word.endswith(_STAR) else self._exact

    def of(self, word: str) -> frozenset[int]:
        lengths = range(1, len(word) + 1)
        met = [self._exact.get(word)]
        met += [self._beginnings.get(word[:length]) for length in lengths]
        met += [self._ends.get(word[-length:]) for length in lengths]
        met += [number for part, number in self._parts.items() if part in word]
        return frozenset(number for number in met if number is not None)


class Phrases:
    """Finds the phrases of one language."""

    def __init__(
        self, groups: Mapping[Group, Iterable[str]], classes: Classes, fold: Fold = str.casefold
    ) -> None:
        self._words = _Words()
        self._fold = fold
        self._classes = {
            name: {
                self._words.number(word, fold): str(value)
                for value, words in values.items()
                for word in map(str, words)
            }
            for name, values in classes.items()
        }
        self._noun = self._words.number(_NOUN, lambda word: word)
        self._by_first: dict[int, list[_Phrase]] = {}
        for group, lines in groups.items():
            for line in lines:
                for phrase in self._phrases(group, line):
                    for number in phrase.elements[0].words:
                        self._by_first.setdefault(number, []).append(phrase)

    def find(self, words: Sequence[str], nouns: Container[int] = ()) -> list[Found]:
        """All phrases among the folded words, in order, also where they overlap.

        `nouns` are the positions of words that are surely nouns.
        """
        places = [i for i, word in enumerate(words) if word not in PASSED_OVER]
        known = [
            self._words.of(words[i]) | ({self._noun} if i in nouns else frozenset()) for i in places
        ]
        is_word = [words[i][:1].isalnum() for i in places]
        found = {
            Found(*phrase.group, phrase.named(places[at : at + len(phrase.elements)]), values)
            for at, numbers in enumerate(known)
            for number in numbers
            for phrase in self._by_first.get(number, ())
            if (values := self._values(phrase, known, is_word, at)) is not None
        }
        return sorted(found, key=lambda each: (each.words, each.kind, each.name))

    def _values(
        self,
        phrase: _Phrase,
        known: Sequence[frozenset[int]],
        is_word: Sequence[bool],
        at: int,
    ) -> tuple[str, ...] | None:
        """What the classes of the phrase stand for here, None where it does not stand here."""
        if at + len(phrase.elements) > len(known):
            return None
        values = []
        for position, element in enumerate(phrase.elements, start=at):
            met = known[position].intersection(element.words)
            if not (met or (not element.words and is_word[position])):
                return None
            if element.name:
                values.append(self._classes[element.name][min(met)])
        return tuple(values)

    def _phrases(self, group: Group, line: str) -> Iterator[_Phrase]:
        """The line with what may be missing there and gone."""
        choices = [
            (self._element(token[:-1]), None) if token[-1] == "?" and token != "?" else
            (self._element(token),)
            for token in line.split()
        ]  # fmt: skip
        variants = dict.fromkeys(
            tuple(element for element in variant if element is not None)
            for variant in product(*choices)
        )
        whole = [each for each in variants if each and each[0].words and each[-1].words]
        if not whole:
            raise ValueError(
                f"'{line}' of {'.'.join(group)} begins or ends with any word: name one"
            )
        for elements in whole:
            yield _Phrase(group, elements)

    def _element(self, token: str) -> _Element:
        if token == _GAP:
            return _Element()
        if token in self._classes:
            return _Element(tuple(self._classes[token]), token)
        return _Element(tuple(map(self._number, token.split("|"))))

    def _number(self, word: str) -> int:
        if word.isascii() and word.isupper() and word != _NOUN:
            raise ValueError(f"'{word}' is no class, or does not stand alone")
        return self._noun if word == _NOUN else self._words.number(word, self._fold)
