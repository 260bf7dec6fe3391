"""What a target has to do, whatever it is: the sequence of publishing is the same for all (`publish.py`).

A target has a private store, which keeps the files of releases, and shows one release to readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from plugins.publish.http_headers import is_fingerprinted
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from plugins.release.manifest import ManifestEntry

    Files = Mapping[str, ManifestEntry]
    ReadFile = Callable[[str], bytes]
    """The bytes of a file of the release in question; raises `ReleaseError` if they cannot be had."""


class Altered(Struct, frozen=True):
    """How the files that readers get differ from those published; `outdated` are only to be sent again."""

    changed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()

    @property
    def wrong(self) -> frozenset[str]:
        """The files that readers do not get as they were published."""
        return self.changed | self.missing


class ReleaseChange(Struct, frozen=True):
    """What readers are to see: `files`, those of a stored release and retained ones.

    `write` and `remove` are the paths that differ from what they see now, in the order of writing.
    """

    number: int
    files: Files
    write: Sequence[str]
    remove: Collection[str] = ()


class StoredRelease(Struct, frozen=True):
    """A release to be stored: its number and its files.

    `folder` has most of them on this machine, if there is one; `resume` says that a publishing before did not
    end, and may have stored some of it.
    """

    number: int
    files: Files
    folder: Path | None = None
    resume: bool = False


class Target(Protocol):
    """A folder, a host or a bucket. All methods raise `ReleaseError` or one of its subclasses."""

    place: str
    """The target as messages name it."""

    def takes(self, path: str) -> bool:
        """Whether the target publishes this file of a precompressed release."""

    def lock(self, publisher: str, timeout: float) -> AbstractContextManager[datetime]:
        """Keep other publishers out; yields the target's time. Raises `LockedError` with the other's name."""

    def read(self, name: str) -> bytes | None:
        """A private file of the target."""

    def write(self, name: str, content: bytes) -> None:
        """Replace a private file in one step."""

    def adopt(self, *, force: bool) -> Files:
        """The files of a site that was published without a history; raises for files of others."""

    def compare(self, live: Files) -> Altered:
        """Compare what readers get with the files published; cheap where nothing was touched."""

    def store(self, release: StoredRelease, base: tuple[int, Files], read: ReadFile) -> None:
        """Add a release to the store, verified: what differs from the stored release `base`."""

    def fetch(self, number: int, path: str, entry: ManifestEntry, /) -> bytes | None:
        """A stored file's bytes, if the store has them undamaged."""

    def switch(self, change: ReleaseChange, read: ReadFile) -> None:
        """Show readers a stored release; files are verified before they are seen."""

    def prune(self, numbers: Collection[int], digests: Collection[str], /) -> None:
        """Delete from the store all but the releases of these numbers, and the files of these digests."""


def upload_order(paths: Iterable[str]) -> list[str]:
    """Assets before pages, deeper pages before those that list them, the manifest last."""

    def order(path: str) -> tuple[bool, bool, bool, int, str]:
        return path == MARKER, not is_fingerprinted(path), is_page(path), -path.count("/"), path

    return sorted(paths, key=order)


def is_page(path: str) -> bool:
    """Whether a file names others: a page, a feed, a sitemap."""
    return ".html" in path or ".xml" in path or path.endswith("feed.json")
