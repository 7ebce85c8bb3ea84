"""Whether a question names who offers something."""

import re

SHORTEST = 5
"""Letters; shorter words are part of too many names."""
SHARE = 0.5
"""Of a provider's word that must be said: “Caritas” is meant for “Caritasverband”, “Kinder” is
not for “Kinderschutzbund”."""

_WORD = re.compile(r"\w+")


def names_provider(query: str, organisation: str, city_name: str) -> bool:
    """The city's own name is part of too many providers to tell them apart."""
    asked = _long_words(query) - {city_name.casefold()}
    return any(
        word.startswith(said) and len(said) >= SHARE * len(word)
        for word in _long_words(organisation)
        for said in asked
    )


def _long_words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST}
