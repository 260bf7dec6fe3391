"""The theme's files as published, named by their content, so that browsers can keep them forever."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import rcssmin
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Assets(Struct, frozen=True):
    """The output paths of the one style sheet and the one script, and the bytes of both."""

    stylesheet: str
    script: str
    files: Mapping[str, bytes]


def read_assets(static: Path) -> Assets:
    """The files every page asks for, from the theme's `static` folder."""
    style = _stylesheet(static / "css")
    script = (static / "js" / "site.js").read_bytes()
    style_path, script_path = f"static/site.{digest(style)}.css", f"static/site.{digest(script)}.js"
    return Assets(style_path, script_path, {style_path: style, script_path: script})


def _stylesheet(folder: Path) -> bytes:
    """All style sheets together, in the order that `order.txt` gives."""
    names = (folder / "order.txt").read_text(encoding="utf-8").split()
    css = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    return str(rcssmin.cssmin(css)).encode()


def digest(content: bytes) -> str:
    """The part of a published name that changes with the content."""
    return hashlib.sha256(content).hexdigest()[:8]
