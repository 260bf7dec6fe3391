"""Icons: the number over a snowdrift, in the colours of the site, drawn at four times their size."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

NUMBER = "122"
SIZES = (144, 180, 192, 512)
FAVICON_SIZES = (16, 32, 48)
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
OVERSAMPLING = 4


class Colours(NamedTuple):
    """The three colours of an icon, as six-digit hex."""

    accent: str
    accent_ink: str
    ground: str


class Layout(NamedTuple):
    """Parts of the icon's edge; the digits stay within the middle 80 % that every mask leaves."""

    digits: float = 0.4
    stroke: float = 0.018
    middle: float = 0.45
    drift_top: float = 0.76
    drift_left: float = -0.35
    drift_right: float = 1.2
    drift_bottom: float = 1.5


def read_colours(palette: str) -> Colours:
    """The colours by day: those of the palette's first block."""
    colours = dict(COLOUR.findall(palette.partition("@media")[0]))
    return Colours(colours["accent"], colours["accent-ink"], colours["ground"])


def icons(colours: Colours) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every icon as an output path and what draws it."""
    for size in SIZES:
        yield f"static/icon-{size}.png", partial(_png, colours, size)
    yield "favicon.ico", partial(_favicon, colours)


def draw_icon(colours: Colours, size: int) -> Image.Image:
    """A square icon of `size` pixels."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - most builds draw nothing

    layout, edge = Layout(), size * OVERSAMPLING
    image = Image.new("RGB", (edge, edge), colours.accent)
    draw = ImageDraw.Draw(image)
    drift = (layout.drift_left, layout.drift_top, layout.drift_right, layout.drift_bottom)
    draw.ellipse([part * edge for part in drift], fill=colours.ground)
    draw.text(
        (edge / 2, edge * layout.middle),
        NUMBER,
        fill=colours.accent_ink,
        font=ImageFont.load_default(edge * layout.digits),
        anchor="mm",
        stroke_width=edge * layout.stroke,
        stroke_fill=colours.accent_ink,
    )
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _png(colours: Colours, size: int) -> bytes:
    buffer = io.BytesIO()
    draw_icon(colours, size).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _favicon(colours: Colours) -> bytes:
    """Each size drawn for itself: digits scaled down from a large one would blur."""
    *smaller, largest = (draw_icon(colours, size) for size in FAVICON_SIZES)
    buffer = io.BytesIO()
    sizes = [(size, size) for size in FAVICON_SIZES]
    largest.save(buffer, "ICO", sizes=sizes, append_images=smaller)
    return buffer.getvalue()
