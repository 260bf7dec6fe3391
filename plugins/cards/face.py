"""The typeface: how wide a text is, and what each glyph looks like at a size. Vendored Onest, two weights.

Advances come from the font, pair kerning from the table made with it, both in font units, and are scaled: a
text is as wide as the sum says, at every size, and a glyph is rasterised once per size and quarter pixel.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import ImageFont


FONTS = Path(__file__).parent / "fonts"
UNITS = 1000  # a Pillow font of this size measures in font units, for Onest has 1000 to the em
NO_GLYPH = "\uffff"
ASCENT = 0.94  # the highest mark of a capital (Й, Ё) above the baseline, in ems
CAPITAL = 0.708
DESCENT = 0.24
PHASES = 4  # positions within a pixel that small type is rasterised at
LARGE = 60  # from this size on a whole pixel is fine enough


class Weight(StrEnum):
    """The two weights that are shipped."""

    REGULAR = "Regular"
    BOLD = "Bold"


class Glyph(NamedTuple):
    """A glyph's coverage and where it lies from the pen: bytes of `width` x `height`, 0 to 255."""

    coverage: bytes
    size: tuple[int, int]
    offset: tuple[int, int]


@cache
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The font file opened at a size, with Pillow's basic layout: raqm needs libfribidi of the system."""
    # Where every card is drawn already, Pillow is not loaded at all.
    from PIL import ImageFont  # noqa: PLC0415 - as the line above tells

    return ImageFont.truetype(FONTS / f"Onest-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def advance(weight: Weight, char: str) -> float:
    """How far a glyph moves the pen, in thousandths of the type size."""
    return font(weight, UNITS).getlength(char)


@cache
def pair_kerning(weight: Weight) -> dict[str, int]:
    """How much each pair of letters is moved apart, `{"AV": -50}`, in thousandths of the type size."""
    rows = json.loads((FONTS / f"Onest-{weight}.kerning.json").read_text(encoding="utf-8"))
    return {left + right: value for lefts, rights, value in rows for left in lefts for right in rights}


@cache
def pens(weight: Weight, text: str) -> tuple[float, ...]:
    """Where the pen stands before each letter and after the last, in thousandths of the type size."""
    kerning, places, before = pair_kerning(weight), [0.0], ""
    for char in text:
        places[-1] += kerning.get(before + char, 0)
        places.append(places[-1] + advance(weight, char))
        before = char
    return tuple(places)


def width_of(text: str, weight: Weight, size: int) -> float:
    """The width of a line in pixels."""
    return pens(weight, text)[-1] * size / UNITS


@cache
def glyph(weight: Weight, size: int, char: str, phase: int) -> Glyph:
    """A glyph rasterised so many quarters of a pixel to the right of a whole one."""
    mask, offset = font(weight, size).getmask2(char, mode="L", anchor="ls", start=(phase / PHASES, 0))
    return Glyph(bytes(mask), mask.size, offset)


@cache
def has_glyph(char: str) -> bool:
    """Whether the font draws this character itself; Pillow draws a box for a missing one and says nothing."""
    face = font(Weight.REGULAR, UNITS // 10)
    return bytes(face.getmask(char)) != bytes(face.getmask(NO_GLYPH))


def missing_glyphs(text: str) -> str:
    """The characters of a text that the font lacks, each once."""
    return "".join(dict.fromkeys(char for char in text if not has_glyph(char)))
