from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from plugins.images.pictures import PreparedPicture, prepare_picture

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)


def photograph(width: int = 1000, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Many colors: red on the left, blue on the right, a gradient over both."""
    gradient = Image.linear_gradient("L").rotate(90).resize((width, height))
    other = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (gradient, other, Image.eval(gradient, lambda value: 255 - value))).convert(
        mode
    )


def encode(image: Image.Image, suffix: str = "JPEG", **options: object) -> bytes:
    """A picture's file."""
    buffer = io.BytesIO()
    image.save(buffer, suffix, **options)
    return buffer.getvalue()


def as_saved_by_phone(image: Image.Image, orientation: int) -> bytes:
    """A photograph as a phone saves it: rotated, with location and camera in EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (62.0, 2.0, 3.0)
    return encode(image, exif=exif, comment=b"SecretComment")


def with_profile(image: Image.Image) -> bytes:
    """A photograph with a color profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encode(image, icc_profile=profile)


def write_file(folder: Path, name: str, file: bytes) -> Path:
    """The file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(file)
    return folder / name


def prepare_valid(file: Path) -> PreparedPicture:
    """Prepare a picture that must be valid."""
    result = prepare_picture(file, "content/x/ru.md", 7, file.parent / ".cache")
    assert isinstance(result, PreparedPicture), result
    return result
