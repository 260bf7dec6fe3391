"""Pictures as editors have them: telephones', huge, damaged; what is stored has pixels and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from plugins.images.codec import check_picture
from plugins.images.intake import MAX_UPLOAD, STORED_SIDE, take_picture
from plugins.images.pictures import PictureError

HEIC = Path(__file__).with_name("files") / "phone.heic"
PLACE = {1: "N", 2: (62.0, 2.0, 0.0), 3: "E", 4: (129.0, 44.0, 0.0)}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>62,2.0N</exif:GPSLatitude></x:xmpmeta>'


def photo(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """A picture with many colors."""
    noise = [Image.effect_noise(size, 90) for _ in "RGB"]
    return Image.merge("RGB", noise).convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: the camera, its position, and where it was."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "Camera Maker"
    tags[ExifTags.IFD.GPSInfo] = PLACE
    return tags


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    """The file of a picture in a format."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_a_picture_was_taken_is_left_out(kind: str) -> None:
    taken = take_picture(file_of(photo(), kind, exif=exif()))
    assert "location" in taken.done
    assert b"Camera Maker" not in taken.content
    with Image.open(io.BytesIO(taken.content)) as image:
        assert not image.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(image.info)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_place_in_xmp_is_left_out(kind: str) -> None:
    content = file_of(photo(), kind, xmp=XMP)
    taken = take_picture(content)
    assert b"GPSLatitude" in content
    assert b"GPSLatitude" not in taken.content


def test_a_telephones_heic_is_converted_without_its_place() -> None:
    taken = take_picture(HEIC.read_bytes())
    assert taken.done == ("converted", "location")
    assert (taken.suffix, taken.width, taken.height) == ("jpg", 320, 240)


@pytest.mark.parametrize(
    ("kind", "mode", "suffix", "done"),
    [
        ("JPEG", "RGB", "jpg", ()),
        ("JPEG", "CMYK", "jpg", ()),
        ("JPEG", "L", "jpg", ()),
        ("PNG", "RGB", "jpg", ("converted",)),
        ("PNG", "P", "png", ()),
        ("GIF", "P", "png", ("converted",)),
        ("WEBP", "RGB", "jpg", ("converted",)),
        ("BMP", "RGB", "jpg", ("converted",)),
        ("TIFF", "RGB", "jpg", ("converted",)),
    ],
)
def test_every_kind_becomes_a_photograph_or_a_drawing(
    kind: str, mode: str, suffix: str, done: tuple[str, ...]
) -> None:
    taken = take_picture(file_of(photo(mode=mode), kind))
    assert (taken.suffix, taken.done) == (suffix, done)
    check_picture(taken.content)


def test_what_is_transparent_stays_so() -> None:
    image = photo(mode="RGBA")
    image.putalpha(128)
    taken = take_picture(file_of(image, "PNG"))
    with Image.open(io.BytesIO(taken.content)) as stored:
        assert (taken.suffix, stored.mode) == ("png", "RGBA")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    taken = take_picture(file_of(photo(), "JPEG", exif=exif(orientation)))
    assert (taken.width, taken.height) == ((320, 240) if orientation < 5 else (240, 320))


def test_a_huge_photograph_is_scaled_down() -> None:
    huge = photo((64, 48)).resize((4800, 3200))
    taken = take_picture(file_of(huge, "JPEG", quality=20))
    assert "scaled" in taken.done
    assert (taken.width, taken.height) == (STORED_SIDE, 1600)


def bomb() -> bytes:
    """A PNG that says it has ten thousand million pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture-unreadable"),
        (b"no picture", "picture-unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture-format"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE svg>\n<!-- a -->\n<svg>", "picture-format"),
        (b"<html><svg/></html>", "picture-unreadable"),
        (b"%PDF-1.7", "picture-format"),
        (b"PK\x03\x04" + bytes(100), "picture-format"),
        (file_of(photo(), "JPEG")[:900], "picture-unreadable"),
        (HEIC.read_bytes()[:700], "picture-unreadable"),
        (bomb(), "picture-too-large"),
        (b"\xff\xd8\xff" + bytes(MAX_UPLOAD), "picture-too-heavy"),
        (
            file_of(photo((20, 20), "P"), "GIF", save_all=True, append_images=[Image.new("P", (20, 20))]),
            "picture-moves",
        ),
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "svg-head",
        "page",
        "pdf",
        "docx",
        "cut",
        "cut-heic",
        "bomb",
        "heavy",
        "moving",
    ],
)
def test_what_cannot_be_stored_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(PictureError) as refused:
        take_picture(content)
    assert refused.value.code == code
