from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.diagnostics.problem import Problem
from plugins.images.codec import rendition_widths
from plugins.images.pictures import prepare_picture
from tests.images.sample_pictures import (
    as_saved_by_phone,
    encode,
    photograph,
    prepare_valid,
    with_profile,
    write_file,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        (4000, (400, 800, 1200, 1600)),
        (1600, (400, 800, 1200, 1600)),
        (1300, (400, 800, 1300)),
        (900, (400, 900)),
        (410, (410,)),
        (1, (1,)),
    ],
)
def test_widths_go_up_to_the_original_without_near_duplicates(
    original: int, expected: tuple[int, ...]
) -> None:
    assert rendition_widths(original) == expected


def test_photograph_is_webp_and_jpeg_in_the_same_widths(tmp_path: Path) -> None:
    picture = prepare_valid(write_file(tmp_path, "Фото Photo 1.JPG", encode(photograph(1000, 600))))
    assert [(file.type, file.width, file.height) for file in picture.files] == [
        ("image/webp", 400, 240),
        ("image/webp", 800, 480),
        ("image/webp", 1000, 600),
        ("image/jpeg", 400, 240),
        ("image/jpeg", 800, 480),
        ("image/jpeg", 1000, 600),
    ]
    for file in picture.files:
        with Image.open(file.file) as image:
            assert image.size == (file.width, file.height)
            assert Image.MIME[str(image.format)] == file.type
        assert file.file.stat().st_size == file.length


def test_names_have_width_and_content_hash(tmp_path: Path) -> None:
    first = prepare_valid(write_file(tmp_path, "Фото Photo 1.JPG", encode(photograph())))
    again = prepare_valid(write_file(tmp_path / "b", "Фото Photo 1.JPG", encode(photograph())))
    other = prepare_valid(write_file(tmp_path / "c", "Фото Photo 1.JPG", encode(photograph(1001))))
    stem, width, suffix = first.largest.name.split(".")[0], "1000", first.largest.name.split(".")[-1]
    assert (stem, suffix) == (f"photo-1-{width}", "jpg")
    assert first.largest.name == again.largest.name
    assert first.largest.name != other.largest.name


def test_drawing_is_lossless_and_keeps_transparency(tmp_path: Path) -> None:
    drawing = Image.new("RGBA", (300, 200), (255, 0, 0, 0))
    drawing.paste((0, 0, 255, 255), (100, 50, 200, 150))
    picture = prepare_valid(write_file(tmp_path, "scheme.png", encode(drawing, "PNG")))
    for file in picture.files:
        with Image.open(file.file) as image:
            assert image.mode == "RGBA"
            assert image.getpixel((150, 100)) == (0, 0, 255, 255)
            pixel = image.getpixel((5, 5))
            assert isinstance(pixel, tuple)
            assert pixel[3] == 0
    assert {file.type for file in picture.files} == {"image/webp", "image/png"}


@pytest.mark.parametrize("suffix", ["PNG", "JPEG", "WEBP"])
def test_a_grey_photograph_is_no_drawing(suffix: str, tmp_path: Path) -> None:
    name = f"photo.{suffix.lower().replace('jpeg', 'jpg')}"
    picture = prepare_valid(write_file(tmp_path, name, encode(photograph(mode="L").convert("RGB"), suffix)))
    assert {file.type for file in picture.fallback} == {"image/jpeg"}


def test_a_grey_drawing_with_soft_edges_is_a_drawing(tmp_path: Path) -> None:
    drawing = Image.new("L", (400, 300), "white")
    drawing.paste(Image.linear_gradient("L").resize((60, 300)), (20, 0))
    picture = prepare_valid(write_file(tmp_path, "scheme.png", encode(drawing, "PNG")))
    assert {file.type for file in picture.fallback} == {"image/png"}


def test_a_renamed_picture_is_told_with_a_warm_cache_too(tmp_path: Path) -> None:
    prepare_valid(write_file(tmp_path, "photo.jpg", JPEG))
    result = prepare_picture(
        write_file(tmp_path, "photo.png", JPEG), "content/x/ru.md", 7, tmp_path / ".cache"
    )
    assert isinstance(result, Problem)
    assert result.code == "picture-suffix"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_orientation_is_applied_and_metadata_removed(orientation: int, tmp_path: Path) -> None:
    picture = prepare_valid(
        write_file(tmp_path, "photo.jpg", as_saved_by_phone(photograph(600, 300), orientation))
    )
    upright = (300, 600) if orientation in {6, 8} else (600, 300)
    assert (picture.largest.width, picture.largest.height) == upright
    for file in picture.files:
        with Image.open(file.file) as image:
            assert not image.getexif()
            assert not set(image.info) & {"exif", "icc_profile", "comment", "xmp"}
        assert b"Secret" not in file.file.read_bytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_color_mode_becomes_srgb(mode: str, tmp_path: Path) -> None:
    picture = prepare_valid(write_file(tmp_path, "photo.jpg", encode(photograph(mode=mode))))
    with Image.open(picture.largest.file) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_png_mode_is_decoded(mode: str, tmp_path: Path) -> None:
    image = Image.new("I;16", (50, 50), 40000) if mode == "I;16" else photograph(50, 50).convert(mode)
    picture = prepare_valid(write_file(tmp_path, "scheme.png", encode(image, "PNG")))
    with Image.open(picture.largest.file) as drawn:
        assert drawn.mode == "RGB"
        if mode == "I;16":
            assert drawn.getpixel((5, 5)) == (156, 156, 156)


def test_color_profile_is_applied_and_removed(tmp_path: Path) -> None:
    picture = prepare_valid(write_file(tmp_path, "photo.jpg", with_profile(photograph())))
    with Image.open(picture.largest.file) as image:
        assert "icc_profile" not in image.info


