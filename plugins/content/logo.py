"""The logo of the brand: a small picture in `content/public/` with a known size, shown beside the name."""

from __future__ import annotations

import re
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from plugins.content.public_files import is_safe_svg
from plugins.model.config import Logo

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.field_reader import FieldReader

KEY = "logo"
FORMATS = {".svg": "SVG", ".png": "PNG", ".webp": "WEBP"}
MAX_BYTES = 50_000
"""Every page shows it, also on slow networks."""
MAX_SIDE = 4_000
MAX_RATIO = 4
"""Of width to height: the name stands beside it on a screen of 320 pixels."""
LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*")
VIEW_BOX = re.compile(r"[\s,]+")
LOGO_CSS = (
    ".brand-logo { background: #fff; border-radius: 2px; box-shadow: 0 0 0 3px #fff;"
    " margin-block: 3px; margin-inline-end: var(--space-2); vertical-align: middle; }"
)
"""A white ground in every theme, also one chosen on the page: a dark logo could not be seen on a dark one."""


def read_logo(fields: FieldReader, typed: str, public: Path) -> Logo | None:
    """The logo that was typed in the brand; None if it has a problem, which is reported."""
    path = typed.removeprefix("/").removeprefix(f"{public.name}/")
    place, suffix = PurePosixPath(path), PurePosixPath(path).suffix.lower()
    if suffix not in FORMATS or ".." in place.parts or "\\" in path:
        fields.report(KEY, "site-logo-type", typed=typed)
        return None
    file = public / place
    if not file.is_file() or file.is_symlink() or public.is_symlink():
        fields.report(KEY, "site-logo-missing", typed=path)
        return None
    if (size := file.stat().st_size) > MAX_BYTES:
        fields.report(KEY, "site-logo-heavy", size=f"{size / 1000:.0f}", most=MAX_BYTES // 1000)
        return None
    width, height = _svg_size(file.read_bytes()) if suffix == ".svg" else _raster_size(file, FORMATS[suffix])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        fields.report(KEY, "site-logo-unreadable", typed=path)
        return None
    if width > height * MAX_RATIO:
        fields.report(KEY, "site-logo-wide", width=f"{width:g}", height=f"{height:g}", most=MAX_RATIO)
        return None
    return Logo(path, width, height)


def _raster_size(file: Path, kind: str) -> tuple[float, float]:
    """Width and height in pixels; 0 if the file is broken or of another kind."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[kind]) as image:
                image.verify()
                return image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0, 0


def _svg_size(content: bytes) -> tuple[float, float]:
    """Width and height in pixels, else those of the view box; 0 if there are none."""
    from lxml import etree

    if not is_safe_svg(content):
        return 0, 0
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if etree.QName(root).localname != "svg":
        return 0, 0
    sides = [LENGTH.fullmatch(str(root.get(name, ""))) for name in ("width", "height")]
    if sides[0] and sides[1]:
        return float(sides[0][1]), float(sides[1][1])
    box = [LENGTH.fullmatch(side) for side in VIEW_BOX.split(str(root.get("viewBox", "")).strip())[2:]]
    if len(box) == len(sides) and box[0] and box[1]:
        return float(box[0][1]), float(box[1][1])
    return 0, 0
