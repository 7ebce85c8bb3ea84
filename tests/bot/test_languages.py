"""The table of languages."""

from babel import Locale

from bot.languages import LANGUAGES, WRITTEN


def test_babel_knows_every_written_language_and_its_direction() -> None:
    for language in LANGUAGES.values():
        locale = Locale.parse(language.written)
        assert (locale.character_order == "right-to-left") == (language.direction == "rtl")


def test_leichte_sprache_is_written_as_german() -> None:
    assert LANGUAGES["de-simple"].written == "de"
    assert WRITTEN.count("de") == 1