def png_claiming(width: int, height: int) -> bytes:
    """A tiny file that says it is a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated_gif() -> bytes:
    frames = [photograph(40, 40), Image.new("RGB", (40, 40), "red")]
    return encode(frames[0], "GIF", save_all=True, append_images=frames[1:])


JPEG = encode(photograph(60, 40))
BAD = [
    ("empty", "photo.jpg", b"", "picture-unreadable"),
    ("text", "photo.jpg", b"not a picture", "picture-unreadable"),
    ("cut off", "photo.jpg", JPEG[: len(JPEG) // 2], "picture-unreadable"),
    ("svg named jpg", "photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture-unreadable"),
    ("svg", "photo.svg", b"<svg/>", "picture-format"),
    ("no suffix", "photo", JPEG, "picture-format"),
    ("heic", "photo.heic", b"ftypheic", "picture-format"),
    ("heic named jpg", "photo.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture-format"),
    ("avif named png", "photo.png", b"\0\0\0\x18ftypavif", "picture-format"),
    ("pdf named jpg", "photo.jpg", b"%PDF-1.7", "picture-format"),
    ("png named jpg", "photo.jpg", encode(photograph(9, 9), "PNG"), "picture-suffix"),
    ("jpeg named png", "photo.png", JPEG, "picture-suffix"),
    ("tiff named jpg", "photo.jpg", encode(photograph(9, 9), "TIFF"), "picture-format"),
    ("moving", "photo.gif", animated_gif(), "picture-moves"),
    ("page inside", "photo.jpg", JPEG + b"<ScRipt>alert(1)</script>", "picture-foreign"),
    ("archive inside", "photo.jpg", JPEG + b"PK\x05\x06" + b"\0" * 18, "picture-foreign"),
    ("large", "photo.png", png_claiming(7000, 6000), "picture-too-large"),
    ("bomb", "photo.png", png_claiming(60000, 60000), "picture-too-large"),
    ("half a bomb", "photo.png", png_claiming(11000, 11000), "picture-too-large"),
    ("ribbon", "photo.png", png_claiming(10, 20000), "picture-too-large"),
    ("heavy", "photo.jpg", JPEG + b"\0" * 20_000_000, "picture-too-heavy"),
]


@pytest.mark.parametrize(("name", "file", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_unusable_picture_is_reported_on_its_line(name: str, file: bytes, code: str, tmp_path: Path) -> None:
    result = prepare_picture(write_file(tmp_path, name, file), "content/x/ru.md", 7, tmp_path / ".cache")
    assert isinstance(result, Problem)
    assert (result.path, result.line, result.code) == ("content/x/ru.md", 7, code)
    assert name in result.format("ru")
    assert name in result.format("en")
    assert "?" not in result.format("en")
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (7000, 6000, "7000 × 6000 pixels"),
        (11000, 11000, "121000000 pixels"),
        (60000, 60000, "3600000000 pixels"),
    ],
)
def test_the_size_of_a_picture_that_is_too_large_is_told(
    width: int, height: int, told: str, tmp_path: Path
) -> None:
    file = write_file(tmp_path, "photo.png", png_claiming(width, height))
    result = prepare_picture(file, "content/x/ru.md", 7, tmp_path / ".cache")
    assert isinstance(result, Problem)
    assert told in result.message("en")


def test_missing_picture_lists_existing_ones(tmp_path: Path) -> None:
    write_file(tmp_path, "another.png", b"")
    write_file(tmp_path, "Photo.JPG", b"")
    result = prepare_picture(tmp_path / "photo.jpg", "content/x/ru.md", 7, tmp_path / ".cache")
    assert isinstance(result, Problem)
    assert result.code == "picture-missing"
    assert dict(result.values)["near"] == "Photo.JPG, another.png"


def test_symlink_is_rejected(tmp_path: Path) -> None:
    outside = write_file(tmp_path / "outside", "photo.jpg", JPEG)
    (tmp_path / "photo.jpg").symlink_to(outside)
    result = prepare_picture(tmp_path / "photo.jpg", "content/x/ru.md", 7, tmp_path / ".cache")
    assert isinstance(result, Problem)
    assert result.code == "picture-link"


def test_cached_picture_is_not_encoded_again(tmp_path: Path) -> None:
    file = write_file(tmp_path, "photo.jpg", JPEG)
    first = prepare_valid(file)
    inodes = [rendition.file.stat().st_ino for rendition in first.files]
    assert prepare_valid(file) == first
    assert [rendition.file.stat().st_ino for rendition in first.files] == inodes


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"[{}]", b"\xff", b"[3]", None])
def test_damaged_cache_is_a_miss(damage: bytes | None, tmp_path: Path) -> None:
    file = write_file(tmp_path, "photo.jpg", JPEG)
    first = prepare_valid(file)
    good = first.largest.file.read_bytes()
    if damage is None:
        first.largest.file.write_bytes(good[:-1] + b"?")
    else:
        next((tmp_path / ".cache").glob("*.json")).write_bytes(damage)
    assert prepare_valid(file) == first
    assert first.largest.file.read_bytes() == good


def test_renditions_are_deterministic(tmp_path: Path) -> None:
    first = prepare_valid(write_file(tmp_path / "a", "photo.jpg", JPEG))
    second = prepare_valid(write_file(tmp_path / "b", "photo.jpg", JPEG))
    assert [file.file.read_bytes() for file in first.files] == [
        file.file.read_bytes() for file in second.files
    ]


def test_no_partial_file_stays_in_the_cache(tmp_path: Path) -> None:
    prepare_valid(write_file(tmp_path, "photo.jpg", JPEG))
    assert not [file for file in (tmp_path / ".cache").iterdir() if file.name.startswith(".")]
