"""The places of a city as people write them."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.languages import LANGUAGES
from bot.understanding.folding import fold

_ADDITION = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")
# Last halves of German place names.
_SEAMS = ("viertel", "dorf", "hardt", "holten", "berg", "feld", "hausen", "busch", "ort", "heim",
          "mark", "heide", "fang")  # fmt: skip
_SHORTEST_HALF = 4
_MOST = 0.75  # of the quarters of a postcode must lie in the area the postcode stands for


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    parent_id: str | None
    spellings: tuple[str, ...]
    postcodes: tuple[str, ...]  # the main one first
    transliterations: tuple[str, ...] = ()

    def transliterated(self, language: str) -> list[str]:
        """The transliterations in the script of the language."""
        script = _script(LANGUAGES[language].name)
        return [name for name in self.transliterations if _script(name) == script]


@dataclass(frozen=True)
class Gazetteer:
    """Places from the widest to the narrowest, and the cities around."""

    places: Mapping[str, Place]
    neighbours: tuple[str, ...] = ()

    @classmethod
    def from_csv(cls, path: Path, neighbours: Iterable[str] = ()) -> "Gazetteer":
        with path.open(encoding="utf-8", newline="") as file:
            places = [_place(row) for row in csv.DictReader(file)]
        return cls({place.id: place for place in places}, tuple(neighbours))

    @property
    def city(self) -> Place:
        return next(place for place in self.places.values() if place.parent_id is None)

    def within(self, place_id: str | None) -> Iterator[str]:
        """The place itself and all that it lies in, the city last."""
        while place_id is not None:
            yield place_id
            place_id = self.places[place_id].parent_id

    def spelled(self, language: str = "de") -> dict[tuple[str, ...], str]:
        """Folded words of every way to write a place, to its id; the wider place has the name."""
        spelled: dict[tuple[str, ...], str] = {}
        prefixes = [
            _words(prefix, language) for prefix in (self.city.name, *self.city.spellings[:1])
        ]
        for place in self.places.values():
            for spelling in (place.name, *place.spellings, *place.transliterated(language)):
                words = _words(spelling, language)
                for variant in (words, ("".join(words),), *_split(words)):
                    spelled.setdefault(variant, place.id)
                    if place is not self.city:
                        for prefix in prefixes:
                            spelled.setdefault((*prefix, *variant), place.id)
        return spelled

    def of_postcode(self, postcode: str) -> Place | None:
        """The one quarter of a postcode, else the smallest area most of its quarters are in."""
        inhabited = {place.parent_id for place in self.places.values()}
        quarters = [
            place
            for place in self.places.values()
            if place.id not in inhabited and place.postcodes[:1] == (postcode,)
        ]
        if len(quarters) == 1:
            return quarters[0]
        lines = [list(self.within(place.id)) for place in quarters]
        areas = {area for line in lines for area in line}
        common = [
            area for area in areas if sum(area in line for line in lines) >= _MOST * len(lines)
        ]
        deepest = max(common, key=lambda area: len(list(self.within(area))), default=None)
        return self.places[deepest] if deepest else None

    def knows_postcode(self, postcode: str) -> bool:
        return any(postcode in place.postcodes for place in self.places.values())


def _script(text: str) -> str:
    """LATIN, CYRILLIC, ARABIC: the first word of the name of the first letter."""
    return unicodedata.name(text[0]).partition(" ")[0]


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        parent_id=row["parent_id"] or None,
        spellings=tuple(filter(None, row["spellings"].split(";"))),
        postcodes=tuple(filter(None, row["postcodes"].split(";"))),
        transliterations=tuple(filter(None, row["transliterations"].split(";"))),
    )


def _split(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "Knappenviertel" is also written "Knappen Viertel"."""
    if len(words) == 1:
        for seam in _SEAMS:
            if words[0].endswith(seam) and len(words[0]) - len(seam) >= _SHORTEST_HALF:
                yield words[0][: -len(seam)], seam


def _words(spelling: str, language: str) -> tuple[str, ...]:
    return tuple(fold(word, language) for word in _WORD.findall(_ADDITION.sub("", spelling)))
