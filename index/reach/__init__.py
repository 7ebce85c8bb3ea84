"""How easily a family gets to an offer: distance, level of reach, opening hours."""

from index.reach.level import LEVELS, Level
from index.reach.opening import Opening
from index.reach.reach import Reach, reach_of

__all__ = ["LEVELS", "Level", "Opening", "Reach", "reach_of"]
