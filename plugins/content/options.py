"""What a reading of the content is asked for."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from plugins.content.card_registry import Progress
    from plugins.model.urls import SiteUrls


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What a reading is asked for: which folders, which languages, as of when, and for whom."""

    content: Path
    theme: Path
    cache: Path
    languages: tuple[str, ...]
    urls: SiteUrls
    zone: ZoneInfo
    now: dt.datetime
    preview: bool = False
    progress: Progress = None

    @property
    def display_name(self) -> str:
        """What editors call the content folder."""
        return self.content.name

    @property
    def cache_id(self) -> str:
        """What the content folder is called among those that share a cache."""
        return hashlib.sha256(os.fsencode(self.content.resolve())).hexdigest()[:16]
