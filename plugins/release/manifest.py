"""The list of a release's files, kept in the release: proof that the folder is ours, and what is in it.

The same files give the same bytes: paths are sorted, and there is no time in it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.release.folder import files_under

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARKER = ".release.json"
FORMAT = 1
STRANGE = ("\0", "\\", "//", "/./", "/../", f"/{MARKER}/")


class Entry(NamedTuple):
    """One file: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


def entry_of(content: bytes) -> Entry:
    """The entry of a file with these bytes."""
    return Entry(len(content), hashlib.sha256(content).hexdigest())


def is_ours(folder: Path) -> bool:
    """Whether this folder was released by us."""
    return (folder / MARKER).is_file()


def read_manifest(folder: Path) -> dict[str, Entry]:
    """What a released folder holds; a damaged list is made anew from the files themselves."""
    try:
        told = json.loads((folder / MARKER).read_bytes())
        return _checked(told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return manifest_of_files(folder)


def manifest_of_files(folder: Path) -> dict[str, Entry]:
    """What a folder holds, by looking at every file."""
    return {path: entry_of((folder / path).read_bytes()) for path in files_under(folder) if path != MARKER}


def manifest_bytes(entries: Mapping[str, Entry]) -> bytes:
    """The list as it is written: JSON, one line."""
    told = {"format": FORMAT, "files": entries}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def is_address(path: str) -> bool:
    """Whether a path names a file inside the release: relative, POSIX, no `..`, not the marker itself."""
    parts = path.split("/")
    return "\0" not in path and "\\" not in path and path != MARKER and not {"", ".", ".."} & set(parts)


def _checked(told: Any) -> dict[str, Entry]:  # noqa: ANN401 - JSON of unknown making
    """Raises one of `read_manifest`'s errors when this is no list of ours: names are never trusted."""
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    entries = {path: Entry(size, sha256) for path, (size, sha256) in told["files"].items()}
    # All together in one look; only when something in them is strange, one by one.
    together = "/" + "/\n/".join(entries) + "/"
    if any(sign in together for sign in STRANGE) and not all(is_address(path) for path in entries):
        raise ValueError(MARKER)
    return entries
