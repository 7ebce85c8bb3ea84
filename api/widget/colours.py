"""A colour of the embedding page, made readable in light and dark mode.

The head of the panel has the colour itself, or a darker one at night; where it has to be read or
hold text, it is mixed with black or white until it can be.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from api.assets import Packed, pack

FILE = re.compile(r"colours-([0-9a-f]{6})\.css")
READABLE = 4.5  # WCAG 2.2, 1.4.3: text against what it stands on
STEP_PERCENT = 5

Colour = tuple[int, int, int]  # red, green, blue: 0 to 255
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
NIGHT: Colour = (32, 40, 42)


@dataclass(frozen=True)
class Mode:
    """As in the palette of launcher.css and widget.css; shares are in percent."""

    prefix: str
    ground: Colour  # of those with text in the accent, the one it is hardest to read on
    ink: Colour  # mixed into the accent until it can be read
    black_in_head: int
    paper: Colour  # mixed into the accent for chips
    paper_in_soft: int


MODES = (
    Mode("", (248, 243, 234), BLACK, 0, WHITE, 86),
    Mode("dark-", NIGHT, WHITE, 45, NIGHT, 75),
)


def pack_colours(file: str) -> Packed | None:
    """The sheet of that name, `colours-7a1f4b.css`; None for names of another form."""
    found = FILE.fullmatch(file)
    return pack(file, style_from(found[1])) if found else None


def style_from(digits: str) -> str:
    """The rule that sets the custom properties from one colour, six hexadecimal digits."""
    red, green, blue = bytes.fromhex(digits)
    properties = (each for mode in MODES for each in _properties((red, green, blue), mode))
    return f":host{{{';'.join(properties)}}}"


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2, contrast ratio: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """WCAG 2.2, relative luminance: 0 to 1."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _properties(colour: Colour, mode: Mode) -> Iterable[str]:
    accent = _readable(colour, mode)
    header = _mix(colour, BLACK, mode.black_in_head)
    named = {
        "accent": accent,
        "on-accent": _text_on(accent),
        "header": header,
        "on-header": _text_on(header),
        "soft": _mix(accent, mode.paper, mode.paper_in_soft),
        "on-soft": _mix(accent, mode.ink, 80),
    }
    for name, (red, green, blue) in named.items():
        yield f"--guide-{mode.prefix}{name}:#{red:02x}{green:02x}{blue:02x}"


def _readable(colour: Colour, mode: Mode) -> Colour:
    mixed = (_mix(colour, mode.ink, share) for share in range(0, 100, STEP_PERCENT))
    return next((each for each in mixed if contrast(each, mode.ground) >= READABLE), mode.ink)


def _text_on(ground: Colour) -> Colour:
    return max(WHITE, BLACK, key=lambda text: contrast(ground, text))


def _mix(colour: Colour, other: Colour, percent: int) -> Colour:
    red, green, blue = (
        round(own + (foreign - own) * percent / 100)
        for own, foreign in zip(colour, other, strict=True)
    )
    return red, green, blue
