"""Renditions: the files a picture is published as, each a width in one format."""

from __future__ import annotations

from msgspec import Struct

RECIPE = "1"
"""Changes whenever the same original would give other files: cached ones are then drawn anew."""
TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class Rendition(Struct, frozen=True):
    """One file as drawn: its suffix without a dot, its size in pixels, its bytes."""

    suffix: str
    width: int
    height: int
    content: bytes
