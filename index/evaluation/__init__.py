"""How well the search finds what families mean, measured on graded queries.

A measurement goes collections -> systems -> metrics -> report; docs/search-quality.md explains
what the figures say.
"""

from index.evaluation.kept import KeptEncoder
from index.evaluation.report import Report
from index.evaluation.run import NAMES, Sources, UnknownCollection, evaluate
from index.evaluation.systems import Systems

__all__ = [
    "NAMES",
    "KeptEncoder",
    "Report",
    "Sources",
    "Systems",
    "UnknownCollection",
    "evaluate",
]
