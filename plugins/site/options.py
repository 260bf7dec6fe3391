"""Build options from Pelican's settings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.content.options import BuildOptions
from plugins.content.progress import drawing_bar
from plugins.model.urls import SiteUrls


def build_options(settings: dict[str, Any]) -> BuildOptions:
    """Build options from Pelican's settings; raises `ValueError` for invalid ones."""
    zone = ZoneInfo(settings["TIMEZONE"])
    now = dt.datetime.fromisoformat(settings["NOW"]) if settings["NOW"] else dt.datetime.now(zone)
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
