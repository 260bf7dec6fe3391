"""Pelican entry point of the feeds, and the task that updates the lock file of feed ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

from plugins.content.read import read_content
from plugins.diagnostics.problem import ContentError, Severity
from plugins.editions.makers import makers
from plugins.feeds.channels import AGGREGATOR_AGES
from plugins.feeds.feed import ActiveAlert, CorrectionNotice, FeedContext, FeedSettings
from plugins.feeds.files import feed_files
from plugins.feeds.id_lock import LOCK_FILE, check_id_lock, update_id_lock
from plugins.feeds.subscribe_page import feed_links, feeds_view
from plugins.model.edition import Picture
from plugins.pages.figure_pages import corrected_figures
from plugins.site.plugin import brief_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pelican import Pelican

    from plugins.content.alert import PlannedAlert
    from plugins.content.brief import Brief
    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.content.read import Content
    from plugins.diagnostics.problem import Problem
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.release.plugin import SiteWriter

ICON_EDGE = 144  # the widest image RSS allows
ICON = f"static/icon-{ICON_EDGE}.png"


class FeedsGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes the feeds of `context["editions"]`."""

    def generate_context(self) -> None:
        """Register the feed links of every page and the page on how to subscribe."""
        self.context["feed_links"] = feed_links
        self.context.setdefault("more_views", []).append(feeds_view)

    def generate_output(self, writer: SiteWriter) -> None:
        """Write the changed feeds; raises `ContentError` if feed readers would lose or duplicate an item."""
        editions: tuple[Edition, ...] = self.context["editions"]
        brief: Brief = self.context["brief"]
        feed_settings = read_feed_settings(self.settings, brief.addresses)
        wrong = [] if brief.preview else check_lock(editions, brief, feed_settings)
        if any(found.severity is Severity.ERROR for found in wrong):
            raise ContentError(wrong)
        writer.moments |= {moment + age for moment in writer.moments for age in AGGREGATOR_AGES}
        ground = makers().hex()
        for edition in editions:
            context = self.feed_context(edition, feed_settings)
            for file in feed_files(context, brief.now, writer.digest):
                path = brief.addresses.output_path(file.url)
                writer.press.page(path, ground, file.fingerprint, file.compose)

    def feed_context(self, edition: Edition, feed_settings: FeedSettings) -> FeedContext:
        """The edition with its card images, corrections of figures and active alert."""
        content: Content = self.context["content"]
        brief: Brief = self.context["brief"]
        code = edition.language.code
        return FeedContext(
            edition,
            brief.addresses,
            feed_settings,
            card_images=collect_card_images(content.gallery, code),
            figure_corrections=collect_figure_corrections(
                content.gallery.texts.figure_renderer, code, brief.addresses
            ),
            alert=find_active_alert(content.alert, brief.now, code),
        )


def collect_card_images(gallery: CardRegistry, language: str) -> dict[str, Picture]:
    """The share picture of every statistics card in a language, by its id on pages."""
    cards = gallery.texts.figure_renderer.figures.cards.values()
    drawn = {card.address.replace(".", "-"): gallery.card_picture(card, language) for card in cards}
    return {name: picture for name, picture in drawn.items() if picture}


def collect_figure_corrections(
    renderer: FigureRenderer, language: str, addresses: SiteUrls
) -> tuple[CorrectionNotice, ...]:
    """The corrections of figures in a language."""
    return tuple(
        CorrectionNotice(
            name=f"figures/{figure.address}/corrections/{figure.until}",
            day=figure.until.first_day,
            title=figure.title,
            url=figure.url,
            text=figure.text,
        )
        for figure in corrected_figures(renderer, language, addresses)
    )


def find_active_alert(planned: PlannedAlert | None, now: dt.datetime, language: str) -> ActiveAlert | None:
    """The alert shown in a language at a time, if any."""
    if planned is None or not planned.is_active(now):
        return None
    alert = planned.alerts[language]
    return ActiveAlert(starts=planned.starts, level=alert.level, text=alert.text, url=alert.url)


def read_feed_settings(settings: dict[str, Any], addresses: SiteUrls) -> FeedSettings:
    """The feed settings from Pelican's; raises `ValueError` if they are invalid."""
    return FeedSettings(
        authority=settings["FEED_AUTHORITY"],
        hubs=tuple(settings["FEED_HUBS"]),
        dzen=frozenset(settings["FEED_DZEN"]),
        news_sitemap=frozenset(settings["FEED_NEWS_SITEMAP"]),
        icon=Picture(addresses.absolute(addresses.url(ICON)), "", ICON_EDGE, ICON_EDGE, "image/png", 0),
    )


def check_lock(editions: tuple[Edition, ...], brief: Brief, feed_settings: FeedSettings) -> list[Problem]:
    """Compare editions with the lock file in the content."""
    return check_id_lock(
        editions, read_lock_file(brief.content), f"{brief.shown}/{LOCK_FILE}", feed_settings.authority
    )


def check_content_lock(settings: dict[str, Any], content: Content, brief: Brief) -> list[Problem]:
    """The same for content that has just been read."""
    return check_lock(content.editions, brief, read_feed_settings(settings, brief.addresses))


def read_lock_file(content: Path) -> str:
    """The text of the lock file; empty if there is none."""
    file = content / LOCK_FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def write_lock(settings: dict[str, Any]) -> Path:
    """Add everything published now to the lock file in the content; return its path.

    Raises `ContentError` if the content is invalid or feed readers would lose or duplicate an item.
    """
    brief = brief_of(settings)
    feed_settings = read_feed_settings(settings, brief.addresses)
    editions = read_content(brief).editions
    wrong = check_lock(editions, brief, feed_settings)
    if any(found.severity is Severity.ERROR for found in wrong):
        raise ContentError(wrong)
    file = brief.content / LOCK_FILE
    text = update_id_lock(
        editions, read_lock_file(brief.content), f"{brief.shown}/{LOCK_FILE}", feed_settings.authority
    )
    file.write_text(text, encoding="utf-8")
    return file


def generator(_pelican: Pelican) -> type[FeedsGenerator]:
    """The generator class, for Pelican."""
    return FeedsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
