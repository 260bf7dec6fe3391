"""Publishing a release: precompression, HTTP headers, server configuration, and targets (folder, SSH, S3)."""

from __future__ import annotations

import getpass
import socket
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_RELEASES = 5
"""Releases that a target keeps besides newer ones: it can go back to each of them."""
RETENTION = timedelta(days=90)
"""Fingerprinted files outlive the last release with them by this time: pages in caches, mails and feed
readers refer to them."""
LOCK_TIMEOUT = 60.0
"""Seconds to wait for another publisher."""


def publisher_name() -> str:
    """Who publishes, for other publishers to read: `user@machine`."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        user = "unknown"
    return f"{user}@{socket.gethostname()}"


class PublishOptions(Struct, frozen=True):
    """How to publish.

    `progress` is called with the bytes sent so far and the bytes to send; `now` replaces the target's clock;
    `resume` ends a hold; `signing_key` is a file for `ssh-keygen -Y sign`; `public_url` is where readers find
    the site, and is looked at after publishing. `unrecorded` is the digest of the build before the ledger was
    stamped: where the stamped ledger is not kept, the same content gets another moment with every publishing.
    """

    dry_run: bool = False
    force: bool = False
    resume: bool = False
    keep: int = KEPT_RELEASES
    retention: timedelta = RETENTION
    lock_timeout: float = LOCK_TIMEOUT
    signing_key: str = ""
    public_url: str = ""
    unrecorded: str = ""
    publisher: str = field(default_factory=publisher_name)
    now: datetime | None = None
    progress: Callable[[int, int], None] = lambda _sent, _all: None


class PublishResult(Struct, frozen=True):
    """What publishing did, or would do in a dry run.

    `release` is the number of the live release, 0 if there is none; `verified` counts the files compared, and
    `healed` names those that readers did not get as they were published. `held_release` is the number of the
    release that was taken back and has the same content: nothing was published then.
    """

    target: str
    release: int = 0
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    verified: int = 0
    healed: tuple[str, ...] = ()
    held_release: int = 0
    warnings: tuple[str, ...] = ()
