"""Text to ages, districts, needs and wishes: spaCy matchers and plain Python."""

from bot.understanding.reading import (
    ChildAge,
    ChildMention,
    NumberMention,
    PlaceMention,
    Reading,
    normalised,
)

__all__ = [
    "ChildAge",
    "ChildMention",
    "NumberMention",
    "PlaceMention",
    "Reading",
    "normalised",
]
