"""The context of an edition's feeds, from loaded content, and the lock of feed ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.problem import ContentError, Severity
from plugins.feeds.feed import ActiveAlert, CorrectionNotice, FeedContext, FeedSettings
from plugins.feeds.id_lock import LOCK_FILE, check_id_lock, update_id_lock
from plugins.model.edition import Picture
from plugins.pages.figure_pages import corrected_figures

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from plugins.content.alert import PlannedAlert
    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.content.load import SiteContent
    from plugins.content.options import BuildOptions
    from plugins.diagnostics.problem import Problem
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

ICON_EDGE = 144  # the widest image RSS allows
ICON = f"static/icon-{ICON_EDGE}.png"


def feed_context(
    edition: Edition, content: SiteContent, options: BuildOptions, feed_settings: FeedSettings
) -> FeedContext:
    """The edition with its card images, corrections of figures and active alert."""
    code = edition.language.code
    renderer = content.cards.texts.figure_renderer
    return FeedContext(
        edition,
        options.urls,
        feed_settings,
        card_images=collect_card_images(content.cards, code),
        figure_corrections=collect_figure_corrections(renderer, code, options.urls),
        alert=find_active_alert(content.alert, options.now, code),
    )


def collect_card_images(gallery: CardRegistry, language: str) -> dict[str, Picture]:
    """The share picture of every statistics card in a language, by its id on pages."""
    cards = gallery.texts.figure_renderer.figures.cards.values()
    drawn = {card.address.replace(".", "-"): gallery.card_picture(card, language) for card in cards}
    return {name: picture for name, picture in drawn.items() if picture}


def collect_figure_corrections(
    renderer: FigureRenderer, language: str, urls: SiteUrls
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
        for figure in corrected_figures(renderer, language, urls)
    )


def find_active_alert(planned: PlannedAlert | None, now: dt.datetime, language: str) -> ActiveAlert | None:
    """The alert shown in a language at a time, if any."""
    if planned is None or not planned.is_active(now):
        return None
    alert = planned.alerts[language]
    return ActiveAlert(starts=planned.starts, level=alert.level, text=alert.text, url=alert.url)


def read_feed_settings(options: BuildOptions) -> FeedSettings:
    """The settings of the site's feeds."""
    feeds, urls = options.site.feeds, options.urls
    return FeedSettings(
        authority=feeds.authority,
        hubs=feeds.hubs,
        dzen=frozenset(feeds.dzen),
        news_sitemap=frozenset(feeds.news_sitemap),
        icon=Picture(urls.absolute(urls.url(ICON)), "", ICON_EDGE, ICON_EDGE, "image/png", 0),
    )


def check_lock(
    editions: tuple[Edition, ...], options: BuildOptions, feed_settings: FeedSettings
) -> list[Problem]:
    """Compare editions with the lock file in the content."""
    return check_id_lock(
        editions,
        read_lock_file(options.content),
        f"{options.display_name}/{LOCK_FILE}",
        feed_settings.authority,
    )


def read_lock_file(content: Path) -> str:
    """The text of the lock file; empty if there is none."""
    file = content / LOCK_FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def check_content_lock(content: SiteContent, options: BuildOptions) -> list[Problem]:
    """The same for content that has just been loaded."""
    return check_lock(content.editions, options, read_feed_settings(options))


def require_locked_ids(
    editions: tuple[Edition, ...], options: BuildOptions, feed_settings: FeedSettings
) -> None:
    """Raises `ContentError` if feed readers would lose or duplicate an item."""
    problems = check_lock(editions, options, feed_settings)
    if any(found.severity is Severity.ERROR for found in problems):
        raise ContentError(problems)


def write_lock(editions: tuple[Edition, ...], options: BuildOptions, feed_settings: FeedSettings) -> Path:
    """Add everything published now to the lock file in the content; return its path.

    Raises `ContentError` if feed readers would lose or duplicate an item.
    """
    require_locked_ids(editions, options, feed_settings)
    file = options.content / LOCK_FILE
    text = update_id_lock(
        editions,
        read_lock_file(options.content),
        f"{options.display_name}/{LOCK_FILE}",
        feed_settings.authority,
    )
    file.write_text(text, encoding="utf-8")
    return file
