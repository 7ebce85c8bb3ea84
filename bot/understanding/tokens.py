"""Text cut into tokens that know their role, and the same as a spaCy document to match on."""

import re
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.understanding.folding import fold
from bot.understanding.lexicon import Lexicon, Word
from bot.understanding.numbers import figure_value

# Every alternative is decided by its first characters and has no nested repetition:
# the time grows with the length of the text and with nothing else.
PIECES = re.compile(
    r"""
      (?P<ISO>\d{4}-\d{2}-\d{2}(?!\d))
    | (?P<DATE>\d{1,2}\.[ ]?\d{1,2}\.[ ]?(?:\d{4}|\d{2})(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d))
    | (?P<PHONE>(?:\+\d{2}|0)\d?(?:[ /()-]{0,2}\d){6,})
    | (?P<MONTH_YEAR>\d{1,2}[./]\d{4}(?!\d))
    | (?P<DAY_MONTH>(?<=[amAM][mM][ ])\d{1,2}\.[ ]?\d{1,2}\.(?!\d))
    | (?P<TIME>\d{1,2}:\d{2})
    | (?P<CHECKUP>(?<![^\W_])(?:[uU]1?\d[aA]?|[jJ][12])(?![^\W_]))
    | (?P<FIGURE>\d{1,2}[ ]?[½¼¾]|[½¼¾]|\d{1,2}[ ]+[13]/[24](?!\d)|[13]/[24](?![\d/]))
    | (?P<RATIO>\d{1,3}/\d{1,3})
    | (?P<DECIMAL>\d{1,2}[.,]\d{1,2}(?![\d]))
    | (?P<INTEGER>\d+)
    | (?P<WORD>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)
    | (?P<SIGN>\S)
    """,
    re.VERBOSE,
)
_SIGNS = {".": "dot", "!": "dot", "?": "dot", ";": "dot", "…": "dot", ",": "comma", ":": "colon",
          "(": "open", "[": "open", ")": "close", "]": "close", "/": "slash", "=": "equals",
          "-": "dash", "–": "dash", "—": "dash", "§": "paragraph", "#": "hash",
          "*": "star"}  # fmt: skip
UNKNOWN = "·"
_NUMBERED = ("MONTH", "GRADER", "COUNT")  # roles with the number as lemma
_NAMING = ("heisst", "heisse", "namens", "name")


@dataclass(frozen=True)
class Token:
    """A piece of the text; `value` is a number's value, a date's text stays in `text`."""

    text: str
    folded: str
    start: int
    end: int
    tag: str
    lemma: str
    value: float | None = None
    plural: bool = False
    noun: bool = False  # may be a thing that is counted
    ending: str = ""  # what was cut off
    parts: tuple[str, ...] = ()  # the folded words of a phrase

    @property
    def words(self) -> tuple[str, ...]:
        return self.parts or (self.folded,)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Tokenizer(ABC):
    """Cuts a text; what a word means is a matter of the language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @abstractmethod
    def tokens(self, text: str) -> tuple[Token, ...]: ...

    def _piece(self, kind: str, text: str, start: int) -> Token:
        folded = fold(text, self._lexicon.language)
        bare = Token(text, folded, start, start + len(text), kind, UNKNOWN)
        if kind in ("FIGURE", "DECIMAL", "INTEGER"):
            return self._figure(bare)
        if kind == "SIGN":
            known = self._lexicon.words.get(folded)
            if known is not None:
                return replace(bare, tag=known.tag, lemma=known.lemma)
            return replace(bare, lemma=_SIGNS.get(text, UNKNOWN))
        return bare

    def _figure(self, bare: Token) -> Token:
        if bare.tag == "INTEGER" and len(bare.text) > 3:
            return replace(bare, tag="LONG_NUMBER")
        return replace(bare, tag="NUM", lemma=bare.tag.lower(), value=figure_value(bare.text))

    def _number_word(self, bare: Token) -> Token | None:
        numbers, word = self._lexicon.numbers, bare.folded
        if word in numbers.cardinals:
            return replace(bare, tag="NUM", lemma="word", value=numbers.cardinals[word])
        if word in numbers.fractions:
            return replace(bare, tag="FRACTION", lemma="fraction", value=numbers.fractions[word])
        if word in numbers.ordinals:
            return replace(bare, tag="ORD", lemma="ord", value=float(numbers.ordinals[word]))
        return None


class Document:
    """The tokens of a text, and what spaCy's matchers see of them.

    The matchers see roles and the `visible` words only: what a family writes never enters
    spaCy's string store, which keeps every string it has seen as long as the process lives.
    """

    def __init__(
        self,
        tokens: tuple[Token, ...],
        vocab: Vocab,
        visible: Container[str],
        *,
        inflected: bool = False,
    ) -> None:
        """`inflected` is for languages whose words an InflectedTokenizer read."""
        self.tokens = tokens
        self.inflected = inflected
        self.matchable = Doc(
            vocab,
            words=[token.lemma if token.lemma in visible else UNKNOWN for token in tokens],
            tags=[token.tag for token in tokens],
        )

        self.sentence = _sentence_numbers(tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, position: int) -> Token | None:
        return self.tokens[position] if 0 <= position < len(self.tokens) else None

    def tag(self, position: int) -> str:
        token = self.at(position)
        return token.tag if token else ""

    def lemma(self, position: int) -> str:
        token = self.at(position)
        return token.lemma if token else ""

    def is_noun(self, position: int) -> bool:
        token = self.at(position)
        return token is not None and token.tag == "WORD" and token.noun

    def is_name(self, position: int) -> bool:
        """Whether the word is said to be a name: "heißt Paul"."""
        return self.tag(position) == "WORD" and self.lemma(position - 1) in _NAMING

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the tokens from `start` to before `end` stand in the text."""
        return self.tokens[start].start, self.tokens[end - 1].end

    def positions(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """The tokens that have a part in these places of the text."""
        parts = tuple(spans)
        return frozenset(
            i
            for i, token in enumerate(self.tokens)
            if any(start < token.end and token.start < end for start, end in parts)
        )

    def around(self, position: int, *, clause: bool) -> Iterator[Token]:
        """The tokens of the same sentence, or of the same clause."""
        first = last = position
        while first > 0 and self._same(first - 1, position, clause=clause):
            first -= 1
        while last + 1 < len(self) and self._same(last + 1, position, clause=clause):
            last += 1
        yield from self.tokens[first : last + 1]

    def _same(self, other: int, position: int, *, clause: bool) -> bool:
        ends = clause and self.lemma(other) in ("comma", "dot")
        return self.sentence[other] == self.sentence[position] and not ends

    def backwards(self, position: int) -> Iterator[tuple[int, Token]]:
        """From the token before `position` to the first."""
        for i in range(position - 1, -1, -1):
            yield i, self.tokens[i]


def _sentence_numbers(tokens: tuple[Token, ...]) -> tuple[int, ...]:
    """The number of the sentence each token is in; "ca. 3" and "3. Mai" are no ends."""
    numbers: list[int] = []
    current = 0
    for i, token in enumerate(tokens):
        numbers.append(current)
        if token.lemma == "dot" and not (
            token.text == "."
            and i
            and (tokens[i - 1].tag in ("HEDGE_ABOUT", "UNIT", "MONTH", "NUMBERED"))
        ):
            current += 1
    return tuple(numbers)


def as_known(bare: Token, known: Word) -> Token:
    numbered = known.tag in _NUMBERED and known.lemma[:1].isdecimal()
    value = float(known.lemma.partition("-")[0]) if numbered else known.value
    return replace(bare, tag=known.tag, lemma=known.lemma, value=value, plural=known.plural)
