"""German words in their roles: compounds, inhabitants of classes, slips."""

import re
from dataclasses import replace

from bot.understanding.folding import fold
from bot.understanding.lexicon import Lexicon, Word
from bot.understanding.spelling import SpellingIndex
from bot.understanding.tokens import PIECES, Token, Tokenizer, as_known

_CHILD_ENDINGS = {"tochter": ("daughter", False), "sohn": ("son", False), "kind": ("child", False),
                  "kinder": ("child", True), "baby": ("baby", False)}  # fmt: skip
_STREET_ENDINGS = ("strasse", "str", "allee", "gasse", "damm", "ufer", "weg", "markt")
_AGE_ENDINGS = ("", "e", "er", "es", "en", "em", "s")
_LONG_NUMBER_WORD = 7  # letters: "sieben" is too near to "Silben"


class GermanTokenizer(Tokenizer):
    def __init__(self, lexicon: Lexicon, rule_words: frozenset[str]) -> None:
        super().__init__(lexicon)
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
        for piece in PIECES.finditer(text):
            found.append(self._token(piece, found[-1] if found else None))
        return tuple(found)

    def _token(self, piece: "re.Match[str]", before: Token | None) -> Token:
        kind = piece.lastgroup or "SIGN"
        bare = replace(
            self._piece(kind, piece.group(), piece.start()), noun=piece.group()[0].isupper()
        )
        return self._word(bare, before) if kind == "WORD" else bare

    def _word(self, bare: Token, before: Token | None) -> Token:
        after_number = before is not None and before.value is not None and before.tag == "NUM"
        if after_number and bare.folded in self._lexicon.short_units:
            lemma = self._lexicon.short_units[bare.folded]
            return replace(bare, tag="UNIT", lemma=lemma)
        known = self._lexicon.words.get(bare.folded)
        if known is not None:
            return as_known(bare, known)
        bare = replace(bare, lemma=bare.folded)
        if len(bare.text) == 1 and bare.folded not in self._visible:
            return replace(bare, tag="LETTER", lemma="letter")
        return (
            self._number_word(bare)
            or self._compound(bare)
            or self._misspelt(bare, after_number)
            or bare
        )

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
                return as_known(bare, self._lexicon.words[unit])
        if bare.folded in self._ordinary:
            return None
        person = self._slips.nearest(bare.folded)
        if person is not None:
            known = self._lexicon.words.get(person)
            return as_known(bare, known) if known else replace(bare, lemma=person)
        number = self._number_slips.nearest(bare.folded)
        if number is not None:
            value = self._lexicon.numbers.cardinals[number]
            return replace(bare, tag="NUM", lemma="word", value=value)
        return None
