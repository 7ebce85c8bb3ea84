"""Pictures of every state of the chat and of the plan, to be looked at.

    python -m tests.browser.screenshots [PART…]

They go to var/screenshots, named by state, width, language and scheme: cards-390-ar-dark.png. With
parts (`390 dark`) only those whose width, language and scheme contain all of them are taken.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.browser import cast
from tests.browser.conftest import DESKTOP, FLAGS, PHONE, PROJECT
from tests.browser.fake_city import FakeCity, running_city

LANGUAGES = ("de", "ar")
KEPT = ",".join(cast.RECORDS)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Visit:
    def __init__(self, page: Page, city: FakeCity) -> None:
        self._page = page
        self._city = city

    def states(self, language: str) -> Iterator[str]:
        """Each is there once its name is given; it follows from the one before."""
        see = self._page.locator
        see(".launcher").wait_for()
        yield "launcher"
        see(".launcher").click()
        see(".language").select_option(language)
        see(f"[lang={language}] section.start").wait_for()
        yield "greeting"
        see("[aria-controls=menu]").click()
        yield "menu"
        self._page.keyboard.press("Escape")
        self._say(cast.SENTENCE)
        see(".card").first.wait_for()
        yield "cards"
        see(".card-actions [aria-expanded]").first.click()
        yield "details"
        for card in (0, 1):
            for choice in (0, 1):  # keep it, compare it
                see(".card").nth(card).locator("[aria-pressed]").nth(choice).press("Enter")
        see(".comparison").wait_for()
        yield "compare"
        see(".comparison button").last.click()  # a third Escape would leave the page
        yield "kept"
        see(".chip").first.click()
        yield "chip"
        self._page.keyboard.press("Escape")
        self._city.may_answer.clear()
        self._say(cast.QUESTION)
        see(".typing").wait_for()
        yield "typing"
        self._city.may_answer.set()
        see(".source").wait_for()
        self._page.context.set_offline(True)
        self._say(cast.MANY)
        see(".unsent").wait_for()
        yield "offline"
        self._page.context.set_offline(False)
        see(".unsent").wait_for(state="detached")
        self._say("Ich habe Angst")
        see(".crisis").wait_for()
        yield "crisis"
        self._page.emulate_media(contrast="more")
        yield "contrast"
        self._page.emulate_media(contrast="no-preference")
        self._page.goto(f"{self._city.url}/plan?offers={KEPT}&language={language}")
        yield "plan"
        if language == "de":
            self._page.goto(f"{self._city.url}/pages/kita.html")
            see(".log .message").first.wait_for()
            yield "inline"

    def _say(self, text: str) -> None:
        self._page.locator(".input").fill(text)
        self._page.locator(".input").press("Enter")


def main(parts: list[str]) -> None:
    directory = PROJECT / os.environ.get("LOTSE_SCREENSHOTS", "var/screenshots")
    directory.mkdir(parents=True, exist_ok=True)
    with running_city() as city, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for (width, height), language, scheme in product((PHONE, DESKTOP), LANGUAGES, SCHEMES):
            name = f"{width}-{language}-{scheme}"
            if not all(part in name for part in parts):
                continue
            city.reset()
            page = browser.new_page(
                viewport={"width": width, "height": height},
                locale="de-DE",
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page.goto(city.url)
            for state in Visit(page, city).states(language):
                _photograph(page, directory / f"{state}-{name}.png")
            page.close()
        browser.close()


def _photograph(page: Page, picture: Path) -> None:
    page.screenshot(path=picture)
    print(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
