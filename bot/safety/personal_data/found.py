"""What the finders of personal data return."""

from dataclasses import dataclass

PLACEHOLDER = "NN"
"""Stands for what was taken out. Two capitals are a word to the readers, and say nothing of an age,
a place, a topic or a language."""


@dataclass(frozen=True)
class Found:
    """A place in a text, as character offsets, and what is written there instead."""

    start: int
    end: int
    kind: str
    instead: str = PLACEHOLDER
