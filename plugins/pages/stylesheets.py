"""The theme's style sheets: one for every page, and one for each group of blocks that some pages show."""

from __future__ import annotations

import hashlib
import re
import tomllib
import zlib
from typing import TYPE_CHECKING

import rcssmin
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SHEETS_FILE = "sheets.toml"
CLASSES = re.compile(r'class="([^"]+)"')


class Stylesheet(Struct, frozen=True):
    """A style sheet: its output path or URL, and the classes of which one calls for it (none: any page).

    `media` is empty for all media, `blocks` are the files in it, `size` is the compressed size in bytes.
    """

    address: str
    classes: tuple[str, ...]
    media: str
    blocks: tuple[str, ...]
    size: int


def read_stylesheets(
    folder: Path, brand_css: str, more_css: str, renamed: Mapping[str, str]
) -> dict[Stylesheet, bytes]:
    """The sheets that `sheets.toml` of a folder declares, in its order, with their bytes.

    The brand's rules stand after the first block, `more_css` at the end of the first sheet; `renamed` has the
    published names of the files that sheets load.
    """
    declared = tomllib.loads((folder / SHEETS_FILE).read_text(encoding="utf-8"))
    sheets: dict[Stylesheet, bytes] = {}
    for name, sheet in declared.items():
        rules = [(folder / block).read_text(encoding="utf-8") for block in sheet["blocks"]]
        if not sheets:
            rules = [rules[0], brand_css, *rules[1:], more_css]
        css = str(rcssmin.cssmin("\n".join(rules)))
        for file, published in renamed.items():
            css = css.replace(file, published)
        content = css.encode()
        address = f"static/{name}.{digest(content)}.css"
        classes = tuple(sheet.get("classes", ()))
        blocks = tuple(sheet["blocks"])
        made = Stylesheet(address, classes, sheet.get("media", ""), blocks, compressed_size(content))
        sheets[made] = content
    return sheets


def sheets_for(html: str, sheets: Iterable[Stylesheet]) -> tuple[Stylesheet, ...]:
    """The sheets that a page with this HTML loads, in order; none whose blocks all are in those before it."""
    shown = {name for names in set(CLASSES.findall(html)) for name in names.split()}
    loaded: list[Stylesheet] = []
    known: set[str] = set()
    for sheet in sheets:
        is_called = not sheet.classes or not shown.isdisjoint(sheet.classes)
        if is_called and not known.issuperset(sheet.blocks):
            loaded.append(sheet)
            known.update(sheet.blocks)
    return tuple(loaded)


def compressed_size(content: bytes) -> int:
    """The size in bytes of a style sheet as servers send it."""
    return len(zlib.compress(content, 9))


def digest(content: bytes) -> str:
    """Eight hexadecimal digits of the content's SHA-256, for file names."""
    return hashlib.sha256(content).hexdigest()[:8]
