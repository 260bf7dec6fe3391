"""Decoding: an editor's picture as pixels, checked before and while it is decoded.

Nothing of the file but its pixels goes further: orientation is applied, colours are brought to sRGB, and
EXIF with the place a photograph was taken at, colour profiles and comments stay behind.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from plugins.images.original import SUFFIXES, PictureError

LARGEST_AREA = 40_000_000
"""Pixels: more than a telephone takes, less than a decompression bomb."""
LONGEST_SIDE = 16_000
"""Pixels; WebP ends at 16,383."""
OPENED = tuple(name for name in SUFFIXES if name != "MPO")
FOREIGN = (b"<script", b"<?php", b"<html", b"<svg", b"PK\x05\x06")
"""What a page, a program or an archive hidden in a picture would need."""


def decode(content: bytes, suffix: str) -> tuple[Image.Image, bool]:
    """The picture upright in sRGB, and whether it is a drawing (few colours) rather than a photograph."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter(
                "ignore", UserWarning
            )  # Pillow's remarks on metadata that is dropped anyway
            return _decoded(content, suffix)
    except PictureError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large("?", "?") from error
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them stumble over
        raise PictureError("picture-unreadable") from error


def _decoded(content: bytes, suffix: str) -> tuple[Image.Image, bool]:
    Image.init()  # or Pillow stumbles over a format it was asked for and has not loaded yet
    with Image.open(io.BytesIO(content), formats=OPENED) as image:
        _check(image, content, suffix)
        image.load()
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        plain = _plain_mode(upright)
        drawing = upright.mode in {"1", "P"} or plain.getcolors(maxcolors=4096) is not None
        return _srgb(plain, profile), drawing


def _check(image: Image.Image, content: bytes, suffix: str) -> None:
    if image.width * image.height > LARGEST_AREA or max(image.size) > LONGEST_SIDE:
        raise _too_large(image.width, image.height)
    right = SUFFIXES[str(image.format)]
    if suffix.lower() not in right:
        raise PictureError("picture-suffix", format=image.format, suffix=suffix, right=right[0])
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureError("picture-moves")
    lower = content.lower()
    if any(sign.lower() in lower for sign in FOREIGN):
        raise PictureError("picture-foreign")


def _too_large(width: object, height: object) -> PictureError:
    most = LARGEST_AREA // 1_000_000
    return PictureError("picture-too-large", width=width, height=height, most=most, side=LONGEST_SIDE)


def _plain_mode(image: Image.Image) -> Image.Image:
    """Eight bits a channel, with transparency only where there is some."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image if image.mode in {"RGB", "CMYK"} else image.convert("RGB")
    image = image.convert("RGBA")
    opaque = image.getchannel("A").getextrema() == (255, 255)
    return image.convert("RGB") if opaque else image


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as a screen without colour management shows them."""
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image.convert("RGB")
    return image if image.mode == "RGBA" else image.convert("RGB")
