import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity, running_city
from tests.conftest import missing

PROJECT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PHONE = (390, 844)
SMALL_PHONE = (320, 640)
DESKTOP = (1280, 900)

NewContext = Callable[..., BrowserContext]


@dataclass
class Watch:
    """What a page did that it must never do."""

    origins: set[str]
    foreign_requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", self._on_request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _on_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if f"{url.scheme}://{url.netloc}" not in self.origins:
            self.foreign_requests.append(request.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        missing("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running() -> Iterator[FakeCity]:
    with running_city() as city:
        yield city


@pytest.fixture
def city(running: FakeCity) -> FakeCity:
    running.reset()
    return running


@pytest.fixture
def watch(city: FakeCity) -> Iterator[Watch]:
    """Every test of the widget is also one of: nothing from elsewhere, no script error."""
    watch = Watch(origins={city.url, city.other_url})
    yield watch
    assert watch.foreign_requests == []
    assert watch.errors == []


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    contexts: list[BrowserContext] = []

    def create(size: tuple[int, int] = DESKTOP, **options: object) -> BrowserContext:
        settings = {"locale": "de-DE", "reduced_motion": "reduce"} | options
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            **settings,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield create
    for context in contexts:
        context.close()


@pytest.fixture
def visit(city: FakeCity, watch: Watch, new_context: NewContext) -> Callable[..., Chat]:
    """Opens the demonstration page in a new window of some size and settings."""

    def open_page(size: tuple[int, int] = DESKTOP, **options: object) -> Chat:
        page = new_context(size, **options).new_page()
        watch.follow(page)
        page.goto(city.url)
        return Chat(page)

    return open_page


@pytest.fixture
def chat(visit: Callable[..., Chat]) -> Chat:
    return visit()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    directory = PROJECT / os.environ.get("LOTSE_SCREENSHOTS", "var/screenshots")
    directory.mkdir(parents=True, exist_ok=True)
    return directory
