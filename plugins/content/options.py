"""The options of a build, from Pelican's settings."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from plugins.build.settings_check import parse_moment
from plugins.content.card_registry import drawing_bar
from plugins.model.urls import SiteUrls

if TYPE_CHECKING:
    from plugins.content.card_registry import Progress


class BuildOptions(Struct, frozen=True, kw_only=True):
    """Folders, languages and URLs of the site, and the moment it is built for; `preview` includes drafts."""

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
        """The name of the content folder in messages."""
        return self.content.name

    @property
    def cache_id(self) -> str:
        """Identifies the content folder among those that share a cache."""
        return hashlib.sha256(os.fsencode(self.content.resolve())).hexdigest()[:16]


def build_options(settings: dict[str, Any]) -> BuildOptions:
    """Build options from Pelican's settings; raises `ValueError` for invalid ones."""
    zone = ZoneInfo(settings["TIMEZONE"])
    now = parse_moment(settings["NOW"]) if settings["NOW"] else dt.datetime.now(zone)
    return BuildOptions(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        cache=Path(settings["CACHE_PATH"]),
        languages=tuple(settings["LANGUAGES"]),
        urls=SiteUrls(settings["SITEURL"]),
        zone=zone,
        now=now if now.tzinfo else now.replace(tzinfo=zone),
        preview=settings["PREVIEW"],
        progress=drawing_bar(),
    )
