"""Renditions: the files a picture is published as, each a width in one format."""

from __future__ import annotations

from plugins.editions.record import record

RECIPE = "1"
"""Changes whenever the same original would give other files: cached ones are then drawn anew."""
TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


@record
class Rendition:
    """One file as drawn: its suffix without a dot, its size in pixels, its bytes."""

    suffix: str
    width: int
    height: int
    content: bytes
