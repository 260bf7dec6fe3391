"""Caches renditions as files by the content of their original.

An index with checksums is written last: an unfinished or damaged entry is a miss.
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

ENCODER_VERSION = "2"
"""Changes whenever the same original would give other files."""
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class Rendition(Struct, frozen=True):
    """An encoded file: its suffix without a dot, its size in pixels, its bytes."""

    suffix: str
    width: int
    height: int
    content: bytes


class CachedRendition(Struct, frozen=True):
    """A rendition in the cache; its size in pixels, its `length` in bytes."""

    suffix: str
    width: int
    height: int
    length: int
    checksum: str

    def file(self, folder: Path, digest: str) -> Path:
        """Its file in the cache."""
        return folder / f"{digest}-{self.width}.{self.suffix}"


_INDEX = msgspec.json.Decoder(tuple[CachedRendition, ...])


def key(content: bytes) -> str:
    """The cache key of an original: 32 hex digits of its content and `ENCODER_VERSION`."""
    return hashlib.blake2b(content, digest_size=16, key=ENCODER_VERSION.encode()).hexdigest()


def load(folder: Path, digest: str) -> tuple[CachedRendition, ...] | None:
    """The renditions of a picture, if they are all there and undamaged."""
    try:
        index = _INDEX.decode((folder / f"{digest}.json").read_bytes())
        intact = all(_checksum(each.file(folder, digest).read_bytes()) == each.checksum for each in index)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return index if index and intact else None


def store(folder: Path, digest: str, renditions: Iterable[Rendition]) -> tuple[CachedRendition, ...]:
    """Write the renditions into the cache, then their index; raises `OSError`."""
    index = []
    for each in renditions:
        checksum = _checksum(each.content)
        cached = CachedRendition(each.suffix, each.width, each.height, len(each.content), checksum)
        atomic_write(cached.file(folder, digest), each.content)
        index.append(cached)
    atomic_write(folder / f"{digest}.json", msgspec.json.encode(index))
    return tuple(index)


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
