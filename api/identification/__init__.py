from api.identification.identifier import Identified, LanguageIdentifier

__all__ = ["Identified", "LanguageIdentifier"]
