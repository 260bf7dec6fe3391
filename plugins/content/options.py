"""The options of a build, from Pelican's settings."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.settings_check import parse_iso_moment
from plugins.content.card_registry import drawing_bar
from plugins.content.site_config import read_site_config
from plugins.figures.figure_phrases import FigurePhrases
from plugins.model.urls import SiteUrls

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from plugins.content.card_registry import Progress
    from plugins.diagnostics.problem import Problem
    from plugins.model.config import SiteConfig


class BuildOptions(Struct, frozen=True, kw_only=True):
    """Folders, configuration, URLs and moment of a build; `problems` are those of `site.yaml`.

    With `skip_broken` items with an error stay as they were published. Without `draws_cards` nothing can be
    built: cards are only checked.
    """

    content: Path
    theme: Path
    cache: Path
    site: SiteConfig
    urls: SiteUrls
    now: dt.datetime
    preview: bool = False
    skip_broken: bool = False
    draws_cards: bool = True
    progress: Progress = None
    problems: tuple[Problem, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the site's languages; the first is shown at the root."""
        return self.site.languages

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return self.site.zone

    @property
    def today(self) -> dt.date:
        """The day of the build in the site's time zone."""
        return self.now.astimezone(self.zone).date()

    @property
    def display_name(self) -> str:
        """The name of the content folder in messages."""
        return self.content.name

    @property
    def figure_phrases(self) -> FigurePhrases:
        """The files with the words of figures: the site's own ones before the theme's."""
        return FigurePhrases(tuple(each / "phrases" / "figures" for each in (self.content, self.theme)))

    @property
    def cache_id(self) -> str:
        """Identifies the content folder among those that share a cache."""
        return hashlib.sha256(os.fsencode(self.content.resolve())).hexdigest()[:16]


def options_for(content: Path, options: BuildOptions) -> BuildOptions:
    """The options for another content folder, as its own `site.yaml` has it."""
    site, problems = read_site_config(content, content.name, options.theme)
    return replace(options, content=content, site=site, problems=problems)


def build_options(settings: dict[str, Any]) -> BuildOptions:
    """Build options from Pelican's settings and `site.yaml`; raises `ValueError` for an invalid `NOW`."""
    content, theme = Path(settings["PATH"]), Path(settings["THEME"])
    site, problems = read_site_config(content, content.name, theme)
    now = parse_iso_moment(settings["NOW"]) if settings["NOW"] else dt.datetime.now(site.zone)
    return BuildOptions(
        content=content,
        theme=theme,
        cache=Path(settings["CACHE_PATH"]),
        site=site,
        urls=SiteUrls(settings["SITEURL"] or site.url),
        now=now if now.tzinfo else now.replace(tzinfo=site.zone),
        preview=settings["PREVIEW"],
        skip_broken=settings["SKIP_BROKEN"],
        progress=drawing_bar(),
        problems=problems,
    )
