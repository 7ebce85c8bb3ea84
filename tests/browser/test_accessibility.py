"""WCAG 2.2 AA, as far as a machine can tell. The criteria stand in docs/accessibility.md."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE

pytestmark = pytest.mark.browser

Visit = Callable[..., Chat]

TARGETS = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  return [...root.querySelectorAll("button, a, select, input, textarea")]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 44 || box.height < 44)
    .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`);
}"""

OVERFLOW = """() => {
  const root = document.querySelector("family-guide").shadowRoot;
  const wide = [...root.querySelectorAll("dialog, .scroller, .chips")]
    .filter((element) => element.scrollWidth > element.clientWidth)
    .map((element) => element.className);
  const page = document.documentElement;
  return page.scrollWidth > page.clientWidth ? [...wide, "page"] : wide;
}"""

ANIMATIONS = """() => document.querySelector("family-guide").shadowRoot
  .getAnimations({ subtree: true }).length"""


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_every_target_is_large_and_nothing_scrolls_sideways(
    visit: Visit, size: tuple[int, int], screenshots: Path
) -> None:
    chat = visit(size)
    chat.open().find_offers()
    chat.page.screenshot(path=screenshots / f"widget-{size[0]}.png")
    chat.chip("3 Jahre").click()
    assert chat.page.evaluate(TARGETS) == []
    assert chat.page.evaluate(OVERFLOW) == []


def test_at_400_percent_zoom_everything_can_still_be_reached(visit: Visit) -> None:
    chat = visit((320, 256))  # 1280 x 1024 at 400 %
    chat.open().find_offers()
    assert chat.page.evaluate(OVERFLOW) == []
    expect(chat.input).to_be_in_viewport()
    chat.chip("3 Jahre").click()
    save = chat.page.get_by_role("button", name="Speichern")
    save.scroll_into_view_if_needed()
    expect(save).to_be_in_viewport()


def test_nothing_moves_for_who_wants_no_motion(visit: Visit) -> None:
    chat = visit(reduced_motion="reduce")
    chat.page.route("**/api/**", lambda _: None)  # the waiting dots stay
    chat.launcher.click()
    expect(chat.status).to_have_text("Der Familienlotse sucht …")
    assert chat.page.evaluate(ANIMATIONS) == 0


def test_forced_colours_keep_borders_around_what_is_only_coloured(visit: Visit) -> None:
    chat = visit(forced_colors="active")
    chat.open().find_offers()
    expect(chat.chip("3 Jahre")).not_to_have_css("border-top-width", "0px")
    expect(chat.send).not_to_have_css("border-top-width", "0px")


def test_a_language_from_right_to_left_is_mirrored(visit: Visit, screenshots: Path) -> None:
    chat = visit(PHONE)
    chat.page.route("**/element.js", _right_to_left)
    chat.page.reload()
    chat.open().find_offers()
    own = chat.log.get_by_text("Meine Tochter ist 3").bounding_box()
    field, send = chat.input.bounding_box(), chat.send.bounding_box()
    assert own is not None
    assert field is not None
    assert send is not None
    assert own["x"] < PHONE[0] / 4
    assert send["x"] < field["x"]
    assert chat.page.evaluate(OVERFLOW) == []
    chat.page.screenshot(path=screenshots / "widget-rtl.png")


def _right_to_left(route: Route) -> None:
    route.fulfill(
        body=route.fetch().text().replace('"ltr"', '"rtl"'), content_type="text/javascript"
    )


RING = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const name = element.ariaLabel ?? (element.textContent.trim() || element.id);
  const ring = `${outlineStyle} ${outlineWidth}`;
  return [`${element.tagName} ${name}`, ring];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_focus_shows_it(visit: Visit, scheme: str) -> None:
    chat = visit(PHONE, color_scheme=scheme)
    chat.open().find_offers()
    rings: dict[str, str] = {}
    for _ in range(45):
        chat.page.keyboard.press("Tab")
        if focused := chat.page.evaluate(RING):
            name, ring = focused
            rings[name] = ring
    assert len(rings) > 20
    assert {
        name: ring for name, ring in rings.items() if ring not in ("solid 2px", "solid 3px")
    } == {}
