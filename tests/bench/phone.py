"""A cheap phone in a slow network, as Chromium plays it, and when a page shows what on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.traffic import Traffic

CPU_SLOWDOWN = 4
ROUND_TRIP_MS = 150
DOWN_BITS_PER_S = 1_600_000
UP_BITS_PER_S = 750_000

Path = tuple[str, ...]
"""Selectors, each for what lies in the shadow root of the one before."""

# Times are those of performance.now(): milliseconds since the page was asked for.
MARKS = """
  const tasks = [];
  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
  observe("longtask", ({ duration }) => tasks.push(duration));

  const times = {};
  times.painted = new Promise((resolve) => observe("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") resolve(startTime);
  }));
  addEventListener("click", ({ timeStamp }) => (times.pressed = timeStamp), { capture: true });

  // A path leads through shadow roots: what each selector finds is searched in for the next.
  const inside = (found) => found?.shadowRoot ?? found;
  const first = (found, selector) => inside(found)?.querySelector(selector);
  const find = (path) => {
    const last = inside(path.slice(0, -1).reduce(first, document));
    return [...(last?.querySelectorAll(path.at(-1)) ?? [])];
  };
  // Shown, in its styles (44 px high, or as high as asked for), and nothing keeps a press waiting.
  const watch = (name, path, count, height) => {
    times[name] = new Promise((resolve, reject) => {
      const look = () => {
        const shown = find(path).filter((each) => each.offsetHeight >= height);
        if (shown.length < count) requestAnimationFrame(look);
        else setTimeout(() => resolve(performance.now()));
      };
      look();
      setTimeout(() => reject(new Error(`no ${path}`)), 60_000);
    });
    times[name].catch(() => {});  // asked for later
  };
  const frame = () => new Promise(requestAnimationFrame);
  const middle = async (path) => {
    const found = find(path).at(-1);
    found.scrollIntoView({ block: "center", behavior: "instant" });
    for (let top; top !== found.getBoundingClientRect().top; await frame()) {
      top = found.getBoundingClientRect().top;
      await frame();  // until the page no longer scrolls
    }
    const { x, y, width, height } = found.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  globalThis.marks = { tasks, times, watch, middle };
"""


@contextmanager
def traced(browser: Browser) -> Iterator[list[float]]:
    """What each task of all pages took of the CPU, in milliseconds; filled at the end."""
    took: list[float] = []
    browser.start_tracing(categories=["toplevel"])
    try:
        yield took
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
        pages = {
            (event["pid"], event["tid"])
            for event in events
            if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
        }
        took += [
            event["tdur"] / 1000
            for event in events
            if event["name"].endswith("RunTask")
            and (event["pid"], event["tid"]) in pages
            and "tdur" in event  # not with one that is cut off by the end
        ]


@contextmanager
def unpacked(
    browser: Browser, watched: Path = (), height: int = 44, slowdown: int = CPU_SLOWDOWN
) -> Iterator[Phone]:
    """A phone that has been nowhere yet; `watched` is the path to what comes first on a page."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        device_scale_factor=3,
        has_touch=True,
        is_mobile=True,
        locale="de-DE",
    )
    context.set_default_timeout(60_000)
    try:
        phone = Phone(context.new_page(), slowdown)
        if watched:
            phone.watch_from_start(watched, height)
        yield phone
    finally:
        context.close()


class Phone:
    """Pressed and asked by the DevTools protocol alone: Playwright's own scripts are long tasks."""

    def __init__(self, page: Page, slowdown: int) -> None:
        self.page = page
        self.traffic = Traffic(page)
        self._slow_down(slowdown)
        page.add_init_script(f"(() => {{{MARKS}}})()")

    def _slow_down(self, rate: int) -> None:
        session = self.traffic.session
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        network = {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": DOWN_BITS_PER_S / 8,
            "uploadThroughput": UP_BITS_PER_S / 8,
        }
        session.send("Network.emulateNetworkConditions", network)

    def watch_from_start(self, path: Path, height: int) -> None:
        """The time of “first” is when it is there."""
        self.page.add_init_script(f"marks.watch('first', {json.dumps(path)}, 1, {height})")

    def watch(self, name: str, path: Path, count: int = 1, height: int = 44) -> None:
        self._evaluate(f"marks.watch({json.dumps([name, path, count, height])[1:-1]})")

    def tap(self, path: Path) -> None:
        """In the middle of the last of those found."""
        x, y = self._evaluate(f"marks.middle({json.dumps(path)})")
        touch = self.traffic.session.send
        touch("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        touch("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def write(self, text: str) -> None:
        """Into what has the focus."""
        self.traffic.session.send("Input.insertText", {"text": text})

    def time_of(self, name: str) -> float:
        """Milliseconds from asking for the page until it was there; waits for it."""
        return float(self._evaluate(f"marks.times.{name}"))

    def since_press(self, name: str) -> float:
        """Milliseconds from the last press of a button until it was there."""
        return self.time_of(name) - self.time_of("pressed")

    @property
    def long_tasks(self) -> list[float]:
        """What each task of 50 ms or more took, in milliseconds."""
        return [float(took) for took in self._evaluate("marks.tasks")]

    def _evaluate(self, expression: str) -> Any:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.traffic.session.send("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            raise LookupError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")
