"""The sizes of cards with their measures in pixels, and their colors, read from the site's `palette.css`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ZLIB_LEVEL = 4  # 6 makes a picture a tenth smaller and takes half again the time
ROOT_BLOCK = re.compile(r"(?P<query>@media[^{]*\{\s*)?:root\s*\{(?P<body>[^}]*)\}")
TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<colour>#[0-9a-f]{6})\s*;")
THEMES = {"light": (None,), "dark": (None, "@media (prefers-color-scheme: dark)")}
ANTIALIAS_LEVELS = 12  # between a color and its ground
STEP = 10  # the module of every size in pixels: lines of text stand on it
Rgb = tuple[int, int, int]
"""0 to 255 each."""


class TypeSize(NamedTuple):
    """A type size and the distance of its baselines, in pixels."""

    size: int
    leading: int


class Format(NamedTuple):
    """A size of card in pixels; phones cover a story above `title_top` and below `last_baseline`.

    The first title's line hangs from `title_top`; the foot's last line stands on `last_baseline`. `words` are
    beside a large number, `label` names marks, `small` is the smallest text: sources and ticks.
    """

    name: str
    width: int
    height: int
    margin: int
    title_top: int
    last_baseline: int
    titles: tuple[TypeSize, ...]
    max_title_lines: int
    words: TypeSize
    label: TypeSize
    small: TypeSize
    numerals: tuple[int, ...]
    hedges: tuple[int, ...]

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
    name="share",
    width=1200,
    height=630,
    margin=60,
    title_top=50,
    last_baseline=590,
    titles=(TypeSize(58, 60), TypeSize(54, 60), TypeSize(48, 50)),
    max_title_lines=2,
    words=TypeSize(44, 50),
    label=TypeSize(36, 40),
    small=TypeSize(30, 40),
    numerals=(180, 140, 120, 100, 80, 64, 54),
    hedges=(80, 58, 44, 36, 30),
)
POST = Format(
    name="post",
    width=1080,
    height=1080,
    margin=60,
    title_top=80,
    last_baseline=1030,
    titles=(TypeSize(72, 80), TypeSize(64, 70), TypeSize(56, 60)),
    max_title_lines=3,
    words=TypeSize(56, 60),
    label=TypeSize(42, 50),
    small=TypeSize(32, 40),
    numerals=(240, 200, 170, 140, 120, 100, 84, 72, 64),
    hedges=(100, 72, 56, 42, 32),
)
STORY = Format(
    name="story",
    width=1080,
    height=1920,
    margin=80,
    title_top=280,
    last_baseline=1600,
    titles=(TypeSize(88, 100), TypeSize(78, 90), TypeSize(68, 80)),
    max_title_lines=4,
    words=TypeSize(68, 80),
    label=TypeSize(50, 60),
    small=TypeSize(38, 50),
    numerals=(280, 240, 200, 170, 140, 120, 104, 88, 78),
    hedges=(120, 88, 68, 50, 38),
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
    """A color on its ground: tokens of `palette.css`, or of a title card's panel (see `PANELS`)."""

    TEXT = "ink on ground"
    MUTED = "ink-soft on ground"
    ACCENT = "accent on ground"
    BAR = "bar on ground"
    LINE = "line on ground"
    ALERT = "alert on ground"
    GROUND = "ground on ground"
    ON_ACCENT = "accent-ink on accent"
    PANEL = "panel on ground"
    ON_PANEL = "panel-ink on panel"
    PEAK = "panel-peak on panel"


PANELS = {
    "light": {"panel": "accent", "panel-ink": "accent-ink", "panel-peak": "accent-soft"},
    "dark": {"panel": "accent-soft", "panel-ink": "accent", "panel-peak": "accent"},
}
"""The tokens of a title card's panel: a whole panel of a dark theme's bright accent would be too loud."""


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
    ground, ink = parse_rgb(tokens["ground"]), parse_rgb(tokens["ink"])
    panel = PANELS["dark" if _luminance(ground) < _luminance(ink) else "light"]
    name, _, ground_name = color.partition(" on ")
    return parse_rgb(tokens[panel.get(name, name)]), parse_rgb(tokens[panel.get(ground_name, ground_name)])


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
