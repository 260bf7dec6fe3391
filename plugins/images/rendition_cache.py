"""Caches renditions as files by the content of their original.

An index lists a picture's files with their digests and is written last: whatever is unfinished, damaged or of
another encoder version is a miss. Concurrent builds write the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

ENCODER_VERSION = "1"
"""Changes whenever the same original would give other files: cached ones are then encoded again."""
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class Rendition(Struct, frozen=True):
    """An encoded file: its suffix without a dot, its size in pixels, its bytes."""

    suffix: str
    width: int
    height: int
    content: bytes


class Kept(Struct, frozen=True):
    """A rendition in the cache."""

    file: Path
    suffix: str
    width: int
    height: int
    length: int


def key(content: bytes) -> str:
    """What a picture is cached under: 32 hex digits of its content and the recipe."""
    return hashlib.blake2b(content, digest_size=16, key=ENCODER_VERSION.encode()).hexdigest()


def find(folder: Path, digest: str) -> tuple[Kept, ...] | None:
    """The renditions of a picture, if they are all there and undamaged."""
    try:
        lines = json.loads((folder / f"{digest}.json").read_bytes())
        return tuple(_kept(folder, digest, line) for line in lines) or None
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _kept(folder: Path, digest: str, line: dict[str, Any]) -> Kept:
    suffix, width, height = str(line["suffix"]), int(line["width"]), int(line["height"])
    file = folder / f"{digest}-{width}.{suffix}"
    content = file.read_bytes()
    if _checksum(content) != line["checksum"]:
        raise ValueError("damaged")
    return Kept(file, suffix, width, height, len(content))


def keep(folder: Path, digest: str, renditions: Iterable[Rendition]) -> tuple[Kept, ...]:
    """Put the renditions into the cache, the sheet after them."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, lines = [], []
    for drawn in renditions:
        file = folder / f"{digest}-{drawn.width}.{drawn.suffix}"
        _write(file, drawn.content)
        kept.append(Kept(file, drawn.suffix, drawn.width, drawn.height, len(drawn.content)))
        size = {"suffix": drawn.suffix, "width": drawn.width, "height": drawn.height}
        lines.append(size | {"checksum": _checksum(drawn.content)})
    _write(folder / f"{digest}.json", json.dumps(lines).encode())
    return tuple(kept)


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _write(file: Path, content: bytes) -> None:
    """All of the file or nothing, whoever else is writing it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
