"""How well the search finds what families mean, measured on graded queries.

A measurement goes collections -> systems -> metrics -> report; docs/search-quality.md explains
what the figures say.
"""
