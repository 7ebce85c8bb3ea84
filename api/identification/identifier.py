"""Which language a message is written in, weighed against the one the conversation is held in."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

import yaml
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as Known

from api.without_torch import without_torch
from bot.languages import GERMAN, LANGUAGES, WRITTEN
from index.city import City

OTHERS = ("bg", "el", "es", "fa", "fr", "hr", "hu", "it", "nl", "sq")
"""Not offered, but spoken in the city: named here, they are noticed and not mistaken."""

CANDIDATES = (*WRITTEN, *OTHERS)

# Fitted on what families write in nlu_data/needs; docs/adr/0014-languages.md has the figures.
STAYS = 0.85
"""The probability that a conversation goes on in its language, before the message is read."""

GOES_ELSEWHERE = 0.02
"""The probability that a message is in a language that is not offered."""

BORROWED = 0.1
"""The probability that a word is German within another language: “Kita'ya Anmeldung lazım mı?”"""

COMMON = 0.8
"""How much the lists of common words weigh against the letters of a word they hold."""

LEAST = 0.01
"""No single word is less likely than that in any language: names, typing errors, rare words."""

IMPOSSIBLE = 1e-6
"""How likely a word is in a language of another script: nobody writes German in Arabic letters."""

SCRIPTS = {"ARABIC": ("ar", "fa"), "CYRILLIC": ("bg", "ru", "uk"), "GREEK": ("el",)}
"""By how Unicode names their letters; all other candidates are written in Latin ones."""

PERSIAN_LETTERS = frozenset("پچژگکی")
"""Hardly a Persian sentence lacks them all; without them the small models take dialects for it."""

SURELY_OTHER = 0.95
WORDS_OF_A_SENTENCE = 3
"""From here on an unknown language may be told from a name or a typing error."""

LONGEST_SHORT_FORM = 5
"""Letters of what stands for an office or an offer in every language."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SHORT_ANSWERS = Path(__file__).with_name("short_answers.yml")

Probabilities = dict[str, float]


@dataclass(frozen=True)
class Identified:
    """`language` is the one to answer in; `other` the code of a language that is not offered."""

    language: str
    other: str | None = None


class LanguageIdentifier:
    """Bayes' rule over the words of a message: how likely each is in a language, times how likely
    that language is here.

    lingua says how likely the letters of a word are. Its small models are enough, because the
    commonest words, whose few letters say little, come from lists: they carry a sentence's grammar,
    so they also decide between two languages that are mixed.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        """`names`, of places above all, are the same in each language and say nothing of it."""
        self._detector = _detector()
        self._lists = _lists()
        self._silent = _silent() | {
            word for name in names for word in _WORD.findall(name.casefold())
        }

    @classmethod
    def open(cls, city: City) -> "LanguageIdentifier":
        """Knows the names of the city's districts; takes a second or two and 70 MB."""
        return cls(district.name for district in city.districts.values())

    def identify(self, text: str, current: str) -> Identified:
        """The language to go on in, of a conversation held in `current`."""
        words = self._telling_words(text)
        written = LANGUAGES[current].written
        found = self._probabilities(words, written)
        likeliest = max(found, key=lambda code: found[code])
        if likeliest == written:
            return Identified(current)
        if likeliest in WRITTEN:
            return Identified(likeliest)
        is_sure = found[likeliest] >= SURELY_OTHER and len(words) >= WORDS_OF_A_SENTENCE
        return Identified(current, likeliest if is_sure else None)

    def likeliest(self, text: str) -> str | None:
        """The language of a text that stands alone; None where it says nothing of one."""
        words = self._telling_words(text)
        found = self._probabilities(words, None)
        return max(found, key=lambda code: found[code]) if words else None

    def _telling_words(self, text: str) -> list[str]:
        words = (word for word in _WORD.findall(text) if not _is_short_for_something(word))
        return [word for word in map(str.casefold, words) if word not in self._silent]

    def _probabilities(self, words: list[str], current: str | None) -> Probabilities:
        logs = {code: math.log(chance) for code, chance in _prior(current).items()}
        if not any(PERSIAN_LETTERS.intersection(word) for word in words):
            del logs["fa"]
        for word in words:
            for code, chance in _with_german_words(self._chances(word)).items():
                if code in logs:
                    logs[code] += math.log(chance)
        highest = max(logs.values())
        return _normalised({code: math.exp(log - highest) for code, log in logs.items()})

    def _chances(self, word: str) -> Probabilities:
        """Proportional to how likely the word is in each language; they sum to one."""
        chances = self._by_letters(word)
        listed = [code for code in CANDIDATES if word in self._lists[code]]
        if listed:
            chances = {
                code: COMMON * (code in listed) / len(listed) + (1 - COMMON) * chance
                for code, chance in chances.items()
            }
        script = _script(word)
        return _normalised(
            {
                code: max(chance, LEAST) if _script_of(code) == script else IMPOSSIBLE
                for code, chance in chances.items()
            }
        )

    def _by_letters(self, word: str) -> Probabilities:
        values = self._detector.compute_language_confidence_values(word)
        found = {_code(value.language): value.value for value in values}
        # Of one or two letters that every script has, lingua says nothing at all.
        return found if any(found.values()) else dict.fromkeys(CANDIDATES, 1 / len(CANDIDATES))


