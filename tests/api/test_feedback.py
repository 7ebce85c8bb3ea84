"""What families think of offers: numbers, and for staff what is out of date."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.chat.store import ConversationStore
from api.cli.main import app
from api.feedback import KINDS, Feedback
from api.offers.opening import open_store
from api.settings import PROJECT_ROOT, Settings
from api.statistics import shown, week_of
from index.offers.record import Offer
from tests.api.conftest import Clock

OFFERS = PROJECT_ROOT / "data" / "oberhausen" / "offers.csv"


def today(clock: Clock) -> date:
    return datetime.fromtimestamp(clock.now, UTC).date()


@pytest.mark.anyio
@pytest.mark.parametrize("kind", KINDS)
async def test_feedback_is_taken_and_leaves_no_trace_of_the_family(
    client: httpx.AsyncClient, offers: list[Offer], store: ConversationStore, kind: str
) -> None:
    path = f"/api/offers/{offers[0].id}/feedback"
    answer = await client.post(path, json={"kind": kind})
    assert (answer.status_code, answer.content) == (204, b"")
    counted = [values for week in store.statistics.counts().values() for values in week.items()]
    reports = store.feedback.open_reports(lambda _: 1)
    if kind == "out_of_date":
        assert counted == []
        assert [(report.offer_id, report.number) for report in reports] == [(offers[0].id, 1)]
    else:
        assert counted == [(kind, {offers[0].id: 1})]
        assert reports == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", [{}, {"kind": "great"}, {"kind": "fits", "text": "von Frau NN"}, {"kind": None}, []]
)
async def test_nothing_but_a_known_kind_is_taken(
    client: httpx.AsyncClient, offers: list[Offer], store: ConversationStore, body: object
) -> None:
    answer = await client.post(f"/api/offers/{offers[0].id}/feedback", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert store.statistics.counts() == {}


@pytest.mark.anyio
async def test_an_offer_that_families_cannot_see_takes_none(
    client: httpx.AsyncClient, store: ConversationStore
) -> None:
    answer = await client.post("/api/offers/no-such-offer/feedback", json={"kind": "fits"})
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:familienlotse:problem:offer-not-found"
    assert store.statistics.counts() == {}


def test_what_fits_is_shown_from_five_on_once_the_week_is_over(
    store: ConversationStore, clock: Clock
) -> None:
    feedback = Feedback(store.feedback, lambda _: 1, counts=True, clock=clock)
    for offer_id, times in {"one": 7, "two": 4, "three": 1}.items():
        for _ in range(times):
            feedback.take(offer_id, "fits")
    counts = store.statistics.counts()
    later = week_of(clock.now) + timedelta(days=9)
    [found] = shown(counts, later, timedelta(days=1))
    assert (found.dimension, found.counts, found.hidden) == ("fits", {"one": 7}, ("three", "two"))
    assert shown(counts, later - timedelta(days=1), timedelta(days=1)) == []


def test_counting_can_be_switched_off_but_staff_still_hear_what_is_wrong(
    store: ConversationStore, clock: Clock
) -> None:
    feedback = Feedback(store.feedback, lambda _: 1, counts=False, clock=clock)
    for kind in KINDS:
        feedback.take("one", kind)
    assert store.statistics.counts() == {}
    assert len(store.feedback.open_reports(lambda _: 1)) == 1


def test_reports_of_one_offer_are_one_with_its_days(store: ConversationStore, clock: Clock) -> None:
    feedback = Feedback(store.feedback, lambda _: 1, counts=True, clock=clock)
    first = today(clock)
    feedback.take("one", "out_of_date")
    feedback.take("two", "out_of_date")
    clock.pass_hours(24 * 3)
    feedback.take("two", "out_of_date")
    two, one = store.feedback.open_reports(lambda _: 1)
    assert (two.offer_id, two.number, one.number) == ("two", 2, 1)
    assert (two.first_day, two.last_day) == (first, first + timedelta(days=3))
    assert (one.first_day, one.last_day) == (first, first)


def test_a_changed_offer_is_reported_anew(store: ConversationStore, clock: Clock) -> None:
    revisions = {"one": 1}
    feedback = Feedback(store.feedback, revisions.__getitem__, counts=True, clock=clock)
    feedback.take("one", "out_of_date")
    revisions["one"] = 2
    clock.pass_hours(48)
    feedback.take("one", "out_of_date")
    [report] = store.feedback.open_reports(revisions.__getitem__)
    assert (report.number, report.first_day, report.revision) == (1, today(clock), 2)


def test_what_was_said_before_a_change_is_forgotten(store: ConversationStore) -> None:
    revisions: Mapping[str, int] = {"one": 1, "two": 1}
    for offer_id in revisions:
        store.feedback.report(offer_id, 1, date(2026, 11, 2))
    left = store.feedback.open_reports({"one": 2, "two": 1}.__getitem__)
    assert [report.offer_id for report in left] == ["two"]
    assert store.feedback.open_reports(lambda _: 1) == left


def test_many_at_once_are_all_counted(store: ConversationStore) -> None:
    feedback = store.feedback
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            threads.submit(feedback.count, date(2026, 11, 2), ("fits", "one"))
            threads.submit(feedback.report, "one", 1, date(2026, 11, 2))
    assert store.statistics.counts() == {date(2026, 11, 2): {"fits": {"one": 20}}}
    assert feedback.open_reports(lambda _: 1)[0].number == 20


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A city whose offers were imported, as the command line finds it."""
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(app, ["offers", "import", str(OFFERS)]).exit_code == 0
    return Settings(data_dir=tmp_path)


def test_staff_list_reports_and_close_them(imported: Settings, store: ConversationStore) -> None:
    lotse = CliRunner()
    assert "No family has reported" in lotse.invoke(app, ["offers", "reports"]).output
    offers = open_store(imported)
    offer = offers.all()[0]
    for day in (2, 5):
        store.feedback.report(offer.id, offers.revision_of(offer.id), date(2026, 11, day))
    listed = lotse.invoke(app, ["offers", "reports"]).output
    assert listed == f"   2  2026-11-02 to 2026-11-05  {offer.id}  {offer.name}\n"
    assert lotse.invoke(app, ["offers", "reports", "--done", offer.id]).exit_code == 0
    assert "No family has reported" in lotse.invoke(app, ["offers", "reports"]).output
    again = lotse.invoke(app, ["offers", "reports", "--done", offer.id])
    assert again.exit_code == 1
    assert f"There is no open report on “{offer.id}”" in again.stderr


def test_a_confirmed_offer_has_no_report_any_more(
    imported: Settings, store: ConversationStore
) -> None:
    offers = open_store(imported)
    confirmed, gone, *_ = offers.all()
    for offer in (confirmed, gone):
        store.feedback.report(offer.id, offers.revision_of(offer.id), date(2026, 11, 2))
    offers.put(confirmed.model_copy(update={"verified_at": datetime(2026, 11, 3, tzinfo=UTC)}))
    offers.remove(gone.id)
    assert "No family has reported" in CliRunner().invoke(app, ["offers", "reports"]).output
