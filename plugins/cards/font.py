"""Measures, breaks and rasterizes text in Onest, the cards' typeface.

Advances and kerning are in font units: a text has the same width in ems at every size.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FONT_DIR = Path(__file__).parent / "fonts"
UNITS_PER_EM = 1000  # of Onest: a font of this size measures in font units
NONCHARACTER = "\uffff"
ASCENT = 0.94  # of capitals with marks (Й, Ё), in ems
CAP_HEIGHT = 0.708  # in ems
COMMA_DEPTH = 0.1  # of a comma below the baseline, in ems
DESCENT = 0.24  # in ems
SUBPIXEL_STEPS = 4  # positions within a pixel that small type is rasterized at
MIN_WHOLE_PIXEL_SIZE = 60  # type from this size on is placed on whole pixels


class Weight(StrEnum):
    """The weights of the font files."""

    REGULAR = "Regular"
    BOLD = "Bold"


class Glyph(NamedTuple):
    """A glyph's coverage, `width` x `height` bytes from 0 to 255, and its offset from the pen in pixels."""

    coverage: bytes
    size: tuple[int, int]
    offset: tuple[int, int]


@cache
def _load_font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Load the font at a size, with Pillow's basic layout: raqm needs libfribidi of the system."""
    return ImageFont.truetype(FONT_DIR / f"Onest-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def glyph_advance(weight: Weight, char: str) -> float:
    """A glyph's advance width in font units."""
    return _load_font(weight, UNITS_PER_EM).getlength(char)


@cache
def pair_kerning(weight: Weight) -> dict[str, int]:
    """The kerning of each pair of letters in font units: `{"AV": -50}`."""
    rows = json.loads((FONT_DIR / f"Onest-{weight}.kerning.json").read_text(encoding="utf-8"))
    return {left + right: value for lefts, rights, value in rows for left in lefts for right in rights}


@cache
def pen_positions(weight: Weight, text: str) -> tuple[float, ...]:
    """The pen's position before each letter and after the last, in font units."""
    kerning, positions, previous = pair_kerning(weight), [0.0], ""
    for char in text:
        positions[-1] += kerning.get(previous + char, 0)
        positions.append(positions[-1] + glyph_advance(weight, char))
        previous = char
    return tuple(positions)


def text_width(text: str, weight: Weight, size: int) -> float:
    """The width of a line in pixels."""
    return pen_positions(weight, text)[-1] * size / UNITS_PER_EM


@cache
def rasterize_glyph(weight: Weight, size: int, char: str, subpixel: int) -> Glyph:
    """Rasterize a glyph at a position within a pixel, in `SUBPIXEL_STEPS`."""
    start = (subpixel / SUBPIXEL_STEPS, 0)
    mask, offset = _load_font(weight, size).getmask2(char, mode="L", anchor="ls", start=start)
    return Glyph(bytes(mask), mask.size, offset)


@cache
def _has_glyph(char: str) -> bool:
    """Whether the font has this character; Pillow silently draws a box for a missing one."""
    font = _load_font(Weight.REGULAR, UNITS_PER_EM // 10)
    return bytes(font.getmask(char)) != bytes(font.getmask(NONCHARACTER))


def missing_glyphs(text: str) -> str:
    """The characters that the font lacks, each once."""
    return "".join(dict.fromkeys(char for char in text if not _has_glyph(char)))


@cache
def wrap_text(text: str, weight: Weight, size: int, width: float) -> tuple[str, ...]:
    """Break a text greedily into lines; returns no lines if a word is wider than `width`."""
    lines: list[str] = []
    for word in text.split(" "):
        if text_width(word, weight, size) > width:
            return ()
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@cache
def balance_lines(text: str, weight: Weight, size: int, width: float, count: int) -> tuple[str, ...]:
    """Break a text into `count` lines of even length: the narrowest width that needs no more lines."""
    lines = wrap_text(text, weight, size, width)
    narrow, wide = width / count / 2, width
    while wide - narrow > size / 8:
        middle = (narrow + wide) / 2
        tried = wrap_text(text, weight, size, middle)
        if tried and len(tried) <= count:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines
