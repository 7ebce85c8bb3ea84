"""Where the counts lie: a table of its own beside the conversations, with no link to any."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.chat.tables import CountRow
from api.statistics.counting import Counted
from api.statistics.showing import Counts


def add(session: Session, week: date, counted: Iterable[Counted]) -> None:
    """Within the transaction that deletes the conversation: each is counted once or not at all."""
    for dimension, value in counted:
        key = (week.isoformat(), dimension, value)
        row = session.get(CountRow, key)
        if row is None:
            session.add(CountRow(week=key[0], dimension=dimension, value=value, number=1))
        else:
            row.number += 1


class StatisticsStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def counts(self) -> Counts:
        """All of them, as they are: not to be shown to anybody before `shown` has hidden some."""
        found: dict[date, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        with Session(self._engine) as session:
            for row in session.scalars(select(CountRow)):
                found[date.fromisoformat(row.week)][row.dimension][row.value] = row.number
        return found
