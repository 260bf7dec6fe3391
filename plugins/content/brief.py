"""What a reading of the content is asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from plugins.content.card_registry import Progress
    from plugins.editions.look import Look
    from plugins.model.urls import SiteUrls


class Brief(Struct, frozen=True, kw_only=True):
    """What a reading is asked for: which folders, which languages, as of when, and for whom.

    `look` is how the content looked when the build began, where somebody has looked. The modules named in
    `soon` are what follows the reading of many texts needs.
    """

    content: Path
    theme: Path
    cache: Path
    languages: tuple[str, ...]
    addresses: SiteUrls
    zone: ZoneInfo
    now: dt.datetime
    preview: bool = False
    progress: Progress = None
    look: Look | None = None
    soon: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """What editors call the content folder."""
        return self.content.name

    @property
    def own(self) -> str:
        """What the content folder is called among those that share a cache."""
        return hashlib.sha256(str(self.content.resolve()).encode()).hexdigest()[:16]
