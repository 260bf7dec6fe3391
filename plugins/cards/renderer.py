"""Renders cards: scene to a canvas of palette indices, canvas to PNG.

A glyph's coverage is its index in the color's ramp: light and dark cards are one canvas with two palettes.
"""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageDraw, PngImagePlugin

from plugins.cards.card_text import TITLE
from plugins.cards.design import (
    ANTIALIAS_LEVELS,
    ZLIB_LEVEL,
    Color,
    MissingGlyphsError,
    color_index,
)
from plugins.cards.font import (
    MIN_WHOLE_PIXEL_SIZE,
    SUBPIXEL_STEPS,
    UNITS_PER_EM,
    Weight,
    missing_glyphs,
    pen_positions,
    rasterize_glyph,
)
from plugins.cards.frame import ridge_marks
from plugins.cards.layout import compose_scene
from plugins.cards.scene import Box, Fill, Ring, Scene, Stroke, TextMark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.cards.card_text import CardText
    from plugins.cards.design import Format

OVERSAMPLE = 4  # of curves, in each direction
STRIPE_PITCH = 14  # in pixels
DASH = 14  # of a dashed line and of its gaps, in pixels
OUTLINE_WIDTH = 3  # in pixels
FULL_COVERAGE = 255
MASK_TABLE = bytes([0] + [FULL_COVERAGE] * FULL_COVERAGE)


def draw_card(card: CardText, size: Format, palette: bytes) -> bytes:
    """Draw a card in one size and theme as PNG; raises as `draw_canvas`."""
    return encode_png(draw_canvas(card, size), card, palette)


def draw_canvas(card: CardText, size: Format) -> Image.Image:
    """Draw a card as palette indices; raises as `lay_out_card`."""
    ridge = card.motif and card.kind != TITLE
    return _draw_scene(lay_out_card(card, size), _blank_canvas(size, ridge=ridge).copy())


def lay_out_card(card: CardText, size: Format) -> Scene:
    """The marks of a card, not drawn yet; raises `MissingGlyphsError` or `TooLongError`."""
    if missing := missing_glyphs("".join(card.texts)):
        raise MissingGlyphsError(missing)
    return compose_scene(card, size)


@cache
def _blank_canvas(size: Format, *, ridge: bool) -> Image.Image:
    marks = ridge_marks(size) if ridge else ()
    return _draw_scene(Scene(size, tuple(marks)), Image.new("L", (size.width, size.height), 0))


def encode_png(canvas: Image.Image, card: CardText, palette: bytes) -> bytes:
    """Encode a canvas with a theme's palette; the PNG carries the card's title, description and source.

    The canvas keeps its indices; its palette is replaced.
    """
    canvas.putpalette(palette)
    file = BytesIO()
    canvas.save(file, "PNG", compress_level=ZLIB_LEVEL, pnginfo=_text_chunks(card))
    return file.getvalue()


def _text_chunks(card: CardText) -> PngImagePlugin.PngInfo:
    chunks = PngImagePlugin.PngInfo()
    for keyword, text in (("Title", card.title), ("Description", card.alt), ("Source", card.source)):
        if text:
            chunks.add_itxt(keyword, text, lang=card.language)
    return chunks


class Sprite(NamedTuple):
    """A small image of palette indices, the mask of its pixels, and its offset from where it is drawn."""

    indices: Image.Image
    mask: Image.Image
    offset: tuple[int, int]


@cache
def _index_table(color: Color) -> bytes:
    """The translation table from coverage (0 to 255) to the palette indices of a color."""
    first = color_index(color) - 1
    steps = (round(coverage * ANTIALIAS_LEVELS / FULL_COVERAGE) for coverage in range(FULL_COVERAGE + 1))
    return bytes(first + step if step else 0 for step in steps)


def _make_sprite(coverage: bytes, size: tuple[int, int], offset: tuple[int, int], color: Color) -> Sprite:
    indices = coverage.translate(_index_table(color))
    mask = indices.translate(MASK_TABLE)
    return Sprite(Image.frombytes("L", size, indices), Image.frombytes("L", size, mask), offset)


@cache
def _glyph_sprite(weight: Weight, size: int, char: str, subpixel: int, color: Color) -> Sprite | None:
    shape = rasterize_glyph(weight, size, char, subpixel)
    return _make_sprite(shape.coverage, shape.size, shape.offset, color) if shape.coverage else None


def _draw_scene(scene: Scene, canvas: Image.Image) -> Image.Image:
    for mark in scene.marks:
        if isinstance(mark, TextMark):
            _draw_text(mark, canvas)
        elif isinstance(mark, Box):
            _draw_box(mark, canvas)
        else:
            _draw_curve(mark, canvas)
    return canvas


def _draw_text(text: TextMark, canvas: Image.Image) -> None:
    """Draw a line glyph by glyph: small type at subpixel positions, large type on whole pixels."""
    steps = SUBPIXEL_STEPS if text.size < MIN_WHOLE_PIXEL_SIZE else 1
    scale = text.size * steps / UNITS_PER_EM
    start = text.x * steps + 0.5
    for char, pen in zip(text.text, pen_positions(text.weight, text.text), strict=False):
        x, subpixel = divmod(int(start + pen * scale), steps)
        if sprite := _glyph_sprite(text.weight, text.size, char, subpixel, text.color):
            position = (x + sprite.offset[0], text.baseline + sprite.offset[1])
            canvas.paste(sprite.indices, position, sprite.mask)


