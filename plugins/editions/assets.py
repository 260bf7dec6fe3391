"""The theme's files as published: one style sheet, named by its content, so that it can be kept forever."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import rcssmin

if TYPE_CHECKING:
    from pathlib import Path


def stylesheet(folder: Path) -> tuple[str, bytes]:
    """The output path and the bytes of all style sheets together, in the order that `order.txt` gives."""
    names = (folder / "order.txt").read_text(encoding="utf-8").split()
    css = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    minified = str(rcssmin.cssmin(css)).encode()
    return f"static/site.{digest(minified)}.css", minified


def digest(content: bytes) -> str:
    """The part of a published name that changes with the content."""
    return hashlib.sha256(content).hexdigest()[:8]
