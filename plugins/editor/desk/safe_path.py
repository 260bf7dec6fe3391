"""Confines the paths that a browser names to the content folder, and to files that are no code."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from plugins.model.content_path import is_litter, is_windows_name

TEXT_KINDS = frozenset({".md", ".yaml", ".csv", ".toml", ".txt"})
PICTURE_KINDS = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MAX_PATH, MAX_NAME, MAX_DEPTH = 400, 200, 8
"""Bytes of a path and of one name in it; folders in one another."""
CATEGORIES = frozenset({"L", "M", "N", "P", "S"})
"""Unicode's general categories of characters that a name may have, beside the space."""
SHORT_NAME = re.compile(r".*~\d+(?:\..*)?")
"""A name of eight letters that Windows gives to a file with a longer one: `GIT~1`."""
DEVICE = re.compile(r"(?:con|nul|aux|prn|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:[ .].*)?", re.IGNORECASE)


class RefusedPathError(ValueError):
    """A path that the desk does not open; the argument is the key of the reason in `texts`."""


def safe_path(root: Path, typed: str, kinds: frozenset[str] = TEXT_KINDS) -> Path:
    """The file of a path below the content folder, whether it exists or not.

    Raises `RefusedPathError` if the path leaves the folder, is hidden, leads through a link, cannot stand on
    every system, or is of another kind.
    """
    path = _below(root, typed)
    if PurePosixPath(typed).suffix.lower() not in kinds:
        raise RefusedPathError("path-kind")
    if path.exists() and not path.is_file():
        raise RefusedPathError("path-kind")
    return path


def safe_folder(root: Path, typed: str) -> Path:
    """The folder of a path below the content folder; raises `RefusedPathError` like `safe_path`."""
    path = _below(root, typed)
    if path.exists() and not path.is_dir():
        raise RefusedPathError("path-kind")
    return path


def _below(root: Path, typed: str) -> Path:
    names = typed.split("/")
    if len(typed.encode("utf-8", "surrogatepass")) > MAX_PATH or len(names) > MAX_DEPTH:
        raise RefusedPathError("path-long")
    if not all(map(_is_plain_name, names)):
        raise RefusedPathError("path-name")
    path = root
    for name in names:
        path = _named(path, name)
        _refuse_link(path)
    return path


def _named(folder: Path, name: str) -> Path:
    """The file of a name in NFC; on the disk its letters may be decomposed, as macOS writes them."""
    path = folder / name
    if name.isascii() or os.path.lexists(path) or not folder.is_dir():
        return path
    same = (each for each in folder.iterdir() if unicodedata.normalize("NFC", each.name) == name)
    return min(same, default=path)


def _is_plain_name(name: str) -> bool:
    """Whether a name means one and the same file on every system, and hides nothing."""
    return (
        bool(name.strip())
        and name == name.strip()
        and not is_litter(name)
        and is_windows_name(name)
        and not DEVICE.fullmatch(name)
        and not SHORT_NAME.fullmatch(name)
        and unicodedata.is_normalized("NFC", name)
        and all(char == " " or unicodedata.category(char)[0] in CATEGORIES for char in name)
        and len(name.encode()) <= MAX_NAME
    )


def _refuse_link(path: Path) -> None:
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    reparse = getattr(found, "st_file_attributes", 0) & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    if stat.S_ISLNK(found.st_mode) or reparse:
        raise RefusedPathError("path-link")
