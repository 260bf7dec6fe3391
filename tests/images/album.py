from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms

from plugins.images.prepare import Prepared, prepare_picture

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)


def photograph(width: int = 1000, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Many colours: red on the left, blue on the right, a gradient over both."""
    gradient = Image.linear_gradient("L").rotate(90).resize((width, height))
    other = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (gradient, other, Image.eval(gradient, lambda value: 255 - value))).convert(
        mode
    )


def content(image: Image.Image, suffix: str = "JPEG", **options: Any) -> bytes:  # noqa: ANN401 - each encoder's own
    """A picture's file."""
    buffer = io.BytesIO()
    image.save(buffer, suffix, **options)
    return buffer.getvalue()


def rotated(image: Image.Image, orientation: int) -> bytes:
    """A photograph as a telephone saves it: turned, with its place and its camera."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (62.0, 2.0, 3.0)
    return content(image, exif=exif, comment=b"SecretComment")


def profiled(image: Image.Image) -> bytes:
    """A photograph with a colour profile of its own."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return content(image, icc_profile=profile)


def placed(folder: Path, name: str, file: bytes) -> Path:
    """The file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(file)
    return folder / name


def prepared(file: Path) -> Prepared:
    """The picture, which must be good."""
    result = prepare_picture(file, "content/x/ru.md", 7, file.parent / ".cache")
    assert isinstance(result, Prepared), result
    return result
