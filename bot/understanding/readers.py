"""Readers of all languages that families write."""

from datetime import date

from bot.languages import GERMAN
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import lexicon_languages
from bot.understanding.reader import Reader
from bot.understanding.reading import Reading
from bot.understanding.topics import TopicLabels


class Readers:
    """One reader a language, made when its first message comes; German reads the rest."""

    def __init__(self, places: Gazetteer, topics: TopicLabels) -> None:
        self._places = places
        self._topics = topics
        self._readers: dict[str, Reader] = {}

    def read(self, text: str, language: str, today: date) -> Reading:
        """What the message in this language says; `language` is a code of bot.languages."""
        return self.of(language).read(text, today)

    def of(self, language: str) -> Reader:
        written = language.partition("-")[0]
        if written not in lexicon_languages():
            written = GERMAN.code
        if written not in self._readers:
            self._readers[written] = Reader(self._places, self._topics, written)
        return self._readers[written]
