"""What kinds of danger there are, and to whom an answer speaks."""

from collections.abc import Sequence
from typing import Literal

Reader = Literal["adult", "child"]
"""Who wrote: a child or teenager gets simpler words and other numbers."""

KINDS: Sequence[str] = (
    "medical-emergency",
    "poisoning",
    "birth-now",
    "acute-danger",
    "missing-child",
    "suicide",
    "child-suicide",
    "self-harm",
    "own-violence",
    "child-abuse",
    "child-hurt",
    "child-violence",
    "child-in-danger",
    "other-child",
    "partner-violence",
    "violence-against-man",
    "violence-by-child",
    "forced-marriage",
    "postnatal-crisis",
    "intoxicated-care",
    "homeless-tonight",
    "threat-to-others",
    "perpetrator",
)
"""The most urgent first."""

TOLD_BY_A_CHILD = frozenset({"child-hurt"})
"""Kinds that only a child or teenager writes of."""

TOLD_BY_AN_ADULT = frozenset(
    {"own-violence", "postnatal-crisis", "child-suicide", "child-violence", "perpetrator"}
)
"""Kinds that only a parent writes of, or another adult."""
