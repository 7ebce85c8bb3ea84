"""What a query says of the family that writes it."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.chat.schemas import MOST_CHILDREN, Child, Home
from api.identification import LanguageIdentifier
from api.search.schemas import Understood
from api.without_torch import without_torch
from bot.languages import GERMAN, LANGUAGES
from bot.understanding import ChildAge, Reading
from bot.understanding.lexicon import lexicon_languages
from index.city import City

if TYPE_CHECKING:
    from bot.understanding.readers import Readers

Json = dict[str, Any]

YOUNGEST_WITHOUT_A_PERSON = 3
"""Months: “noch neun Tage” and “drei Wochen drüber” are ages only where a child is named."""


class QueryReader:
    """Reads ages and districts out of queries; any number of threads may ask.

    Ages are read in the languages there is a lexicon for: “8 weeks old” would become eight years
    in German. Names of districts are the same in every language.
    """

    def __init__(
        self,
        readers: "Readers",
        identifier: LanguageIdentifier,
        city: City,
        today: Callable[[], date],
    ) -> None:
        self._readers = readers
        self._identifier = identifier
        self._city = city
        self._today = today
        # spaCy's vocabulary grows while it reads
        self._reading = threading.Lock()

    @classmethod
    def open(cls, directory: Path, city: City, identifier: LanguageIdentifier) -> "QueryReader":
        """`directory` holds the city's files; takes about a second and 90 MB."""
        with without_torch():
            from bot.understanding.gazetteer import Gazetteer
            from bot.understanding.readers import Readers
            from bot.understanding.topics import TopicLabels

        places = Gazetteer.from_csv(directory / "districts.csv", city.neighbours)
        topics = TopicLabels.from_csv(directory / "topics.csv")
        return cls(Readers(places, topics), identifier, city, city.today)

    def read(self, query: str) -> Understood:
        """What the query asserts; what it leaves open narrows no search."""
        language = self._identifier.likeliest(query) or GERMAN.code
        reading = self._reading_of(query, language)
        children = [_child(mention) for mention in _sure_children(reading, language)]
        return Understood(children=children[:MOST_CHILDREN], district=self._home(reading))

    def values(self, text: str, language: str) -> Json:
        """The ages and the district alone, as a correction of the profile; none of the words."""
        reading = self._reading_of(text, LANGUAGES[language].written)
        values: Json = {}
        children = [
            {
                "age_min_months": mention.min_months,
                "age_max_months": mention.max_months,
                "who": mention.who,
            }
            for mention in _sure_children(reading, LANGUAGES[language].written)
        ]
        if children:
            values["children"] = children[:MOST_CHILDREN]
        if reading.district is not None:
            values["district"] = reading.district.id
        return values

    def _reading_of(self, text: str, language: str) -> Reading:
        with self._reading:
            return self._readers.read(text, language, self._today())

    def _home(self, reading: Reading) -> Home | None:
        if reading.district is None and reading.postcode is None:
            return None
        district = self._city.district(
            reading.district.id if reading.district else self._city.root_id
        )
        postcodes = [reading.postcode] if reading.postcode else list(district.postcodes)
        return Home(id=district.id, name=district.name, postcodes=postcodes)


def _sure_children(reading: Reading, language: str) -> list[ChildAge]:
    is_read = language in lexicon_languages()
    return [mention for mention in reading.children if is_read and _is_sure(mention)]


def _is_sure(mention: ChildAge) -> bool:
    unborn = mention.max_months < 0
    return bool(mention.who) or unborn or mention.min_months >= YOUNGEST_WITHOUT_A_PERSON


def _child(mention: ChildAge) -> Child:
    return Child(
        age_min_months=mention.min_months,
        age_max_months=mention.max_months,
        label=mention.label,
    )
