"""The sizes of cards with their measures in pixels, and their colors, read from the site's `palette.css`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ZLIB_LEVEL = 4  # 6 makes a picture a tenth smaller and takes twice the time
ROOT_BLOCK = re.compile(r"(?P<query>@media[^{]*\{\s*)?:root\s*\{(?P<body>[^}]*)\}")
TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<colour>#[0-9a-f]{6})\s*;")
THEMES = {"light": (None,), "dark": (None, "@media (prefers-color-scheme: dark)")}
ANTIALIAS_LEVELS = 20  # between a color and its ground
MIDDLE_SHARE = 0.72  # of the accent in the color `MIDDLE`
Rgb = tuple[int, int, int]
"""0 to 255 each."""


class Format(NamedTuple):
    """A size of card; phones cover a story above `safe_top` and below `safe_bottom` with buttons."""

    name: str
    width: int
    height: int
    margin: int
    safe_top: int
    safe_bottom: int
    band: int
    title_sizes: tuple[int, ...]
    max_title_lines: int
    number_sizes: tuple[int, ...]
    large_label: int
    label: int
    small: int

    @property
    def content_width(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def right(self) -> int:
        """The inner edge of the right margin."""
        return self.width - self.margin

    @property
    def wide(self) -> bool:
        """Whether it is wider than high: labels stand beside their bars."""
        return self.width > self.height


class TooLongError(Exception):
    """A text, the argument, does not fit its place even in the smallest allowed type."""


class MissingGlyphsError(Exception):
    """The font lacks the characters of a card that are the argument."""


SHARE = Format(
    "share", 1200, 630, 64, 46, 36, 14, (52, 46, 42, 38), 2, (190, 150, 120, 92, 72, 58, 46), 40, 28, 22
)
POST = Format(
    "post", 1080, 1080, 72, 64, 52, 16, (68, 60, 52, 44), 3, (250, 200, 160, 124, 96, 72, 56), 52, 34, 25
)
STORY = Format(
    "story", 1080, 1920, 80, 250, 300, 20, (82, 72, 64, 54), 4, (270, 220, 170, 132, 104, 80, 62), 64, 42, 30
)
FORMATS = (SHARE, POST, STORY)


class Area(NamedTuple):
    """A rectangle of the card, its edges in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """The width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """The height in pixels."""
        return self.bottom - self.top


class Color(StrEnum):
    """A color on its ground, both tokens of `palette.css`."""

    TEXT = "ink on ground"
    MUTED = "ink-soft on ground"
    ACCENT = "accent on ground"
    BAR = "bar on ground"
    LINE = "line on ground"
    TINT = "accent-soft on ground"
    MIDDLE = "middle on ground"
    ALERT = "alert on ground"
    ON_ACCENT = "accent-ink on accent"


def read_palettes(css: Path) -> dict[str, dict[str, str]]:
    """Read the tokens of each theme, `{"light": {"ground": "#f5f8f8"}, "dark": …}`; later blocks override."""
    blocks = [
        ((found["query"] or "").strip(" {\n") or None, dict(TOKEN.findall(found["body"])))
        for found in ROOT_BLOCK.finditer(css.read_text(encoding="utf-8"))
    ]
    return {
        theme: {
            name: colour for query, tokens in blocks if query in queries for name, colour in tokens.items()
        }
        for theme, queries in THEMES.items()
    }


def parse_rgb(token: str) -> Rgb:
    """Parse `#0a6673`."""
    return int(token[1:3], 16), int(token[3:5], 16), int(token[5:7], 16)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Mix two colors; `share` (0 to 1) is how much there is of the first."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def color_pair(tokens: Mapping[str, str], color: Color) -> tuple[Rgb, Rgb]:
    """A color and its ground in a theme."""
    name, _, ground_name = color.partition(" on ")
    ground = parse_rgb(tokens[ground_name])
    if color is Color.MIDDLE:
        return mix(parse_rgb(tokens["accent"]), ground, MIDDLE_SHARE), ground
    return parse_rgb(tokens[name]), ground


def color_index(color: Color) -> int:
    """The palette index where a color's ramp begins; index 0 is the ground."""
    return 1 + list(Color).index(color) * ANTIALIAS_LEVELS


def png_palette(tokens: Mapping[str, str]) -> bytes:
    """The palette of a PNG: the ground, then a ramp for each color from nearly the ground to the color."""
    ramps = [parse_rgb(tokens["ground"])]
    for color in Color:
        rgb, ground = color_pair(tokens, color)
        ramps += [mix(rgb, ground, step / ANTIALIAS_LEVELS) for step in range(1, ANTIALIAS_LEVELS + 1)]
    return bytes(channel for rgb in ramps for channel in rgb)


def _luminance(color: Rgb) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    low, knee = 12.92, 0.04045
    channels = [c / 255 / low if c / 255 <= knee else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colors, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)
