"""Preparing a picture: from an editor's file to the files that are published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import problem
from plugins.images import cache
from plugins.images.original import PictureError, read_content
from plugins.images.renditions import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.images.renditions import Rendition

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Published(Struct, frozen=True):
    """One file to publish: under `name`, copied from `file`; `type` is its media type, `length` in bytes."""

    name: str
    file: Path
    type: str
    width: int
    height: int
    length: int


class Prepared(Struct, frozen=True):
    """A picture ready to be published: WebP and the fallback in the same widths, small ones first."""

    modern: tuple[Published, ...]
    fallback: tuple[Published, ...]

    @property
    def files(self) -> tuple[Published, ...]:
        """Everything to publish."""
        return self.modern + self.fallback

    @property
    def largest(self) -> Published:
        """The one to share: whole, in a format every reader knows."""
        return self.fallback[-1]


def prepare_picture(file: Path, path: str, line: int, cache_folder: Path) -> Prepared | Problem:
    """The published files of a picture named on `line` of `path`, or why it cannot be used.

    What was drawn before is taken from the cache; nothing is written anywhere else.
    """
    try:
        content = read_content(file)
        digest = cache.key(content)
        kept = cache.find(cache_folder, digest)
        if kept is None:
            kept = cache.keep(cache_folder, digest, _drawn(content, file.suffix))
    except PictureError as error:
        return problem(path, line, error.code, name=file.name, **error.values)
    except OSError:
        return problem(path, line, "picture-unreadable", name=file.name)
    return _prepared(file.stem, digest, kept)


def _drawn(content: bytes, suffix: str) -> Iterator[Rendition]:
    """Every file a picture is published as."""
    # Where every picture is drawn already, Pillow is not loaded at all.
    from plugins.images.decode import decode  # noqa: PLC0415 - as the line above tells
    from plugins.images.draw import draw_renditions  # noqa: PLC0415 - the same

    image, drawing = decode(content, suffix)
    return draw_renditions(image, drawing=drawing)


def _prepared(stem: str, digest: str, kept: tuple[cache.Kept, ...]) -> Prepared:
    published = [_published(stem, digest, one) for one in kept]
    return Prepared(
        tuple(one for one in published if one.type == TYPES["webp"]),
        tuple(one for one in published if one.type != TYPES["webp"]),
    )


def _published(stem: str, digest: str, kept: cache.Kept) -> Published:
    """`photo-800.1a2b3c4d.webp`: a changed picture has a new name, so browsers may keep the old one."""
    plain = NOT_IN_NAMES.sub("-", stem.lower()).strip("-") or "picture"
    name = f"{plain}-{kept.width}.{digest[:8]}.{kept.suffix}"
    return Published(name, kept.file, TYPES[kept.suffix], kept.width, kept.height, kept.length)
