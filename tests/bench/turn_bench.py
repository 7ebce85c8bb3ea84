"""Turns over HTTP against the running stack: alone, and ten conversations at once.

The baseline is a bare request to /health/live in the same run: what HTTP alone costs here.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import psutil

from tests.stack import BUILT, Stack

TURNS = {
    "de": (
        "Meine Tochter ist 3 und spricht kaum",
        "wir wohnen in Sterkrade",
        "nein, vier",
        "Was kostet das?",
        "Mehr zeigen",
        "Gibt es auch etwas zum Schwimmen?",
    ),
    "tr": (
        "Kızım 3 yaşında ve neredeyse hiç konuşmuyor",
        "Sterkrade'de oturuyoruz",
        "hayır, dört yaşında",
        "Bu ücretli mi?",
        "Daha fazla göster",
        "Yüzme kursu da var mı?",
    ),
    "ar": (
        "بنتي عمرها 3 سنوات وما بتحكي تقريبا",
        "نسكن في شتركراده",
        "لا، أربع سنوات",
        "كم يكلف هذا؟",
        "المزيد",
        "هل توجد دورة سباحة أيضا؟",
    ),
}
CONVERSATIONS_ALONE = 10
CONVERSATIONS_AT_ONCE = 10
LONG_CONVERSATION = 60
MEGABYTE = 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        started = time.perf_counter()
        stack = Stack(Path(directory), BUILT)
        try:
            stack.wait_until_ready()
            print(f"start, everything built: {time.perf_counter() - started:.1f} s")
            with httpx.Client(base_url=stack.url, timeout=60) as client:
                _report_turns(client, stack.url)
            _report_memory(stack)
        finally:
            stack.stop()


def _report_turns(client: httpx.Client, url: str) -> None:
    for language in TURNS:
        _converse(client, language, 1)
    baseline = [_timed(lambda: client.get("/health/live")) for _ in range(100)]
    _print("bare request", baseline, baseline)
    for language in TURNS:
        alone = _converse(client, language, CONVERSATIONS_ALONE)
        _print(f"turn, one conversation, {language}", alone, baseline)
    with ThreadPoolExecutor(CONVERSATIONS_AT_ONCE) as pool:
        results = pool.map(lambda _: _in_own_client(url), range(CONVERSATIONS_AT_ONCE))
        _print("turn, ten conversations at once", [t for r in results for t in r], baseline)
    long = _long_conversation(client)
    _print("turns 1 to 10 of a long conversation", long[:10], baseline)
    _print(f"turns {LONG_CONVERSATION - 9} to {LONG_CONVERSATION}", long[-10:], baseline)


def _in_own_client(url: str) -> list[float]:
    with httpx.Client(base_url=url, timeout=60) as client:
        return _converse(client, "de", 2)


def _converse(client: httpx.Client, language: str, conversations: int) -> list[float]:
    """Return the seconds of every turn."""
    seconds = []
    for _ in range(conversations):
        path = _new_conversation(client, language)
        seconds += [_timed(partial(_say, client, path, text)) for text in TURNS[language]]
    return seconds


def _long_conversation(client: httpx.Client) -> list[float]:
    path = _new_conversation(client, "de")
    turns = [TURNS["de"][number % len(TURNS["de"])] for number in range(LONG_CONVERSATION)]
    return [_timed(partial(_say, client, path, text)) for text in turns]


def _new_conversation(client: httpx.Client, language: str) -> str:
    answer = client.post("/api/conversations", json={"language": language}).raise_for_status()
    return f"/api/conversations/{answer.json()['id']}/messages"


def _say(client: httpx.Client, path: str, text: str) -> None:
    client.post(path, json={"text": text}).raise_for_status()


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _print(what: str, seconds: list[float], baseline: list[float]) -> None:
    p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    ratio = p50 / statistics.median(baseline)
    print(f"{what}: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, {ratio:.1f} x bare request")


def _report_memory(stack: Stack) -> None:
    api = psutil.Process(stack.process.pid)
    processes = {"api": api} | {f"child {c.pid}": c for c in api.children(recursive=True)}
    total = 0
    for name, process in processes.items():
        memory = process.memory_full_info()
        total += memory.pss
        print(
            f"memory of {name} ({process.name()}): {memory.rss / MEGABYTE:.0f} MB resident, "
            f"{memory.pss / MEGABYTE:.0f} MB its share"
        )
    print(f"memory of both together: {total / MEGABYTE:.0f} MB")
