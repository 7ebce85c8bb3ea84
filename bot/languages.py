"""The languages a family may be answered in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Language:
    """`code` is a BCP 47 tag, `name` what its speakers call it.

    Families who read Leichte Sprache write German: `written` is the language they write, which is
    also the locale of its dates and plurals.
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def written(self) -> str:
        return self.code.partition("-")[0]


GERMAN = Language("de", "Deutsch")
PLAIN_GERMAN = Language("de-simple", "Leichte Sprache")

LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        GERMAN,
        PLAIN_GERMAN,
        Language("en", "English"),
        Language("tr", "Türkçe"),
        Language("ar", "العربية", "rtl"),
        Language("uk", "Українська"),
        Language("ru", "Русский"),
        Language("pl", "Polski"),
        Language("ro", "Română"),
    )
}

WRITTEN = tuple(dict.fromkeys(language.written for language in LANGUAGES.values()))
"""The languages that are read, German once."""
