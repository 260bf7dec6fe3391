"""Decodes an editor's picture and encodes its renditions with Pillow.

Only pixels survive: orientation is applied, colors are converted to sRGB, metadata is dropped.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps

from plugins.images.pictures import SUFFIXES, PictureError
from plugins.images.rendition_cache import Rendition

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PIXELS = 40_000_000
"""More than phones take, less than a decompression bomb."""
MAX_SIDE = 16_000
"""In pixels; the limit of WebP is 16,383."""
MAX_DRAWING_COLORS, COMMONEST, MIN_FLAT_SHARE = 4096, 8, 0.5
"""Colors of a drawing, and the share of its surface that the eight commonest cover."""
FORMATS = tuple(name for name in SUFFIXES if name != "MPO")
FORBIDDEN_BYTES = (b"<script", b"<?php", b"<html", b"<svg", b"PK\x05\x06")
"""Markers of a page, a program or an archive hidden in a picture."""
WIDTHS = (400, 800, 1200, 1600)
"""In pixels: a small phone, a phone with a dense screen, the text column, the same on a dense screen."""
MAX_WIDTH_RATIO = 0.85
"""A standard width nearer to the largest one is left out."""
ENCODERS: dict[str, dict[str, object]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "webp-drawing": {"format": "WEBP", "lossless": True, "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
    "jpg-original": {"format": "JPEG", "quality": 92, "progressive": True, "optimize": True},
    "png-original": {"format": "PNG", "optimize": True},
}
"""Pillow's options by the name of an encoder; originals are encoded once more, so theirs lose less."""


def check_picture(content: bytes) -> None:
    """Raise `PictureError` if a picture cannot be published."""
    _decode_safely(content)


def create_renditions(content: bytes) -> Iterator[Rendition]:
    """Decode a picture and encode every width in WebP and a fallback, in ascending order.

    A drawing is lossless WebP and PNG, a photograph WebP and JPEG, or PNG if it has transparency. Raises
    `PictureError` before the first one.
    """
    image, drawing = _decode_safely(content)
    fallback = "png" if drawing or image.mode == "RGBA" else "jpg"
    for width in rendition_widths(image.width):
        height = max(1, round(image.height * width / image.width))
        resized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        yield Rendition("webp", width, height, encode_image(resized, "webp-drawing" if drawing else "webp"))
        yield Rendition(fallback, width, height, encode_image(resized, fallback))


def _decode_safely(content: bytes) -> tuple[Image.Image, bool]:
    """Decode a picture, upright and in sRGB; return whether it is a drawing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # about metadata, which is dropped anyway
            return _decode(content)
    except PictureError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(pixels_of(error)) from error
    except Exception as error:  # Pillow's decoders raise any exception for a broken file
        raise PictureError("picture-unreadable") from error


def _decode(content: bytes) -> tuple[Image.Image, bool]:
    Image.init()  # or `formats` may name a plugin that is not loaded yet
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        _check(image, content)
        image.load()
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        plain = normalize_mode(upright)
        drawing = upright.mode in {"1", "P"} or is_drawing(plain)
        return convert_to_srgb(plain, profile), drawing


def is_drawing(image: Image.Image) -> bool:
    """Whether a picture has few colors and most of it the commonest; a grey photograph has few too."""
    colors = image.getcolors(maxcolors=MAX_DRAWING_COLORS)
    if colors is None:
        return False
    counts = sorted((count for count, _ in colors), reverse=True)
    return sum(counts[:COMMONEST]) >= MIN_FLAT_SHARE * image.width * image.height


def _check(image: Image.Image, content: bytes) -> None:
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise _too_large(f"{image.width} × {image.height}")
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureError("picture-moves")
    lower = content.lower()
    if any(sign.lower() in lower for sign in FORBIDDEN_BYTES):
        raise PictureError("picture-foreign")


def _too_large(size: str) -> PictureError:
    return PictureError("picture-too-large", size=size, most=MAX_PIXELS // 1_000_000, side=MAX_SIDE)


def pixels_of(error: Exception) -> str:
    """The number of pixels that Pillow refuses to decode, which stands first in its error."""
    number = re.search(r"\d+", str(error))
    return number[0] if number else "…"


def normalize_mode(image: Image.Image) -> Image.Image:
    """Convert to eight bits per channel, with an alpha channel only if it is used."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image if image.mode in {"RGB", "CMYK"} else image.convert("RGB")
    image = image.convert("RGBA")
    opaque = image.getchannel("A").getextrema() == (255, 255)
    return image.convert("RGB") if opaque else image


def convert_to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB from the color space of an ICC profile, if there is one and it is valid."""
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image.convert("RGB")
    return image if image.mode == "RGBA" else image.convert("RGB")


def rendition_widths(original: int) -> tuple[int, ...]:
    """The widths of a picture's renditions, none larger than the original."""
    largest = min(original, WIDTHS[-1])
    return (*(width for width in WIDTHS if width < largest * MAX_WIDTH_RATIO), largest)


def encode_image(image: Image.Image, encoder: str) -> bytes:
    """Encode a copy of the picture, which has no metadata."""
    copy = Image.new(image.mode, image.size)
    copy.paste(image)
    buffer = io.BytesIO()
    copy.save(buffer, **ENCODERS[encoder])  # type: ignore[arg-type] # each encoder has options of its own
    return buffer.getvalue()
