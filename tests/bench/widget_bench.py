"""The widget on a cheap phone in a slow network: what it loads, when it can be used, long tasks.

The baseline is the demonstration page without the widget, on the same phone in the same run. The
server is the scripted one of the browser tests, which answers at once. Beside it stand two
widgets from npm.

    python -m tests.bench.widget_bench
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from api.widget.routes import WIDGET
from bot.languages import LANGUAGES
from tests.bench.npm_widgets import WIDGETS, NpmWidget
from tests.bench.phone import (
    CPU_SLOWDOWN,
    DOWN_BITS_PER_S,
    ROUND_TRIP_MS,
    Path,
    Phone,
    traced,
    unpacked,
)
from tests.browser import cast
from tests.browser.conftest import FLAGS
from tests.browser.fake_city import FakeCity, running_city

ROUNDS = 5
LAUNCHER = ("family-guide", "[part~=launcher]")
FIELD = ("family-guide", "[part~=input]")
SEND = ("family-guide", "[part~=send]")
MESSAGE = ("family-guide", "[part~=message]")
CARD = ("family-guide", "[part~=card]")
DETAILS = ("family-guide", "[part~=card] [aria-expanded=false]")
UNFOLDED = ("family-guide", "[part~=card] [aria-expanded=true]")
CHIP = ("family-guide", "[part~=chip]")
OURS = '<family-guide></family-guide><script type="module" src="/widget.js"></script>'
KILOBYTE = 1000


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium here: the widget is not measured")
        return
    with sync_playwright() as playwright, running_city() as city:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        city.reset()
        print(
            f"a phone: CPU {CPU_SLOWDOWN} times slower, {ROUND_TRIP_MS} ms a round trip, "
            f"{DOWN_BITS_PER_S / 1e6} Mbit/s; medians of {ROUNDS} first visits"
        )
        _report_conversation(browser, city)
        _report_side_by_side(browser, city)
        browser.close()
    _report_weight()


def _report_weight() -> None:
    """Of all there is, in the language with the longest texts."""
    files = WIDGET.made.files
    texts = {code: len(files[f"strings.{code}.json"].gzipped) for code in LANGUAGES}
    heaviest = max(texts, key=texts.__getitem__)
    others = sum(size for code, size in texts.items() if code != heaviest)
    total = sum(len(packed.gzipped) for packed in files.values()) - others
    total += len(WIDGET.made.definition.gzipped)
    print(f"all of the widget in {heaviest}: {total / KILOBYTE:.1f} kB gzipped")
    sizes = {name: len(packed.gzipped) for name, packed in files.items()}
    parts = [f"{name} {size}" for name, size in sizes.items() if not name.startswith("strings.")]
    print(f"of it: {', '.join(parts)}, strings.{heaviest}.json {texts[heaviest]} bytes")


@dataclass(frozen=True)
class Conversation:
    """One first visit; times in milliseconds, `tasks` those of 50 ms and more."""

    launcher: float
    field: float
    greeting: float
    five_cards: float
    tasks: list[float]
    launcher_bytes: int
    launcher_requests: int
    origins: set[str]


def _report_conversation(browser: Browser, city: FakeCity) -> None:
    _first_paint(browser, city.url)  # the browser's own first time: fonts, processes
    bare = statistics.median(_first_paint(browser, f"{city.url}/bare") for _ in range(ROUNDS))
    print(f"page without the widget, first paint: {bare:.0f} ms")
    rounds = [_first_visit(browser, city.url) for _ in range(ROUNDS)]
    measured: dict[str, Callable[[Conversation], float]] = {
        "launcher can be pressed": lambda each: each.launcher,
        "pressed, one can write": lambda each: each.field,
        "pressed, greeting is there": lambda each: each.greeting,
        "asked, five offers are there": lambda each: each.five_cards,
    }
    for what, value in measured.items():
        took = statistics.median(map(value, rounds))
        print(f"{what}: {took:.0f} ms, {took / bare:.1f} x page without the widget")
    longest = max((task for each in rounds for task in each.tasks), default=0.0)
    print(f"longest task by the clock: {f'{longest:.0f} ms' if longest else 'none of 50 ms'}")
    _report_cpu(browser, city.url)
    first = rounds[0]
    print(
        f"before anybody opens it: {first.launcher_bytes / KILOBYTE:.1f} kB gzipped in "
        f"{first.launcher_requests} requests"
    )
    print(f"origins asked over a whole conversation: {len(first.origins)}")


def _report_cpu(browser: Browser, url: str) -> None:
    """What the clock says of tasks is that of a machine with nothing else to do; this is not."""
    with unpacked(browser, LAUNCHER, slowdown=1) as phone:
        with traced(browser):  # begins a process, which is a long task of the browser's own
            phone.page.goto(f"{url}/bare")
            phone.time_of("painted")
        with traced(browser) as tasks:
            _converse(phone, url)
    longest = max(tasks) * CPU_SLOWDOWN
    print(f"longest task by its time on the CPU, {CPU_SLOWDOWN} times: {longest:.0f} ms")


def _first_paint(browser: Browser, url: str) -> float:
    with unpacked(browser) as phone:
        phone.page.goto(url)
        return phone.time_of("painted")


def _first_visit(browser: Browser, url: str) -> Conversation:
    with unpacked(browser, LAUNCHER) as phone:
        return _converse(phone, url)


def _converse(phone: Phone, url: str) -> Conversation:
    phone.page.goto(url)
    launcher = phone.time_of("first")
    before = list(phone.traffic.of_widget)
    phone.watch("field", FIELD)
    phone.watch("greeting", MESSAGE, height=1)
    phone.tap(LAUNCHER)
    field, greeting = phone.since_press("field"), phone.since_press("greeting")
    five_cards = _ask(phone, cast.MANY, CARD, count=len(cast.FIVE_MATCHES))
    phone.watch("unfolded", UNFOLDED, height=1)
    phone.tap(DETAILS)
    phone.time_of("unfolded")
    _ask(phone, cast.SENTENCE, CHIP)
    phone.tap(CHIP)
    return Conversation(
        launcher=launcher,
        field=field,
        greeting=greeting,
        five_cards=five_cards,
        tasks=phone.long_tasks,
        launcher_bytes=sum(transfer.body_bytes for transfer in before),
        launcher_requests=len(before),
        origins=phone.traffic.origins,
    )


def _ask(phone: Phone, text: str, answer: Path, count: int = 1) -> float:
    """Milliseconds until the answer is there."""
    phone.tap(FIELD)
    phone.write(text)
    phone.watch("answer", answer, count)
    phone.tap(SEND)
    return phone.since_press("answer")


def _report_side_by_side(browser: Browser, city: FakeCity) -> None:
    print("until one can write:         kB  requests      ms  longest task")
    with _embedded(city) as url:
        print(_row("family-guide", [_open(browser, url, FIELD, LAUNCHER) for _ in range(ROUNDS)]))
    for widget in WIDGETS:
        try:
            widget.fetch()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{widget.name}: not measured, npm did not bring it ({type(error).__name__})")
            continue
        try:
            print(_row(f"{widget.name} {widget.version}", _open_often(browser, widget)))
        except LookupError as error:
            print(f"{widget.name}: not measured, {str(error).splitlines()[0]}")


@dataclass(frozen=True)
class Opened:
    """Bytes as they came over the line, headers too; milliseconds."""

    bytes: int
    requests: int
    time: float
    longest: float


def _row(name: str, rounds: Sequence[Opened]) -> str:
    first = rounds[0]
    time = statistics.median(each.time for each in rounds)
    longest = statistics.median(each.longest for each in rounds)
    return f"{name:22} {first.bytes / KILOBYTE:9.1f} {first.requests:9} {time:7.0f} {longest:13.0f}"


@contextmanager
def _embedded(city: FakeCity) -> Iterator[str]:
    """A page that holds nothing but the widget."""
    city.embedding = OURS
    yield f"{city.url}/embedding"
    city.embedding = ""


def _open_often(browser: Browser, widget: NpmWidget) -> list[Opened]:
    opener = (widget.opener,) if widget.opener else ()
    with widget.served() as url:
        return [_open(browser, url, widget.field, opener) for _ in range(ROUNDS)]


def _open(browser: Browser, url: str, field: Path, opener: Path) -> Opened:
    """`opener` is pressed as soon as it is there; what is always open has none."""
    with unpacked(browser, opener or field, height=1) as phone:
        phone.page.goto(url)
        time = phone.time_of("first")
        if opener:
            phone.watch("field", field, height=1)
            phone.tap(opener)
            time += phone.since_press("field")
        transfers = [each for each in phone.traffic.sent if each.url != url]
        return Opened(
            bytes=sum(each.body_bytes + each.header_bytes for each in transfers),
            requests=len(transfers),
            time=time,
            longest=max(phone.long_tasks, default=0.0),
        )


if __name__ == "__main__":
    main()
