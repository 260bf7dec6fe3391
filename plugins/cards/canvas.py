"""Drawing: a scene onto an 8-bit canvas of palette indices; every edge is a step of its ink's ramp.

Nothing is blended and nothing is quantized: the coverage of a glyph *is* the index, so a dark card is the
same canvas with another palette. Only curves are supersampled, and only as large as they are.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from plugins.cards.face import LARGE, PHASES, UNITS, Weight, glyph, pens
from plugins.cards.marks import Box, Fill, Ink, Ring, Scene, Stroke, Text
from plugins.cards.palette import LEVELS, first_index

FINER = 4  # supersampling of curves
STRIPE = 14  # from one stripe to the next, in pixels
OUTLINE = 3
FULL = 255
HARD = bytes([0] + [FULL] * FULL)


class Stamp(NamedTuple):
    """A small picture of indices, where it lies from its place, and which of its pixels count."""

    indices: Image.Image
    mask: Image.Image
    offset: tuple[int, int]


@cache
def ramp(ink: Ink) -> bytes:
    """The table that turns coverage into the indices of an ink."""
    first = first_index(ink) - 1
    steps = (round(coverage * LEVELS / FULL) for coverage in range(FULL + 1))
    return bytes(first + step if step else 0 for step in steps)


@cache
def solid(ink: Ink) -> int:
    """The index of an ink at full coverage."""
    return ramp(ink)[FULL]


def stamp(coverage: bytes, size: tuple[int, int], offset: tuple[int, int], ink: Ink) -> Stamp:
    """Coverage in an ink."""
    indices = coverage.translate(ramp(ink))
    mask = indices.translate(HARD)
    return Stamp(Image.frombytes("L", size, indices), Image.frombytes("L", size, mask), offset)


@cache
def glyph_stamp(weight: Weight, size: int, char: str, phase: int, ink: Ink) -> Stamp | None:
    """A glyph in an ink; nothing for a space."""
    shape = glyph(weight, size, char, phase)
    return stamp(shape.coverage, shape.size, shape.offset, ink) if shape.coverage else None


def paint(scene: Scene, canvas: Image.Image) -> Image.Image:
    """Draw every mark of a scene onto the canvas, in their order."""
    for mark in scene.marks:
        if isinstance(mark, Text):
            paint_text(mark, canvas)
        elif isinstance(mark, Box):
            paint_box(mark, canvas)
        else:
            paint_curve(mark, canvas)
    return canvas


def paint_text(text: Text, canvas: Image.Image) -> None:
    """Set a line, glyph by glyph: small type to the quarter pixel, large type to the whole one."""
    phases = PHASES if text.size < LARGE else 1
    scale = text.size * phases / UNITS
    start = text.x * phases + 0.5
    for char, pen in zip(text.text, pens(text.weight, text.text), strict=False):
        x, phase = divmod(int(start + pen * scale), phases)
        if shape := glyph_stamp(text.weight, text.size, char, phase, text.ink):
            place = (x + shape.offset[0], text.baseline + shape.offset[1])
            canvas.paste(shape.indices, place, shape.mask)


def paint_box(box: Box, canvas: Image.Image) -> None:
    """Fill a rectangle; a box without area is not drawn."""
    width, height = box.right - box.left, box.bottom - box.top
    if width <= 0 or height <= 0:
        return
    radius = min(box.radius, width // 2, height // 2)
    if not radius and box.fill is Fill.SOLID:
        canvas.paste(solid(box.ink), (box.left, box.top, box.right, box.bottom))
        return
    shape = box_stamp(width, height, radius, box.ink, box.fill)
    canvas.paste(shape.indices, (box.left, box.top), shape.mask)


@cache
def box_stamp(width: int, height: int, radius: int, ink: Ink, fill: Fill) -> Stamp:
    """A rounded, striped or outlined rectangle."""
    coverage = Image.new("L", (width, height), FULL)
    if fill is not Fill.SOLID:
        inside = (OUTLINE, OUTLINE, width - OUTLINE, height - OUTLINE)
        pattern = stripes(width, height) if fill is Fill.STRIPED else Image.new("L", (width, height), 0)
        if inside[2] > inside[0] and inside[3] > inside[1]:
            coverage.paste(pattern.crop(inside), inside[:2])
    if radius:
        coverage.paste(0, mask=inverted(rounded(width, height, radius)))
    return stamp(coverage.tobytes(), coverage.size, (0, 0), ink)


@cache
def rounded(width: int, height: int, radius: int) -> Image.Image:
    """The coverage of a rectangle with round corners, smooth at the corners alone."""
    disc = Image.new("L", (2 * radius * FINER, 2 * radius * FINER), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * radius * FINER - 1, 2 * radius * FINER - 1), fill=FULL)
    disc = disc.reduce(FINER)
    shape = Image.new("L", (width, height), FULL)
    right, bottom = width - radius, height - radius
    shape.paste(disc.crop((0, 0, radius, radius)), (0, 0))
    shape.paste(disc.crop((radius, 0, 2 * radius, radius)), (right, 0))
    shape.paste(disc.crop((0, radius, radius, 2 * radius)), (0, bottom))
    shape.paste(disc.crop((radius, radius, 2 * radius, 2 * radius)), (right, bottom))
    return shape


def inverted(coverage: Image.Image) -> Image.Image:
    """What a shape leaves free."""
    return coverage.point([FULL - step for step in range(FULL + 1)])


@cache
def stripes(width: int, height: int) -> Image.Image:
    """Slanting stripes, for what is not finished."""
    fine = Image.new("L", (width * 2, height * 2), 0)
    pen = ImageDraw.Draw(fine)
    for start in range(-2 * height, 2 * width, 2 * STRIPE):
        pen.line((start, 2 * height, start + 2 * height, 0), fill=FULL, width=STRIPE)
    return fine.reduce(2)


def paint_curve(mark: Stroke | Ring, canvas: Image.Image) -> None:
    """Draw a line, a shape or a ring: supersampled within its own bounds, cut off at the canvas."""
    bounds = mark.bounds
    left, top = max(0, int(bounds.left) - 1), max(0, int(bounds.top) - 1)
    right, bottom = min(canvas.width, int(bounds.right) + 2), min(canvas.height, int(bounds.bottom) + 2)
    shape = curve_stamp(mark, (left, top, right, bottom))
    canvas.paste(shape.indices, (left, top), shape.mask)


@cache
def curve_stamp(mark: Stroke | Ring, edges: tuple[int, int, int, int]) -> Stamp:
    """A curve's coverage within some edges of the canvas, in its ink."""
    left, top, right, bottom = edges
    fine = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER), 0)
    pen = ImageDraw.Draw(fine)
    if isinstance(mark, Ring):
        x, y, radius = (mark.x - left) * FINER, (mark.y - top) * FINER, mark.radius * FINER
        pen.ellipse(
            (x - radius, y - radius, x + radius, y + radius), outline=FULL, width=round(mark.width * FINER)
        )
    else:
        points = [((x - left) * FINER, (y - top) * FINER) for x, y in mark.points]
        if mark.filled:
            pen.polygon(points, fill=FULL)
        else:
            pen.line(points, fill=FULL, width=mark.width * FINER, joint="curve")
    coverage = fine.reduce(FINER)
    return stamp(coverage.tobytes(), coverage.size, (0, 0), mark.ink)
