"""The manifest of a release, which also marks a folder as built here, and sanity checks on two manifests.

The same files give the same bytes: paths are sorted, and no time is recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.build.errors import SuspiciousReleaseError
from plugins.release.filesystem import files_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


MARKER = ".release.json"
FORMAT = 1
UNSAFE_SEQUENCES = ("\0", "\\", "//", "/./", "/../", f"/{MARKER}/")


MIN_SECTION_PAGES = 3
"""A section with fewer pages may be emptied."""
MIN_SITE_PAGES = 10
"""A site with fewer pages may lose half of them."""


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


def check_lost_pages(before: Iterable[str], after: Iterable[str]) -> None:
    """Compare the paths of two releases; raises `SuspiciousReleaseError` with the numbers."""
    had, has = _count_pages(before), _count_pages(after)
    for place, count in sorted(had.items()):
        _check_section(place, count, has[place])
    if had[""] >= MIN_SITE_PAGES and has[""] * 2 < had[""]:
        raise SuspiciousReleaseError("release-suspicious-shrink", before=had[""], after=has[""])


def _check_section(place: str, before: int, after: int) -> None:
    """An edition (`ru`) must not vanish; a section (`ru/news`) must not shrink to its front page."""
    is_section = "/" in place
    emptied = after <= 1 and before >= MIN_SECTION_PAGES if is_section else after == 0
    if place and emptied:
        raise SuspiciousReleaseError("release-suspicious-edition", place=place, before=before, after=after)


def _count_pages(paths: Iterable[str]) -> Counter[str]:
    """The number of pages of the site (``), each edition (`ru`) and each section (`ru/news`)."""
    pages: Counter[str] = Counter()
    for path in paths:
        if path.endswith(".html"):
            folders = path.split("/", 2)[:-1]
            for depth in range(len(folders) + 1):
                pages["/".join(folders[:depth])] += 1
    return pages
