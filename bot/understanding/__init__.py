"""Text to ages, districts, needs and wishes: spaCy matchers and plain Python."""

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.reader import Reader
from bot.understanding.reading import (
    ChildAge,
    ChildMention,
    NumberMention,
    PlaceMention,
    Reading,
    normalised,
)
from bot.understanding.topics import TopicLabels

__all__ = [
    "ChildAge",
    "ChildMention",
    "Gazetteer",
    "NumberMention",
    "PlaceMention",
    "Reader",
    "Reading",
    "TopicLabels",
    "normalised",
]
