"""Prepares pictures for publication, and renders their `<picture>` elements."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct

from plugins.diagnostics.problem import problem
from plugins.images import rendition_cache
from plugins.images.rendition_cache import MEDIA_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

MAX_BYTES = 20_000_000
SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",), "GIF": (".gif",)}
SUFFIXES["MPO"] = SUFFIXES["JPEG"]  # Pillow's name for a phone's JPEG that contains a second picture
SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"RIFF....WEBP", "WEBP"),
    (b"....ftyp(?:hei|hev|mif|msf)", "HEIC"),
    (b"....ftypavi[fs]", "AVIF"),
    (b"II\\*\x00|MM\x00\\*", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"\xff\x0a|\x00\x00\x00\x0cJXL", "JPEG XL"),
)
"""What the files of a format begin with, as patterns."""
ALL_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
UNSAFE_IN_NAMES = re.compile(r"[^a-z0-9]+")
SIZES = "(min-width: 46rem) 44rem, 100vw"
"""The displayed width: that of the text column, or of a narrow screen."""
FALLBACK_WIDTH = 800
"""In pixels, for browsers without `srcset`."""


class PictureError(Exception):
    """The picture cannot be used; has the code and the values of a problem."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_original(file: Path) -> bytes:
    """Read a picture's file; raises `PictureError` if it is no picture, or too large."""
    if file.is_symlink():
        raise PictureError("picture-link")
    if not file.is_file():
        raise PictureError("picture-missing", near=_similar_names(file))
    if file.suffix.lower() not in ALL_SUFFIXES:
        raise PictureError("picture-format", suffix=file.suffix)
    if (size := file.stat().st_size) > MAX_BYTES:
        raise PictureError("picture-too-heavy", size=size // 1_000_000, most=MAX_BYTES // 1_000_000)
    content = file.read_bytes()
    _check_format(content, file.suffix)
    return content


def _check_format(content: bytes, suffix: str) -> None:
    """Tell by the first bytes a file in another format than its name says, and formats that are not shown.

    What begins with none of the signatures is left to the decoder.
    """
    name = format_of(content)
    if name and name not in SUFFIXES:
        raise PictureError("picture-format", suffix=name)
    if name and suffix.lower() not in (right := SUFFIXES[name]):
        raise PictureError("picture-suffix", format=name, suffix=suffix, right=right[0])


def format_of(content: bytes) -> str:
    """The format that a file's first bytes tell, such as JPEG or HEIC; empty if they tell none."""
    return next((name for pattern, name in SIGNATURES if re.match(pattern, content, re.DOTALL)), "")


def _similar_names(file: Path) -> str:
    if not file.parent.is_dir():
        return "—"
    others = (
        other for other in file.parent.iterdir() if other.suffix.lower() in ALL_SUFFIXES and other.is_file()
    )
    names = sorted(normalize("NFC", other.name) for other in others)
    return ", ".join(sorted(names, key=lambda name: name.lower() != file.name.lower())) or "—"


class PublishedFile(Struct, frozen=True):
    """A file to copy from `file` to `name` (`photo-800.1a2b3c4d.webp`); `length` is in bytes."""

    name: str
    file: Path
    type: str
    width: int
    height: int
    length: int


class PreparedPicture(Struct, frozen=True):
    """A picture ready for publication: WebP and a fallback in the same widths, in ascending order."""

    webp: tuple[PublishedFile, ...]
    fallback: tuple[PublishedFile, ...]

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """All files to publish."""
        return self.webp + self.fallback

    @property
    def largest(self) -> PublishedFile:
        """The largest file in the fallback format."""
        return self.fallback[-1]


def prepare_picture(file: Path, path: str, line: int, cache_folder: Path) -> PreparedPicture | Problem:
    """The files of a picture on `line` of `path`, cached or encoded now, or the problem with it."""
    try:
        content = read_original(file)
        digest = rendition_cache.key(content)
        cached = rendition_cache.load(cache_folder, digest)
        if cached is None:
            # Most builds encode nothing: Pillow is imported only when needed.
            from plugins.images.codec import create_renditions

            cached = rendition_cache.store(cache_folder, digest, create_renditions(content))
    except PictureError as error:
        return problem(path, line, error.code, name=normalize("NFC", file.name), **error.values)
    except OSError:
        return problem(path, line, "picture-unreadable", name=normalize("NFC", file.name))
    slug = UNSAFE_IN_NAMES.sub("-", normalize("NFC", file.stem).lower()).strip("-") or "picture"
    webp: list[PublishedFile] = []
    fallback: list[PublishedFile] = []
    for each in cached:
        # A changed picture gets a new name, so that browsers can cache it.
        name = f"{slug}-{each.width}.{digest[:8]}.{each.suffix}"
        media_type, cache_file = MEDIA_TYPES[each.suffix], each.file(cache_folder, digest)
        published = PublishedFile(name, cache_file, media_type, each.width, each.height, each.length)
        (webp if each.suffix == "webp" else fallback).append(published)
    return PreparedPicture(tuple(webp), tuple(fallback))


def render_picture(
    prepared: PreparedPicture,
    folder: str,
    alt: str,
    *,
    caption: str = "",
    credit: str = "",
) -> str:
    """Render a lazily loaded `<picture>`, in a `<figure>` if it has a caption or a credit.

    `folder` is the files' URL; the caption is HTML.
    The style sheet shows `data-alt` in place of a missing picture; it cannot read the `alt` of an `<img>`.
    """
    default = next((file for file in prepared.fallback if file.width >= FALLBACK_WIDTH), prepared.largest)
    sizes, alt = escape(SIZES), escape(alt)
    picture = (
        f'<picture data-alt="{alt}">'
        f'<source type="{prepared.webp[0].type}" srcset="{_srcset(prepared.webp, folder)}"'
        f' sizes="{sizes}"><img src="{_url(folder, default)}" srcset="{_srcset(prepared.fallback, folder)}"'
        f' sizes="{sizes}" width="{prepared.largest.width}" height="{prepared.largest.height}"'
        f' alt="{alt}" loading="lazy" decoding="async"></picture>'
    )
    if not (caption or credit):
        return picture
    words = [caption, f"<small>{escape(credit)}</small>" if credit else ""]
    return f"<figure>{picture}<figcaption>{' '.join(filter(None, words))}</figcaption></figure>"


def _srcset(files: tuple[PublishedFile, ...], folder: str) -> str:
    return ", ".join(f"{_url(folder, file)} {file.width}w" for file in files)


def _url(folder: str, file: PublishedFile) -> str:
    return escape(f"{folder.rstrip('/')}/{file.name}")
