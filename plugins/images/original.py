"""The original: an editor's file, before it is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes."""

SUFFIXES = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "GIF": (".gif",),
}
SUFFIXES["MPO"] = SUFFIXES["JPEG"]  # what Pillow calls a telephone's JPEG with a second picture in the file


class PictureError(Exception):
    """The picture cannot be used; carries a problem's code and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_content(file: Path) -> bytes:
    """The bytes of a picture's file; raises `PictureError` when it is none, or too heavy to be read."""
    if file.is_symlink():
        raise PictureError("picture-link")
    if not file.is_file():
        raise PictureError("picture-missing", near=_near(file))
    if file.suffix.lower() not in {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}:
        raise PictureError("picture-format", suffix=file.suffix)
    if (size := file.stat().st_size) > LARGEST_FILE:
        raise PictureError("picture-too-heavy", size=size // 1_000_000, most=LARGEST_FILE // 1_000_000)
    return file.read_bytes()


def _near(file: Path) -> str:
    """The pictures that do lie in the folder; one that differs in capitals alone comes first."""
    if not file.parent.is_dir():
        return "—"
    suffixes = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}
    names = sorted(other.name for other in file.parent.iterdir() if other.suffix.lower() in suffixes)
    return ", ".join(sorted(names, key=lambda name: name.lower() != file.name.lower())) or "—"
