"""The manifest: a list of a release's files, stored in the release; it also marks the folder as built here.

The same files give the same bytes: paths are sorted, and no time is recorded.
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
UNSAFE_SEQUENCES = ("\0", "\\", "//", "/./", "/../", f"/{MARKER}/")


class ManifestEntry(NamedTuple):
    """One file: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


def hash_content(content: bytes) -> ManifestEntry:
    """The manifest entry of a file with these bytes."""
    return ManifestEntry(len(content), hashlib.sha256(content).hexdigest())


def is_release(folder: Path) -> bool:
    """Whether the folder has a manifest."""
    return (folder / MARKER).is_file()


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """The entries of a released folder by path; a damaged manifest is rebuilt from the files."""
    try:
        return _parse_manifest(json.loads((folder / MARKER).read_bytes()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return scan_files(folder)


def scan_files(folder: Path) -> dict[str, ManifestEntry]:
    """The entries of a folder by path, from its files."""
    return {
        path: hash_content((folder / path).read_bytes()) for path in files_under(folder) if path != MARKER
    }


def manifest_bytes(entries: Mapping[str, ManifestEntry]) -> bytes:
    """The manifest as it is written: JSON, one line."""
    data = {"format": FORMAT, "files": entries}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def is_safe_path(path: str) -> bool:
    """Whether a path names a file inside the release: relative, POSIX, no `..`, not the marker itself."""
    parts = path.split("/")
    return "\0" not in path and "\\" not in path and path != MARKER and not {"", ".", ".."} & set(parts)


def _parse_manifest(data: dict[str, Any]) -> dict[str, ManifestEntry]:
    """Raises one of the errors that `read_manifest` catches if the data is no valid manifest."""
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    entries = {path: ManifestEntry(size, sha256) for path, (size, sha256) in data["files"].items()}
    # One search over all paths; they are checked one by one only if it finds something.
    joined = "/" + "/\n/".join(entries) + "/"
    if any(sequence in joined for sequence in UNSAFE_SEQUENCES) and not all(
        is_safe_path(path) for path in entries
    ):
        raise ValueError(MARKER)
    return entries
