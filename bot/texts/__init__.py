from bot.texts.catalogue import (
    DEFAULT_LANGUAGE,
    Catalogue,
    MissingText,
    catalogue,
    flatten,
    languages,
)

__all__ = ["DEFAULT_LANGUAGE", "Catalogue", "MissingText", "catalogue", "flatten", "languages"]
