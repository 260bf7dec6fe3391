"""How to publish, and what publishing did: the words that all kinds of targets share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable

GRACE = timedelta(days=1)
"""Old style sheets and cards stay so long for pages still held by caches."""


class Published(Struct, frozen=True):
    """What publishing did, or would do in a dry run; `verified` counts files compared after sending."""

    place: str
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    kept: int = 0
    removed: tuple[str, ...] = ()
    verified: int = 0


class Wishes(Struct, frozen=True):
    """How to publish: `progress` is called with the bytes sent so far and the bytes to send."""

    dry_run: bool = False
    force: bool = False
    grace: timedelta = GRACE
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    progress: Callable[[int, int], None] = lambda _sent, _all: None
