"""Caches renditions as files by the content of their original.

An index lists a picture's files with their digests and is written last: whatever is unfinished, damaged or of
another encoder version is a miss. Concurrent builds write the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from plugins.build.files import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENCODER_VERSION = "1"
"""Changes whenever the same original would give other files: cached ones are then encoded again."""
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class Rendition(Struct, frozen=True):
    """An encoded file: its suffix without a dot, its size in pixels, its bytes."""

    suffix: str
    width: int
    height: int
    content: bytes


class CachedRendition(Struct, frozen=True):
    """A rendition in the cache."""

    file: Path
    suffix: str
    width: int
    height: int
    length: int


class _IndexEntry(Struct, frozen=True):
    """A rendition as an index lists it."""

    suffix: str
    width: int
    height: int
    checksum: str


_Index = tuple[_IndexEntry, ...]


def key(content: bytes) -> str:
    """What a picture is cached under: 32 hex digits of its content and the recipe."""
    return hashlib.blake2b(content, digest_size=16, key=ENCODER_VERSION.encode()).hexdigest()


def load(folder: Path, digest: str) -> tuple[CachedRendition, ...] | None:
    """The renditions of a picture, if they are all there and undamaged."""
    try:
        index = msgspec.json.decode((folder / f"{digest}.json").read_bytes(), type=_Index)
        return tuple(_load(folder, digest, entry) for entry in index) or None
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def _load(folder: Path, digest: str, entry: _IndexEntry) -> CachedRendition:
    file = folder / f"{digest}-{entry.width}.{entry.suffix}"
    content = file.read_bytes()
    if _checksum(content) != entry.checksum:
        raise ValueError("damaged")
    return CachedRendition(file, entry.suffix, entry.width, entry.height, len(content))


def store(folder: Path, digest: str, renditions: Iterable[Rendition]) -> tuple[CachedRendition, ...]:
    """Put the renditions into the cache, the index last. Raises `OSError` where it cannot be written."""
    stored, index = [], []
    for drawn in renditions:
        file = folder / f"{digest}-{drawn.width}.{drawn.suffix}"
        atomic_write(file, drawn.content)
        stored.append(CachedRendition(file, drawn.suffix, drawn.width, drawn.height, len(drawn.content)))
        index.append(_IndexEntry(drawn.suffix, drawn.width, drawn.height, _checksum(drawn.content)))
    atomic_write(folder / f"{digest}.json", msgspec.json.encode(index))
    return tuple(stored)


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
