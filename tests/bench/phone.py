"""A cheap phone in a slow network, as Chromium plays it, and when a page shows what on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.traffic import Traffic

CPU_SLOWDOWN = 4
ROUND_TRIP_MS = 150
DOWN_BITS_PER_S = 1_600_000
UP_BITS_PER_S = 750_000

# Times are those of performance.now(): milliseconds since the page was asked for.
MARKS = """
  const tasks = [];
  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => tasks.push([startTime, duration]));

  const times = {};
  times.painted = new Promise((resolve) => observe("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") resolve(startTime);
  }));
  const press = ({ timeStamp }) => (times.pressed = timeStamp);
  for (const kind of ["click", "keydown"]) addEventListener(kind, press, { capture: true });

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
  globalThis.marks = { tasks, times, watch };
"""


@contextmanager
def visit(
    browser: Browser, url: str, watched: Sequence[str] = (), height: int = 44
) -> Iterator[Phone]:
    """The page on a phone that has never been there; `watched` is the path to what comes first."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        device_scale_factor=3,
        has_touch=True,
        is_mobile=True,
        locale="de-DE",
    )
    context.set_default_timeout(60_000)
    try:
        phone = Phone(context.new_page())
        if watched:
            phone.watch_from_start(watched, height)
        phone.page.goto(url)
        yield phone
    finally:
        context.close()


class Phone:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.traffic = Traffic(page)
        self._slow_down()
        page.add_init_script(f"(() => {{{MARKS}}})()")

    def _slow_down(self) -> None:
        session = self.traffic.session
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        network = {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": DOWN_BITS_PER_S / 8,
            "uploadThroughput": UP_BITS_PER_S / 8,
        }
        session.send("Network.emulateNetworkConditions", network)

    def watch_from_start(self, path: Sequence[str], height: int) -> None:
        """The time of “first” is when it is there."""
        self.page.add_init_script(f"marks.watch('first', {list(path)!r}, 1, {height})")

    def watch(self, name: str, path: Sequence[str], count: int = 1, height: int = 44) -> None:
        self.page.evaluate("(given) => marks.watch(...given)", [name, list(path), count, height])

    def time_of(self, name: str) -> float:
        """Milliseconds from asking for the page until it was there; waits for it."""
        return float(self.page.evaluate(f"marks.times.{name}"))

    def since_press(self, name: str) -> float:
        """Milliseconds from the last press of a button or key until it was there."""
        return self.time_of(name) - self.time_of("pressed")

    @property
    def long_tasks(self) -> list[tuple[float, float]]:
        """When each task of 50 ms or more began and how long it took, in milliseconds."""
        return [(began, took) for began, took in self.page.evaluate("marks.tasks")]
