"""Text to ages, districts, needs and wishes: spaCy matchers and plain Python.

Here is what a message says, as plain data. `bot.understanding.reader` reads it; that loads spaCy,
which the process that only looks at readings can do without.
"""

from bot.understanding.reading import (
    LAST,
    ChildAge,
    ChildMention,
    NumberMention,
    PlaceMention,
    Reading,
    TopicMention,
    normalised,
)

__all__ = [
    "LAST",
    "ChildAge",
    "ChildMention",
    "NumberMention",
    "PlaceMention",
    "Reading",
    "TopicMention",
    "normalised",
]
