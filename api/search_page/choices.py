"""What the form offers to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.languages import LANGUAGES
from bot.texts import Catalogue
from bot.texts.terms import language_in_words
from index.city import City, District
from index.city.reading import AREA_LEVEL

OTHER_LANGUAGES = (
    "am", "bg", "bs", "el", "es", "fa", "fr", "hi", "hr", "hu", "it", "ku", "mk", "nl", "pt", "ps",
    "rom", "so", "sq", "sr", "ta", "ti", "ur", "vi", "zh",
)  # fmt: skip
"""Those the dialogue knows besides its own: bot/understanding/lexicon/de/phrases.yml."""
SPOKEN = tuple(dict.fromkeys(language.written for language in LANGUAGES.values())) + OTHER_LANGUAGES


@dataclass(frozen=True)
class Area:
    """A Sozialraum and its quarters, by name."""

    whole: District
    quarters: Sequence[District]


def large_districts(city: City) -> list[District]:
    """The Stadtbezirke."""
    return [each for each in city.districts.values() if each.parent_id == city.root_id]


def areas(city: City) -> list[Area]:
    every = list(city.districts.values())
    return [Area(each, _in(each, every)) for each in every if each.level == AREA_LEVEL]


def spoken_languages(texts: Catalogue) -> list[tuple[str, str]]:
    """Code and name, by name."""
    named = [(code, language_in_words(code, texts)) for code in SPOKEN]
    return sorted(named, key=lambda language: language[1].casefold())


def _in(area: District, every: Sequence[District]) -> list[District]:
    inside = [each for each in every if each.parent_id == area.id]
    return sorted(inside, key=lambda each: each.name)
