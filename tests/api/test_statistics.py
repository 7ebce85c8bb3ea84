"""What is counted of a conversation that expired, and what of the counts may be seen."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.chat.conversations import Conversations
from api.chat.store import ConversationStore
from api.cli.main import app
from api.cli.statistics import as_text
from api.settings import Settings
from api.statistics import LEAST_SHOWN, count, shown, week_of
from index.city import City
from tests.api.conftest import Clock
from tests.api.fake_rasa import FakeRasa, answer, text_message
from tests.api.test_deletion import files_hold

MONDAY = date(2026, 11, 2)
LATER = date(2026, 12, 24)
DAY = timedelta(days=1)

Json = dict[str, Any]


def profile(**changes: Any) -> Json:
    nothing: Json = {
        "language": "tr",
        "children": [],
        "needs": [],
        "need_text": None,
        "district": None,
    }
    return nothing | changes


def child(low: int, high: int, *needs: str) -> Json:
    return {"age_min_months": low, "age_max_months": high, "needs": list(needs)}


def test_one_conversation_is_counted_once_for_each_value(city: City) -> None:
    family = profile(
        children=[child(36, 47, "development"), child(48, 59), child(-9, -1)],
        needs=["development", "midwife"],
        district={"id": "holten"},
    )
    counted = count(family, [{"type": "text"}, {"type": "offers"}, {"type": "offers"}], city)
    assert counted == {
        ("language", "tr"),
        ("topic", "development"),
        ("topic", "midwife"),
        ("age", "3-5"),
        ("age", "unborn"),
        ("sozialraum", "sr-sterkrade-nord"),
        ("found", "yes"),
    }


def test_what_a_family_wrote_is_never_counted(city: City) -> None:
    family = profile(need_text="mein Sohn NN beißt", needs=["no-topic-of-ours"])
    assert count(family, [{"type": "text"}], city) == {("language", "tr"), ("found", "no")}


@pytest.mark.parametrize("district", ["sterkrade", "oberhausen", "gone-from-the-city"])
def test_what_is_larger_than_a_sozialraum_is_none(district: str, city: City) -> None:
    assert count(profile(district={"id": district}), [], city) == {("language", "tr")}


def test_a_conversation_in_danger_counts_nowhere(city: City) -> None:
    family = profile(needs=["violence"], children=[child(36, 47)])
    assert count(family, [{"type": "crisis"}, {"type": "offers"}], city) == frozenset()


@pytest.mark.parametrize(
    ("counts", "left", "hidden"),
    [
        ({"tr": 5, "de": 40}, {"tr": 5, "de": 40}, ()),
        ({"tr": 4, "pl": 4, "de": 40}, {"de": 40}, ("pl", "tr")),
        # the number of conversations, known from elsewhere, would tell the four
        ({"tr": 4, "pl": 9, "de": 40}, {"de": 40}, ("pl", "tr")),
        ({"yes": 40, "no": 1}, {}, ("no", "yes")),
        ({"de": 3}, {}, ("de",)),
    ],
)
def test_small_numbers_are_hidden_and_what_would_betray_them(
    counts: dict[str, int], left: dict[str, int], hidden: tuple[str, ...]
) -> None:
    [found] = shown({MONDAY: {"language": counts}}, LATER, DAY)
    assert (found.counts, found.hidden) == (left, hidden)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30), min_size=1))
def test_no_reckoning_leads_below_the_least(counts: dict[str, int]) -> None:
    [found] = shown({MONDAY: {"language": counts}}, LATER, DAY)
    assert all(number >= LEAST_SHOWN for number in found.counts.values())
    unknown = sum(counts.values()) - sum(found.counts.values())
    assert len(found.hidden) != 1 or not found.counts
    assert unknown == 0 or unknown >= LEAST_SHOWN or not found.counts


def test_a_week_is_shown_when_nothing_can_be_added_any_more() -> None:
    counts = {MONDAY: {"language": {"de": 9}}}
    days = [MONDAY + number * DAY for number in range(12)]
    assert [bool(shown(counts, today, DAY)) for today in days] == [False] * 9 + [True] * 3


def test_weeks_begin_on_mondays() -> None:
    days = [week_of(1_800_000_000 + number * 24 * 3600) for number in range(15)]
    assert {day.weekday() for day in days} == {0}
    assert {after - before for before, after in pairwise(days)} == {timedelta(), 7 * DAY}


@pytest.mark.anyio
async def test_only_what_expired_is_counted_and_without_an_id(
    client: httpx.AsyncClient,
    conversations: Conversations,
    store: ConversationStore,
    rasa: FakeRasa,
    settings: Settings,
    *,
    clock: Clock,
) -> None:
    ids = [(await client.post("/api/conversations", json={})).json()["id"] for _ in range(3)]
    for id_ in ids:
        rasa.answers.append(answer(text_message("Gern."), needs=["development"]))
        await client.post(f"/api/conversations/{id_}/messages", json={"text": "Sprachförderung"})
    await client.delete(f"/api/conversations/{ids[0]}")
    assert store.statistics.counts() == {}
    week = week_of(clock.now)
    clock.pass_hours(settings.retention_hours + 1)
    await conversations.tidy()
    found = {"language": {"de": 2}, "topic": {"development": 2}, "found": {"no": 2}}
    assert store.statistics.counts() == {week: found}
    assert not any(files_hold(settings.data_dir, id_) for id_ in ids)


@pytest.mark.anyio
async def test_counting_can_be_switched_off(
    client: httpx.AsyncClient,
    conversation: str,
    conversations: Conversations,
    store: ConversationStore,
    *,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversations, "_counts", Settings(statistics=False).statistics)
    await client.post(f"{conversation}/messages", json={"text": "Kita"})
    clock.pass_hours(25)
    await conversations.tidy()
    assert (await client.get(conversation)).status_code == 404
    assert store.statistics.counts() == {}


def test_the_command_line_shows_whole_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(app, ["stats"])
    assert result.exit_code == 0
    assert "Nothing is to be shown yet" in result.output


def test_the_newest_weeks_come_first_as_text() -> None:
    counts = {
        MONDAY + week * 7 * DAY: {"language": {"de": 20 + week, "tr": 2}} for week in range(3)
    }
    counts[MONDAY] = {"topic": {"development": 7, "midwife": 9, "school": 2, "sports": 3}}
    text = as_text(shown(counts, LATER, DAY), weeks=3)
    assert text.splitlines()[-3:] == [
        "  topic         midwife                          9",
        "  topic         development                      7",
        "  topic         2 more, hidden: fewer than 5, or they would betray one that is",
    ]
    assert text.startswith("Week from 2026-11-16")
