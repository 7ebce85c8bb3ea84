"""Text cut into tokens that know their role, and the same as a spaCy document to match on."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.understanding.folding import fold
from bot.understanding.lexicon import Lexicon, Word
from bot.understanding.numbers import figure_value
from bot.understanding.spelling import SpellingIndex

# Every alternative is decided by its first characters and has no nested repetition:
# the time grows with the length of the text and with nothing else.
_PIECE = re.compile(
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
_CHILD_ENDINGS = {"tochter": ("daughter", False), "sohn": ("son", False), "kind": ("child", False),
                  "kinder": ("child", True), "baby": ("baby", False)}  # fmt: skip
_STREET_ENDINGS = ("strasse", "str", "allee", "gasse", "damm", "ufer", "weg", "markt")
_AGE_ENDINGS = ("", "e", "er", "es", "en", "em", "s")
_UNKNOWN = "·"
_NAMING = ("heisst", "heisse", "namens", "name")
_LONG_NUMBER_WORD = 7  # letters: "sieben" is too near to "Silben"


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

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Tokenizer:
    def __init__(self, lexicon: Lexicon, rule_words: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._visible = rule_words
        self._age_adjectives = [
            (form, word) for form, word in lexicon.words.items() if word.tag == "AGE_ADJECTIVE"
        ]
        spellings = lexicon.tables["spellings"]
        self._ordinary = frozenset(map(fold, spellings["ordinary"]))
        self._slips = SpellingIndex(map(fold, spellings["checked"]))
        self._number_slips = SpellingIndex(
            word for word in lexicon.numbers.cardinals if len(word) >= _LONG_NUMBER_WORD
        )
        self._unit_slips = SpellingIndex(
            form for form, word in lexicon.words.items() if word.tag == "UNIT"
        )

    def tokens(self, text: str) -> tuple[Token, ...]:
        found: list[Token] = []
        for piece in _PIECE.finditer(text):
            found.append(self._token(piece, found[-1] if found else None))
        return tuple(found)

    def _token(self, piece: "re.Match[str]", before: Token | None) -> Token:
        kind, text = piece.lastgroup or "SIGN", piece.group()
        folded = fold(text)
        bare = Token(text, folded, piece.start(), piece.end(), kind, _UNKNOWN)
        if kind in ("FIGURE", "DECIMAL", "INTEGER"):
            return self._figure(bare)
        if kind == "WORD":
            return self._word(bare, before)
        if kind == "SIGN":
            known = self._lexicon.words.get(folded)
            if known is not None:
                return replace(bare, tag=known.tag, lemma=known.lemma)
            return replace(bare, lemma=_SIGNS.get(text, _UNKNOWN))
        return bare

    def _figure(self, bare: Token) -> Token:
        if bare.tag == "INTEGER" and len(bare.text) > 3:
            return replace(bare, tag="LONG_NUMBER")
        return replace(bare, tag="NUM", lemma=bare.tag.lower(), value=figure_value(bare.text))

    def _word(self, bare: Token, before: Token | None) -> Token:
        after_number = before is not None and before.value is not None and before.tag == "NUM"
        if after_number and bare.folded in self._lexicon.short_units:
            lemma = self._lexicon.short_units[bare.folded]
            return replace(bare, tag="UNIT", lemma=lemma)
        known = self._lexicon.words.get(bare.folded)
        if known is not None:
            return _as(bare, known)
        bare = replace(bare, lemma=bare.folded)
        if len(bare.text) == 1 and bare.folded not in self._visible:
            return replace(bare, tag="LETTER", lemma="letter")
        return (
            self._number_word(bare)
            or self._compound(bare)
            or self._misspelt(bare, after_number)
            or bare
        )

    def _number_word(self, bare: Token) -> Token | None:
        numbers, word = self._lexicon.numbers, bare.folded
        if word in numbers.cardinals:
            return replace(bare, tag="NUM", lemma="word", value=numbers.cardinals[word])
        if word in numbers.fractions:
            return replace(bare, tag="FRACTION", lemma="fraction", value=numbers.fractions[word])
        if word in numbers.ordinals:
            return replace(bare, tag="ORD", lemma="ord", value=float(numbers.ordinals[word]))
        return None

    def _compound(self, bare: Token) -> Token | None:
        """ "dreijährige", "Drittklässlerin", "Wunschkind"."""
        for stem, known in self._age_adjectives:
            if stem in bare.folded:
                return self._age_adjective(bare, stem, known)
        if bare.folded.endswith(_STREET_ENDINGS) and len(bare.folded) > 5:
            return replace(bare, tag="STREET", lemma="street")
        stem, grader, _ = bare.folded.partition("klaessler")
        if grader and (not stem or stem in self._lexicon.numbers.ordinal_stems):
            value = self._lexicon.numbers.ordinal_stems.get(stem)
            return replace(bare, tag="GRADER", lemma="grader", value=value)
        for ending, (who, plural) in _CHILD_ENDINGS.items():
            if bare.folded.endswith(ending):
                return replace(bare, tag="CHILD", lemma=who, plural=plural)
        return None

    def _age_adjective(self, bare: Token, stem: str, known: Word) -> Token | None:
        prefix, _, ending = bare.folded.partition(stem)
        if ending not in _AGE_ENDINGS:
            return None
        if prefix and prefix not in self._lexicon.numbers.glued:
            return None
        value = self._lexicon.numbers.glued.get(prefix)
        return replace(bare, tag=known.tag, lemma=known.lemma, value=value)

    def _misspelt(self, bare: Token, after_number: bool) -> Token | None:
        if after_number:
            unit = self._unit_slips.nearest(bare.folded)
            if unit is not None:
                return _as(bare, self._lexicon.words[unit])
        if bare.folded in self._ordinary:
            return None
        person = self._slips.nearest(bare.folded)
        if person is not None:
            known = self._lexicon.words.get(person)
            return _as(bare, known) if known else replace(bare, lemma=person)
        number = self._number_slips.nearest(bare.folded)
        if number is not None:
            value = self._lexicon.numbers.cardinals[number]
            return replace(bare, tag="NUM", lemma="word", value=value)
        return None


class Document:
    """The tokens of a text, and what spaCy's matchers see of them.

    The matchers see roles and the `visible` words only: what a family writes never enters
    spaCy's string store, which keeps every string it has seen as long as the process lives.
    """

    def __init__(self, tokens: tuple[Token, ...], vocab: Vocab, visible: Container[str]) -> None:
        self.tokens = tokens
        self.matchable = Doc(
            vocab,
            words=[token.lemma if token.lemma in visible else _UNKNOWN for token in tokens],
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

    def is_name(self, position: int) -> bool:
        """Whether the word is said to be a name: "heißt Paul"."""
        return self.tag(position) == "WORD" and self.lemma(position - 1) in _NAMING

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


def _as(bare: Token, known: Word) -> Token:
    value = float(known.lemma.partition("-")[0]) if known.tag == "MONTH" else None
    return replace(bare, tag=known.tag, lemma=known.lemma, value=value, plural=known.plural)
