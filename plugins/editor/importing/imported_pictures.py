"""Pictures of imported texts: found in the source, checked, converted where needed, and named."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field
from PIL import Image

from plugins.editor.slugs import slugify
from plugins.images.codec import check_picture
from plugins.images.pictures import MAX_BYTES, PictureError

if TYPE_CHECKING:
    from plugins.editor.importing.source_folder import SourceFolder

SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
"""What texts can show; other formats of Pillow become PNG."""
SIZED_NAME = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled|e\d{10,13})(?=\.\w{3,4}$)")
"""What WordPress adds to the names of smaller copies."""
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".avif")


class BundlePictures(Struct, frozen=True):
    """The pictures of one bundle: their bytes by name, and the name by the file they come from."""

    source: SourceFolder
    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, reference: str, folder: str) -> str:
        """The name in the bundle of a picture; empty if the source has none that can be shown."""
        original = SIZED_NAME.sub("", reference)
        file = self.source.find(reference, folder) or self.source.find(original, folder)
        if file is None:
            return ""
        known = self.names.get(str(file))
        if known is not None:
            return known
        try:
            content, suffix = _readable(file.read_bytes())
        except (OSError, PictureError):
            self.names[str(file)] = ""
            return ""
        name = self._free_name(slugify(file.stem) or "picture", suffix)
        self.files[name] = content
        self.names[str(file)] = name
        return name

    def _free_name(self, stem: str, suffix: str) -> str:
        name, number = f"{stem}{suffix}", 1
        while name in self.files:
            number += 1
            name = f"{stem}-{number}{suffix}"
        return name


def is_picture(reference: str) -> bool:
    """Whether an address is that of a picture, by its suffix."""
    return PurePosixPath(unquote(urlsplit(reference).path)).suffix.lower() in PICTURE_SUFFIXES


def _readable(content: bytes) -> tuple[bytes, str]:
    """A picture that can be published, and its suffix; raises `PictureError`."""
    if len(content) > MAX_BYTES:
        raise PictureError("picture-too-heavy")
    try:
        with Image.open(io.BytesIO(content)) as image:
            suffix = SUFFIXES.get(image.format or "")
            if suffix is None:
                converted = io.BytesIO()
                image.convert("RGBA").save(converted, "PNG")
                content, suffix = converted.getvalue(), ".png"
    except Exception as error:  # Pillow's decoders raise any exception for a broken file
        raise PictureError("picture-unreadable") from error
    check_picture(content)
    return content, suffix
