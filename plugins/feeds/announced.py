"""Which feeds of a release hubs are told of: those that have something newer than when they were told last.

A mended typo changes a feed's bytes and none of its moments: nobody need fetch it for that.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from plugins.build.cache import BuildCache, EntryKind
from plugins.feeds.feed import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Moments = dict[str, str]
ANNOUNCED: EntryKind[Moments] = EntryKind("announced", Moments)
"""By output folder: the newest moment of each feed, by its path, when hubs were told of it last."""
MAX_OUTPUTS = 32
MOMENT = re.compile(rb'(?:<updated>|<lastBuildDate>|"date_modified": ")([^<"]+)')


def feeds_with_news(cache: Path, output: Path, sent: Iterable[str]) -> tuple[str, ...]:
    """The paths of sent feeds with a moment that hubs do not know, which they are told from now on."""
    shared, scope = BuildCache.shared(cache), os.path.realpath(output)
    known = shared.load(ANNOUNCED, scope, b"") or {}
    moments = {path: _moments(output / path) for path in sent if path.endswith(tuple(MEDIA_TYPES))}
    shared.store(ANNOUNCED, scope, b"", known | moments)
    shared.evict([ANNOUNCED], scope, MAX_OUTPUTS)
    return tuple(path for path, moment in moments.items() if known.get(path) != moment)


def _moments(file: Path) -> str:
    """The moments of a feed and its entries; another set of them is news."""
    try:
        return " ".join(sorted({found.decode() for found in MOMENT.findall(file.read_bytes())}))
    except (OSError, UnicodeDecodeError):
        return ""
