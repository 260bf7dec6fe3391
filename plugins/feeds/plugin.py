"""The feeds' door: a Pelican generator that writes every edition's feeds, and the lock's task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

from plugins.content.read import read_content
from plugins.diagnostics.problem import ContentError, Severity
from plugins.editions.makers import makers
from plugins.feeds.discovery import feed_links
from plugins.feeds.files import feed_files
from plugins.feeds.lock import FILE, check_identities, update_lock
from plugins.feeds.profiles import AGES
from plugins.feeds.publishing import Publishing
from plugins.feeds.source import Announcement, Corrected, Source
from plugins.feeds.view import feeds_view
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
        """Offer every page the links to the feeds, and the site the page that tells of them."""
        self.context["feed_links"] = feed_links
        self.context.setdefault("more_views", []).append(feeds_view)

    def generate_output(self, writer: SiteWriter) -> None:
        """Write what changed; raises `ContentError` when readers would lose an item or see it twice."""
        editions: tuple[Edition, ...] = self.context["editions"]
        brief: Brief = self.context["brief"]
        publishing = publishing_of(self.settings, brief.addresses)
        wrong = [] if brief.preview else lock_problems(editions, brief, publishing)
        if any(found.severity is Severity.ERROR for found in wrong):
            raise ContentError(wrong)
        writer.moments |= {moment + age for moment in writer.moments for age in AGES}
        ground = makers().hex()
        for edition in editions:
            source = self.source(edition, publishing)
            for file in feed_files(source, brief.now, writer.digest):
                path = brief.addresses.output_path(file.url)
                writer.press.page(path, ground, file.fingerprint, file.compose)

    def source(self, edition: Edition, publishing: Publishing) -> Source:
        """The edition with the pictures of its cards, the corrections of its figures, and the alert."""
        content: Content = self.context["content"]
        brief: Brief = self.context["brief"]
        code = edition.language.code
        return Source(
            edition,
            brief.addresses,
            publishing,
            cards=card_pictures(content.gallery, code),
            figures=corrections_of_figures(content.gallery.texts.figure_renderer, code, brief.addresses),
            announcement=announcement(content.alert, brief.now, code),
        )


def card_pictures(gallery: CardRegistry, language: str) -> dict[str, Picture]:
    """The share picture of every statistics card in a language, by the id it bears on pages."""
    cards = gallery.texts.figure_renderer.figures.cards.values()
    drawn = {card.address.replace(".", "-"): gallery.card_picture(card, language) for card in cards}
    return {name: picture for name, picture in drawn.items() if picture}


def corrections_of_figures(spoken: FigureRenderer, code: str, addresses: SiteUrls) -> tuple[Corrected, ...]:
    """The corrections of figures as feeds tell them."""
    return tuple(
        Corrected(
            name=f"figures/{figure.address}/corrections/{figure.until}",
            day=figure.until.first_day,
            title=figure.title,
            url=figure.url,
            text=figure.text,
        )
        for figure in corrected_figures(spoken, code, addresses)
    )


def announcement(planned: PlannedAlert | None, now: dt.datetime, code: str) -> Announcement | None:
    """The alert that readers of a language see at a moment."""
    if planned is None or not planned.is_active(now):
        return None
    alert = planned.alerts[code]
    return Announcement(starts=planned.starts, level=alert.level, text=alert.text, url=alert.url)


def publishing_of(settings: dict[str, Any], addresses: SiteUrls) -> Publishing:
    """The settings that matter to feeds, typed; raises `ValueError` for what is none."""
    return Publishing(
        authority=settings["FEED_AUTHORITY"],
        hubs=tuple(settings["FEED_HUBS"]),
        dzen=frozenset(settings["FEED_DZEN"]),
        news_sitemap=frozenset(settings["FEED_NEWS_SITEMAP"]),
        icon=Picture(addresses.absolute(addresses.url(ICON)), "", ICON_EDGE, ICON_EDGE, "image/png", 0),
    )


def lock_problems(editions: tuple[Edition, ...], brief: Brief, publishing: Publishing) -> list[Problem]:
    """What the lock file in the content says against these editions."""
    return check_identities(
        editions, read_lock_file(brief.content), f"{brief.shown}/{FILE}", publishing.authority
    )


def content_lock_problems(settings: dict[str, Any], content: Content, brief: Brief) -> list[Problem]:
    """The same for content just read, before anything is built."""
    return lock_problems(content.editions, brief, publishing_of(settings, brief.addresses))


def read_lock_file(content: Path) -> str:
    """The lock file's text; empty where there is none yet."""
    file = content / FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def lock_content(settings: dict[str, Any]) -> Path:
    """Record everything published now in the content's lock file; returns the file.

    Raises `ContentError` when the content is wrong or readers would lose an item or see it twice.
    """
    brief = brief_of(settings)
    publishing = publishing_of(settings, brief.addresses)
    editions = read_content(brief).editions
    wrong = lock_problems(editions, brief, publishing)
    if any(found.severity is Severity.ERROR for found in wrong):
        raise ContentError(wrong)
    file = brief.content / FILE
    text = update_lock(editions, read_lock_file(brief.content), f"{brief.shown}/{FILE}", publishing.authority)
    file.write_text(text, encoding="utf-8")
    return file


def generator(_pelican: Pelican) -> type[FeedsGenerator]:
    """Tell Pelican what generates the feeds."""
    return FeedsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
