"""What of the counts may be seen: nothing that a single family could be recognised by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_SHOWN = 5
_WEEK = timedelta(days=7)

Counts = Mapping[date, Mapping[str, Mapping[str, int]]]
"""By week and dimension: how often each value was counted."""


@dataclass(frozen=True)
class Shown:
    """One dimension of a week; `hidden` values are some that were counted, without their number."""

    week: date
    dimension: str
    counts: Mapping[str, int]
    hidden: tuple[str, ...]


def shown(counts: Counts, today: date, retention: timedelta) -> list[Shown]:
    """Whole weeks alone, the newest first, once nothing can be added any more.

    A week that still grows would show, from one day to the next, what a single family adds.
    """
    return [
        _dimension(week, dimension, values)
        for week in sorted(counts, reverse=True)
        if week + _WEEK + retention < today
        for dimension, values in sorted(counts[week].items())
    ]


def _dimension(week: date, dimension: str, values: Mapping[str, int]) -> Shown:
    """Hides what is below the least, and as much more as keeps that from being reckoned.

    Another dimension may tell how many conversations there were: what is left of that when the
    shown numbers are taken away must not be a small number either.
    """
    ordered = sorted(values.items(), key=lambda item: (item[1], item[0]))
    hidden = [value for value, number in ordered if number < LEAST_SHOWN]
    rest = sum(values[value] for value in hidden)
    for value, number in ordered[len(hidden) :]:
        if not 0 < rest < LEAST_SHOWN and len(hidden) != 1:
            break
        hidden.append(value)
        rest += number
    left = {value: number for value, number in values.items() if value not in hidden}
    return Shown(week, dimension, left, tuple(sorted(hidden)))
