"""Reports that the facts of an offer are out of date: how many and when, never by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.chat.tables import ReportRow
from api.statistics.counting import Counted
from api.statistics.store import add


@dataclass(frozen=True)
class Report:
    """`revision` is that of the offer when it was first reported; days are in UTC."""

    offer_id: str
    revision: int
    first_day: date
    last_day: date
    number: int


class FeedbackStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # Two that count the same for the first time would both want to add the row.
        self._one_at_a_time = Lock()

    def count(self, week: date, counted: Counted) -> None:
        with self._one_at_a_time, Session(self._engine) as session, session.begin():
            add(session, week, [counted])

    def report(self, offer_id: str, revision: int, day: date) -> None:
        """Adds to the open report; one about an earlier revision is done, and a new one begins."""
        with self._one_at_a_time, Session(self._engine) as session, session.begin():
            row = session.get(ReportRow, offer_id)
            if row is None:
                row = ReportRow(offer_id=offer_id, revision=revision, number=0)
                session.add(row)
            if row.number == 0 or row.revision != revision:
                row.revision, row.number, row.first_day = revision, 0, day.isoformat()
            row.number += 1
            row.last_day = day.isoformat()

    def open_reports(self, revision_of: Callable[[str], int]) -> list[Report]:
        """The most frequent first. What was said of an offer before it changed is forgotten."""
        found = []
        with self._one_at_a_time, Session(self._engine) as session, session.begin():
            for row in session.scalars(select(ReportRow)).all():
                if row.revision == revision_of(row.offer_id):
                    found.append(_report(row))
                else:
                    session.delete(row)
        return sorted(found, key=lambda report: (-report.number, report.offer_id))

    def close(self, offer_id: str) -> bool:
        """Whether there was an open report."""
        with self._one_at_a_time, Session(self._engine) as session, session.begin():
            row = session.get(ReportRow, offer_id)
            if row is not None:
                session.delete(row)
            return row is not None


def _report(row: ReportRow) -> Report:
    first, last = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return Report(row.offer_id, row.revision, first, last, row.number)
