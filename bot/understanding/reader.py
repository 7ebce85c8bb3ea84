"""Text in, reading out."""

from datetime import date

import spacy

from bot.understanding.ages import AgeReader
from bot.understanding.corrections import is_correction
from bot.understanding.lexicon import Lexicon
from bot.understanding.reading import Reading
from bot.understanding.rules import Rules, words_in
from bot.understanding.tokens import Document, Tokenizer


class Reader:
    def __init__(self, language: str = "de") -> None:
        lexicon = Lexicon.load(language)
        rules = lexicon.tables["rules"]
        self._vocab = spacy.blank(language).vocab
        self._visible = frozenset(words_in(rules))
        self._tokenizer = Tokenizer(lexicon, self._visible)
        self._rules = Rules(self._vocab, rules)
        self._ages = AgeReader(lexicon)

    def read(self, text: str, today: date) -> Reading:
        document = Document(self._tokenizer.tokens(text), self._vocab, self._visible)
        if not document.tokens:
            return Reading()
        found = self._rules.find(document.matchable)
        correcting = is_correction(document, found)
        ages = self._ages.read(document, found, today, correcting=correcting, taken=frozenset())
        return Reading(
            children=ages.children,
            unaged_children=ages.unaged,
            rejected_children=ages.rejected,
            numbers=ages.numbers,
            correction=correcting,
        )
