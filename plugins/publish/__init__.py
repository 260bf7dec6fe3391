"""Publishing a release: precompression, HTTP headers, server configuration, and targets (folder, SSH, S3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field

from plugins.build.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from urllib.parse import SplitResult

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


def split_target(target: str) -> SplitResult:
    """The parts of a target's address; raises `PublishError` for one that is none, without its password."""
    try:
        parts = urlsplit(target)
        valid_port = parts.port != 0
    except ValueError as error:
        raise PublishError("publish-target", target=target.rpartition("@")[2]) from error
    misplaced = parts.netloc not in {"", "localhost"} if parts.scheme == "file" else not parts.netloc
    if not valid_port or misplaced:
        raise PublishError("publish-target", target=target.rpartition("@")[2])
    return parts
