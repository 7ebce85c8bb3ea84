"""Languages and distances, said in words."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from babel.numbers import format_decimal

from bot.languages import LANGUAGES
from bot.texts.catalogue import Catalogue

METRES_IN_A_KILOMETRE = 1000


def language_in_words(code: str, texts: Catalogue) -> str:
    """Name the language of a code like ``tr``; a code without a name stays as it is."""
    return str(texts.locale.languages.get(code, code))


def list_in_words(parts: Sequence[str], texts: Catalogue) -> str:
    """Name one after the other: “a, b und c”."""
    return str(format_list(parts, locale=texts.locale))


def not_spoken(code: str, texts: Catalogue) -> str:
    """Say that a language is not offered, and which ones are, each by its own name."""
    names = [language.name for language in LANGUAGES.values()]
    return texts.text(
        "language.not_spoken",
        language=language_in_words(code, texts),
        languages=list_in_words(names, texts),
    )


def length_in_words(metres: int, texts: Catalogue) -> str:
    """Say metres below a kilometre, then kilometres."""
    if metres < METRES_IN_A_KILOMETRE:
        return texts.text("length.metres", count=metres)
    kilometres = format_decimal(metres / METRES_IN_A_KILOMETRE, locale=texts.locale)
    return texts.text("length.kilometres", count=kilometres)