def _prior(current: str | None) -> Probabilities:
    elsewhere = dict.fromkeys(OTHERS, GOES_ELSEWHERE / len(OTHERS))
    if current is None:
        return dict.fromkeys(WRITTEN, (1 - GOES_ELSEWHERE) / len(WRITTEN)) | elsewhere
    switches = (1 - GOES_ELSEWHERE - STAYS) / (len(WRITTEN) - 1)
    return dict.fromkeys(WRITTEN, switches) | elsewhere | {current: STAYS}


def _with_german_words(chances: Probabilities) -> Probabilities:
    german = chances[GERMAN.code]
    return {code: (1 - BORROWED) * chance + BORROWED * german for code, chance in chances.items()}


def _is_short_for_something(word: str) -> bool:
    """Whether it looks like “KiM” or “OGS”: “kim” is Turkish for “who”."""
    return len(word) <= LONGEST_SHORT_FORM and sum(map(str.isupper, word)) >= 2


def _script(word: str) -> str:
    """The script of a word's first letter, Latin for all that no candidate is written in."""
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return script if script in SCRIPTS else "LATIN"


def _script_of(code: str) -> str:
    return next((script for script, codes in SCRIPTS.items() if code in codes), "LATIN")


def _normalised(chances: Mapping[str, float]) -> Probabilities:
    total = sum(chances.values())
    return {code: chance / total for code, chance in chances.items()}


def _detector() -> LanguageDetector:
    languages = [
        Known.from_iso_code_639_1(cast(IsoCode639_1, getattr(IsoCode639_1, code.upper())))
        for code in CANDIDATES
    ]
    return (
        LanguageDetectorBuilder.from_languages(*languages)
        .with_low_accuracy_mode()
        .with_preloaded_language_models()
        .build()
    )


def _code(language: Known) -> str:
    return language.iso_code_639_1.name.lower()


def _lists() -> Mapping[str, frozenset[str]]:
    """The commonest words of each language: spaCy's stop words, and answers of one word."""
    answers = _short_answers()
    return {code: _stop_words(code) | frozenset(answers.get(code, ())) for code in CANDIDATES}


def _silent() -> frozenset[str]:
    return frozenset(_short_answers()["any"])


def _short_answers() -> Mapping[str, list[str]]:
    return cast(Mapping[str, list[str]], yaml.safe_load(_SHORT_ANSWERS.read_text(encoding="utf-8")))


def _stop_words(code: str) -> frozenset[str]:
    with without_torch():
        words = import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
    return frozenset(word.casefold() for word in words)
