"""A card from poster to PNG: laid out, painted, encoded. Each step a pure function.

scene_of     geometry: where everything stands; raises TooLongError
picture      drawing: an 8-bit canvas of indices, the same for day and night
encode       bytes: a palette PNG that carries its title, description and source
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, PngImagePlugin

from plugins.cards.canvas import paint
from plugins.cards.card_text import TITLE
from plugins.cards.formats import COMPRESSION
from plugins.cards.frame import band, framed
from plugins.cards.layouts.bars import bars_marks
from plugins.cards.layouts.grid import grid_marks
from plugins.cards.layouts.number import number_marks
from plugins.cards.layouts.series import series_marks
from plugins.cards.layouts.share import share_marks
from plugins.cards.layouts.title import title_marks
from plugins.cards.marks import Scene
from plugins.figures.model import Kind

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.formats import Format

LAYOUTS = {
    Kind.NUMBER: number_marks,
    Kind.BARS: bars_marks,
    Kind.SERIES: series_marks,
    Kind.SHARE: share_marks,
    Kind.GRID: grid_marks,
    TITLE: title_marks,
}


def draw_card(poster: CardText, size: Format, palette: bytes) -> bytes:
    """One card in one size and theme as PNG; raises `TooLongError` where a text does not fit."""
    return encode(picture(poster, size), poster, palette)


def scene_of(poster: CardText, size: Format) -> Scene:
    """Where everything of a card stands."""
    frame = framed(poster, size)
    return Scene(size, (*frame.marks, *LAYOUTS[poster.kind](poster, size, frame.body)))


def picture(poster: CardText, size: Format) -> Image.Image:
    """The painted card: palette indices, no colours yet."""
    return paint(scene_of(poster, size), empty(size).copy())


@cache
def empty(size: Format) -> Image.Image:
    """A card with nothing on it but the band."""
    return paint(Scene(size, band(size)), Image.new("L", (size.width, size.height), 0))


def encode(canvas: Image.Image, poster: CardText, palette: bytes) -> bytes:
    """The canvas in a theme's colours as a PNG."""
    coloured = canvas.copy()
    coloured.putpalette(palette)
    file = BytesIO()
    coloured.save(file, "PNG", compress_level=COMPRESSION, pnginfo=told(poster))
    return file.getvalue()


def told(poster: CardText) -> PngImagePlugin.PngInfo:
    """Title, description and source in the PNG's text chunks."""
    chunks = PngImagePlugin.PngInfo()
    for keyword, text in (("Title", poster.title), ("Description", poster.alt), ("Source", poster.source)):
        if text:
            chunks.add_itxt(keyword, text, lang=poster.language)
    return chunks
