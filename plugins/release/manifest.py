"""The manifest marks a folder as built here; two of them show suspicious losses.

The same files give the same bytes: paths are sorted, and no time is recorded.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from plugins.build.errors import SuspiciousReleaseError
from plugins.release.filesystem import files_under

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MARKER = ".release.json"
UNSAFE = re.compile(r"[\0\\]|(?:^|/)\.{0,2}(?:/|\Z)")
"""A NUL, a backslash, or a part of a path that is empty, `.` or `..`."""
MIN_SECTION_PAGES = 3
"""A section with fewer pages may be emptied."""
MIN_SITE_PAGES = 10
"""A site with fewer pages may lose half of them."""


class ManifestEntry(NamedTuple):
    """One file: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Manifest(msgspec.Struct):
    """The entries of a release by path."""

    files: dict[str, ManifestEntry]
    format: Literal[1]


def hash_content(content: bytes) -> ManifestEntry:
    """The manifest entry of a file with these bytes."""
    return ManifestEntry(len(content), hashlib.sha256(content).hexdigest())


def is_release(folder: Path) -> bool:
    """Whether the folder has a manifest."""
    return (folder / MARKER).is_file()


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """The entries of a released folder by path; a damaged manifest is rebuilt from the files."""
    entries = parse_manifest((folder / MARKER).read_bytes())
    return scan_files(folder) if entries is None else entries


def parse_manifest(content: bytes | str) -> dict[str, ManifestEntry] | None:
    """The entries in a manifest by path; None if it is damaged or has a path outside the release."""
    try:
        files = msgspec.json.decode(content, type=Manifest).files
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return files if all(map(is_safe_path, files)) else None


def scan_files(folder: Path) -> dict[str, ManifestEntry]:
    """The entries of a folder by path, from its files."""
    return {
        path: hash_content((folder / path).read_bytes()) for path in files_under(folder) if path != MARKER
    }


def manifest_bytes(entries: dict[str, ManifestEntry]) -> bytes:
    """The manifest as it is written: JSON, one line."""
    return msgspec.json.encode(Manifest(entries, 1), order="sorted") + b"\n"


def is_safe_path(path: str) -> bool:
    """Whether a path names a file inside the release: relative, POSIX, no `..`, not the marker itself."""
    is_plain = "//" not in path and "/." not in path and "\\" not in path and "\0" not in path
    if is_plain and path and path[0] not in "./" and path[-1] != "/":
        return True  # as nearly all are: the pattern takes ten times as long
    return path != MARKER and UNSAFE.search(path) is None


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
    pages: Counter[str] = Counter()
    for path in paths:
        if path.endswith(".html"):
            folders = path.split("/", 2)[:-1]
            for depth in range(len(folders) + 1):
                pages["/".join(folders[:depth])] += 1
    return pages
