"""Publishing a release: precompression, HTTP headers, server configuration, and targets (folder, SSH, S3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plugins.release.manifest import ManifestEntry

GRACE_PERIOD = timedelta(days=1)
"""Obsolete fingerprinted files are retained for this time: cached pages may refer to them."""


class PublishResult(Struct, frozen=True):
    """What publishing did, or would do in a dry run; `verified` is the number of files compared then."""

    target: str
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    verified: int = 0

    @classmethod
    def planned(
        cls, target: str, files: Mapping[str, ManifestEntry], known: Mapping[str, ManifestEntry]
    ) -> PublishResult:
        """What publishing `files` would send and remove where the files `known` are published."""
        sent = tuple(path for path in sorted(files) if known.get(path) != files[path])
        size = sum(files[path].size for path in sent)
        return cls(target, sent, size, len(files) - len(sent), tuple(sorted(known.keys() - files.keys())))


class PublishOptions(Struct, frozen=True):
    """How to publish; `progress` is called with the bytes sent so far and the bytes to send."""

    dry_run: bool = False
    force: bool = False
    grace_period: timedelta = GRACE_PERIOD
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    progress: Callable[[int, int], None] = lambda _sent, _all: None
