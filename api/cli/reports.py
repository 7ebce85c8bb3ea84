"""`lotse offers reports`: what families say is out of date, for whoever keeps the offers."""

from api.chat.opening import open_conversations
from api.feedback import Report
from api.offers.opening import open_store
from api.settings import Settings
from index.offers.record import Offer


class NoReportError(Exception):
    """The offer has no open report."""


def reports_as_text(settings: Settings) -> str:
    """The open reports, the most frequent first; those of offers changed since are done."""
    offers = open_store(settings)
    with open_conversations(settings) as store:
        reports = store.feedback.open_reports(offers.revision_of)
    if not reports:
        return "No family has reported an offer as out of date since it was last changed."
    reported = offers.get_many([report.offer_id for report in reports])
    return "\n".join(_line(report, reported[report.offer_id]) for report in reports)


def close_report(settings: Settings, offer_id: str) -> None:
    """Raises NoReportError."""
    with open_conversations(settings) as store:
        if not store.feedback.close(offer_id):
            raise NoReportError(
                f"There is no open report on “{offer_id}”; `lotse offers reports` lists them."
            )


def _line(report: Report, offer: Offer | None) -> str:
    days = " to ".join(dict.fromkeys([str(report.first_day), str(report.last_day)]))
    name = offer.name if offer else ""
    return f"{report.number:>4}  {days:<24}  {report.offer_id}  {name}"
