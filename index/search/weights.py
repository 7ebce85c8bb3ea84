"""What each part of the ranking counts. All weights stand here, on the scale of a cosine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A part with the weight 0 is switched off.

    The cosine of meaning counts 1. Everything else may turn the order of offers that fit about
    equally well, and cannot lift what does not fit; only being called by name can.
    """

    topic: float = 0.20
    """For a need that was chosen; one that was recognised counts as much less as it is unsure."""
    letters: float = 0.30
    words: float = 0.0
    named: float = 0.60
    place: float = 0.06
    age: float = 0.06
    phase: float = 0.08
    fresh: float = 0.02
    wish: float = 0.15
