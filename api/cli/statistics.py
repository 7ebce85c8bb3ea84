"""`lotse stats`: the counts that may be seen, as text."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from api.chat.opening import open_conversations
from api.settings import Settings
from api.statistics import LEAST_SHOWN, Shown, shown
from index.city import load_city


def statistics_as_text(settings: Settings, weeks: int) -> str:
    """The newest weeks that are over; raises what the database raises."""
    with open_conversations(settings) as store:
        counts = store.statistics.counts()
    today = load_city(settings.city).today()
    retention = timedelta(days=-(-settings.retention_hours // 24))
    return as_text(shown(counts, today, retention), weeks)


def as_text(found: Sequence[Shown], weeks: int) -> str:
    by_week = [(week, list(parts)) for week, parts in groupby(found, lambda part: part.week)]
    if not by_week:
        return "Nothing is to be shown yet: a week is shown when it is over and was counted."
    return "\n\n".join(_week(week, parts) for week, parts in by_week[:weeks])


def _week(week: date, parts: Sequence[Shown]) -> str:
    lines = [f"Week from {week}"]
    for part in parts:
        ordered = sorted(part.counts.items(), key=lambda item: (-item[1], item[0]))
        lines += [f"  {part.dimension:<14}{value:<28}{number:>6}" for value, number in ordered]
        if part.hidden:
            lines.append(f"  {part.dimension:<14}{len(part.hidden)} more, hidden: fewer than "
                         f"{LEAST_SHOWN}, or they would betray one that is")  # fmt: skip
    return "\n".join(lines)
