"""The widget's own colours: what can be read and seen on what (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from api.widget import routes
from api.widget.colours import READABLE, Colour, contrast

VISIBLE = 3.0  # 1.4.11: borders of controls, pictures that say something, the ring of focus
SHEETS = ("launcher.css", "widget.css")
PROPERTY = re.compile(r"--_([\w-]+): var\(--guide-(dark-)?[\w-]+, #([0-9a-f]{6})\)")

READ = [
    ("text", "ground"),
    ("text", "surface"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("accent", "ground"),
    ("accent", "surface"),
    ("danger", "surface"),
    ("on-accent", "accent"),
    ("on-soft", "soft"),
    ("on-header", "header"),
    ("on-notice", "notice"),
    ("on-danger", "danger"),
    ("on-danger-soft", "danger-soft"),
]
SEEN = [
    ("control", "ground"),
    ("control", "surface"),
    ("focus", "ground"),
    ("focus", "surface"),
    ("focus", "soft"),
    ("accent", "soft"),
    ("on-header", "header"),
    ("header", "sign"),
]


def palette(mode: str) -> dict[str, Colour]:
    """What dark mode does not change is as in the light."""
    folder = Path(routes.__file__).parent / "static" / "widget"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    found = sorted(PROPERTY.findall(text), key=lambda each: each[1] == mode)
    return {
        name: (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
        for name, dark, digits in found
        if dark in ("", mode)
    }


@pytest.mark.parametrize("mode", ["", "dark-"], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(READ, READABLE), (SEEN, VISIBLE)], ids=["read", "seen"]
)
def test_it_stands_out(mode: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = palette(mode)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}
