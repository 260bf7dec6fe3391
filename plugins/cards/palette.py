"""The colours of cards, read from the site's own `palette.css`: one palette each for day and night."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.cards.marks import Ink

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BLOCK = re.compile(r"(?P<query>@media[^{]*\{\s*)?:root\s*\{(?P<body>[^}]*)\}")
TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<colour>#[0-9a-f]{6})\s*;")
THEMES = {"light": (None,), "dark": (None, "@media (prefers-color-scheme: dark)")}
LEVELS = 20  # steps of anti-aliasing between an ink and its ground
MIDDLE = 0.72  # how much accent is in the second colour of a share

Colour = tuple[int, int, int]


def read_palettes(css: Path) -> dict[str, dict[str, str]]:
    """The tokens of each theme, `{"light": {"ground": "#f5f8f8", …}, "dark": …}`; later blocks override."""
    blocks = [
        ((found["query"] or "").strip(" {\n") or None, dict(TOKEN.findall(found["body"])))
        for found in BLOCK.finditer(css.read_text(encoding="utf-8"))
    ]
    return {
        theme: {
            name: colour for query, tokens in blocks if query in queries for name, colour in tokens.items()
        }
        for theme, queries in THEMES.items()
    }


def colour(written: str) -> Colour:
    """`#0a6673` as red, green and blue."""
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the first colour in the second."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def colours_of(tokens: Mapping[str, str], ink: Ink) -> tuple[Colour, Colour]:
    """An ink's colour, and the colour of the ground it stands on."""
    front, _, ground = ink.partition(" on ")
    if front == "middle":
        return mixed(colour(tokens["accent"]), colour(tokens[ground]), MIDDLE), colour(tokens[ground])
    return colour(tokens[front]), colour(tokens[ground])


def first_index(ink: Ink) -> int:
    """Where an ink's ramp begins in the palette of a picture; index 0 is the bare ground."""
    return 1 + list(Ink).index(ink) * LEVELS


def png_palette(tokens: Mapping[str, str]) -> bytes:
    """The palette of a picture: the ground, then for every ink its ramp from nearly ground to full."""
    ramps = [colour(tokens["ground"])]
    for ink in Ink:
        front, ground = colours_of(tokens, ink)
        ramps += [mixed(front, ground, step / LEVELS) for step in range(1, LEVELS + 1)]
    return bytes(channel for ramp in ramps for channel in ramp)


def luminance(of: Colour) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    low, knee = 12.92, 0.04045
    channels = [c / 255 / low if c / 255 <= knee else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in of]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
