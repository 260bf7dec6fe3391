"""Takes a picture as a camera or a telephone made it, and makes of it the file that is stored beside a text.

Only pixels are kept: where and when it was taken, and with what, is left out before the file is stored.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

import pi_heif
from msgspec import Struct
from PIL import ExifTags, Image, ImageOps

from plugins.images.codec import (
    MAX_SIDE,
    convert_to_srgb,
    encode_image,
    is_drawing,
    normalize_mode,
    pixels_of,
)
from plugins.images.pictures import MAX_BYTES, SUFFIXES, PictureError, format_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UPLOAD = 40_000_000
"""Bytes of a file that is taken."""
MAX_DECODED = {"JPEG": 178_000_000, "MPO": 178_000_000}
"""Pixels that are decoded, by format: JPEG is decoded smaller; Pillow refuses to open what has more."""
MAX_DECODED_ELSE = 60_000_000
STORED_SIDE = 2400
"""Pixels of the longer side of what is stored; the widest rendition has 1,600."""
HEIC = "HEIC"
FORMATS = (*SUFFIXES, "HEIF", "AVIF", "TIFF", "BMP")
"""By Pillow's names; of these only those that it has loaded can be asked for."""

OTHER_FORMATS = (
    (rb"(?:\xef\xbb\xbf)?\s*(?:<[?!].*?>\s*)*<svg\b", "SVG"),
    (rb"%PDF-", "PDF"),
    (rb"PK\x03\x04", "ZIP, DOCX, XLSX, ODT"),
    (rb"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (rb"8BPS", "PSD"),
)
"""How files begin that editors take for pictures."""


class Intake(Struct, frozen=True):
    """The file to store: its suffix, bytes and size in pixels.

    `done` says what was changed: `converted`, `scaled`, `location` or `metadata` left out.
    """

    suffix: str
    content: bytes
    width: int
    height: int
    done: tuple[str, ...]


def take_picture(content: bytes) -> Intake:
    """Decode a picture of any common format, upright and small enough; raises `PictureError`."""
    if len(content) > MAX_UPLOAD:
        raise _too_heavy(len(content), MAX_UPLOAD)
    kind = format_of(content)
    if kind == HEIC:
        pi_heif.register_heif_opener(thumbnails=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata, and about sizes, which are checked here
            return _take(content, kind)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(pixels_of(error), max(MAX_DECODED.values())) from error
    except Exception as error:  # Pillow's decoders raise any exception for a broken file
        raise _not_a_picture(content) from error


def _not_a_picture(content: bytes) -> PictureError:
    """Tell of a sound file of another format, or else of a damaged one."""
    for pattern, name in OTHER_FORMATS:
        if re.match(pattern, content[:4096], re.DOTALL | re.IGNORECASE):
            return PictureError("picture-format", suffix=name)
    return PictureError("picture-unreadable")


def _take(content: bytes, kind: str) -> Intake:
    Image.init()  # or `formats` may name a plugin that is not loaded yet
    formats = [name for name in FORMATS if name in Image.OPEN]
    with Image.open(io.BytesIO(content), formats=formats) as image:
        _check(image)
        done = list(_metadata(image))
        is_large = max(image.size) > STORED_SIDE
        profile = image.info.get("icc_profile")
        image.draft(None, (STORED_SIDE, STORED_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image)
    plain = normalize_mode(upright)
    drawing = upright.mode in {"1", "P"} or is_drawing(plain)
    plain.thumbnail((STORED_SIDE, STORED_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    ready = convert_to_srgb(plain, profile)
    suffix = "png" if drawing or ready.mode == "RGBA" else "jpg"
    stored = encode_image(ready, f"{suffix}-original")
    if len(stored) > MAX_BYTES:
        raise _too_heavy(len(stored), MAX_BYTES)
    if f".{suffix}" not in SUFFIXES.get(kind, ()):
        done.insert(0, "converted")
    return Intake(suffix, stored, ready.width, ready.height, (*done, *(["scaled"] if is_large else [])))


def _check(image: Image.Image) -> None:
    most = MAX_DECODED.get(image.format or "", MAX_DECODED_ELSE)
    if image.width * image.height > most:
        raise _too_large(f"{image.width} × {image.height}", most)
    if image.format not in {"MPO", "HEIF"} and getattr(image, "n_frames", 1) > 1:
        raise PictureError("picture-moves")


def _metadata(image: Image.Image) -> Iterator[str]:
    """`location` if the file tells where it was taken, else `metadata` if it tells anything but its pixels.

    The pixels of TIFF are described by the same tags.
    """
    tags = image.getexif()
    if tags.get_ifd(ExifTags.IFD.GPSInfo) or b"GPS" in (image.info.get("xmp") or b""):
        yield "location"
    elif (tags and image.format != "TIFF") or {"xmp", "exif", "photoshop", "comment"} & image.info.keys():
        yield "metadata"


def _too_large(size: str, most: int) -> PictureError:
    return PictureError("picture-too-large", size=size, most=most // 1_000_000, side=MAX_SIDE)


def _too_heavy(size: int, most: int) -> PictureError:
    return PictureError("picture-too-heavy", size=size // 1_000_000, most=most // 1_000_000)
