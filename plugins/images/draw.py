"""Drawing renditions: every width of a picture in WebP and in what every browser reads."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from plugins.images.renditions import Rendition

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS = (400, 800, 1200, 1600)
"""Pixels: a small telephone, a telephone with a dense screen, the text column, the same on a dense screen."""
APART = 0.85
"""A width this near to the largest one would be a second file for nothing."""
SAVED_AS: dict[str, dict[str, object]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "webp-drawing": {"format": "WEBP", "lossless": True, "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}


def draw_renditions(image: Image.Image, *, drawing: bool) -> Iterator[Rendition]:
    """Every width in WebP and in what every browser reads, small ones first.

    A drawing keeps its sharp edges (lossless WebP and PNG), a photograph is WebP and JPEG; transparency
    needs PNG.
    """
    fallback = "png" if drawing or image.mode == "RGBA" else "jpg"
    for width in widths(image.width):
        height = max(1, round(image.height * width / image.width))
        resized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        yield Rendition("webp", width, height, _saved(resized, "webp-drawing" if drawing else "webp"))
        yield Rendition(fallback, width, height, _saved(resized, fallback))


def widths(original: int) -> tuple[int, ...]:
    """The widths a picture is published in; never more than it has."""
    largest = min(original, WIDTHS[-1])
    return (*(width for width in WIDTHS if width < largest * APART), largest)


def _saved(image: Image.Image, how: str) -> bytes:
    """The file's bytes; the picture is copied first so that no metadata can come along."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    buffer = io.BytesIO()
    bare.save(buffer, **SAVED_AS[how])  # type: ignore[arg-type] # each encoder has options of its own
    return buffer.getvalue()