def _draw_box(box: Box, canvas: Image.Image) -> None:
    width, height = box.right - box.left, box.bottom - box.top
    if width <= 0 or height <= 0:
        return
    radius = min(box.radius, width // 2, height // 2)
    if not radius and box.fill is Fill.SOLID:
        canvas.paste(_index_table(box.color)[FULL_COVERAGE], (box.left, box.top, box.right, box.bottom))
        return
    sprite = _box_sprite(width, height, radius, box.color, box.fill)
    canvas.paste(sprite.indices, (box.left, box.top), sprite.mask)


@cache
def _box_sprite(width: int, height: int, radius: int, color: Color, fill: Fill) -> Sprite:
    coverage = Image.new("L", (width, height), FULL_COVERAGE)
    if fill is not Fill.SOLID:
        inside = (OUTLINE_WIDTH, OUTLINE_WIDTH, width - OUTLINE_WIDTH, height - OUTLINE_WIDTH)
        striped = fill is Fill.STRIPED
        pattern = _stripe_coverage(width, height) if striped else Image.new("L", (width, height), 0)
        if inside[2] > inside[0] and inside[3] > inside[1]:
            coverage.paste(pattern.crop(inside), inside[:2])
    if radius:
        coverage.paste(0, mask=ImageChops.invert(_rounded_coverage(width, height, radius)))
    return _make_sprite(coverage.tobytes(), coverage.size, (0, 0), color)


@cache
def _rounded_coverage(width: int, height: int, radius: int) -> Image.Image:
    diameter = 2 * radius * OVERSAMPLE
    disc = Image.new("L", (diameter, diameter), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, diameter - 1, diameter - 1), fill=FULL_COVERAGE)
    disc = disc.reduce(OVERSAMPLE)
    shape = Image.new("L", (width, height), FULL_COVERAGE)
    right, bottom = width - radius, height - radius
    shape.paste(disc.crop((0, 0, radius, radius)), (0, 0))
    shape.paste(disc.crop((radius, 0, 2 * radius, radius)), (right, 0))
    shape.paste(disc.crop((0, radius, radius, 2 * radius)), (0, bottom))
    shape.paste(disc.crop((radius, radius, 2 * radius, 2 * radius)), (right, bottom))
    return shape


@cache
def _stripe_coverage(width: int, height: int) -> Image.Image:
    fine = Image.new("L", (width * 2, height * 2), 0)
    pen = ImageDraw.Draw(fine)
    for start in range(-2 * height, 2 * width, 2 * STRIPE_PITCH):
        pen.line((start, 2 * height, start + 2 * height, 0), fill=FULL_COVERAGE, width=STRIPE_PITCH)
    return fine.reduce(2)


def _draw_curve(mark: Stroke | Ring, canvas: Image.Image) -> None:
    bounds = mark.bounds
    left, top = max(0, int(bounds.left) - 1), max(0, int(bounds.top) - 1)
    right, bottom = min(canvas.width, int(bounds.right) + 2), min(canvas.height, int(bounds.bottom) + 2)
    sprite = _curve_sprite(mark, (left, top, right, bottom))
    canvas.paste(sprite.indices, (left, top), sprite.mask)


@cache
def _curve_sprite(mark: Stroke | Ring, box: tuple[int, int, int, int]) -> Sprite:
    left, top, right, bottom = box
    fine = Image.new("L", ((right - left) * OVERSAMPLE, (bottom - top) * OVERSAMPLE), 0)
    pen = ImageDraw.Draw(fine)
    if isinstance(mark, Ring):
        x, y, radius = (OVERSAMPLE * value for value in (mark.x - left, mark.y - top, mark.radius))
        bounds = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(bounds, outline=FULL_COVERAGE, width=round(mark.width * OVERSAMPLE))
    else:
        points = [((x - left) * OVERSAMPLE, (y - top) * OVERSAMPLE) for x, y in mark.points]
        if mark.filled:
            pen.polygon(points, fill=FULL_COVERAGE)
        else:
            for part in _dashes(points) if mark.dashed else [points]:
                pen.line(part, fill=FULL_COVERAGE, width=mark.width * OVERSAMPLE, joint="curve")
    coverage = fine.reduce(OVERSAMPLE)
    return _make_sprite(coverage.tobytes(), coverage.size, (0, 0), mark.color)


def _dashes(points: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """The dashes of a line in oversampled pixels."""
    dash = DASH * OVERSAMPLE
    for (x, y), (right, bottom) in pairwise(points):
        length = math.hypot(right - x, bottom - y)
        for start in range(0, int(length), 2 * dash):
            ends = (start / length, min(1.0, (start + dash) / length))
            yield [(x + (right - x) * at, y + (bottom - y) * at) for at in ends]
