"""The feeds' door: a Pelican generator that writes every edition's feeds, and the lock's task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

from plugins.content.read import read_content
from plugins.editions.errors import ContentError, Severity
from plugins.editions.plugin import brief_of
from plugins.feeds.discovery import feed_links
from plugins.feeds.files import feed_files
from plugins.feeds.lock import FILE, check_identities, update_lock
from plugins.feeds.memory import Memory
from plugins.feeds.profiles import AGES
from plugins.feeds.publishing import Publishing
from plugins.feeds.source import Source, first_picture
from plugins.feeds.view import feeds_view
from plugins.writer.manifest import entry_of

if TYPE_CHECKING:
    from pathlib import Path

    from pelican import Pelican

    from plugins.content.read import Brief
    from plugins.editions.edition import Edition
    from plugins.editions.errors import Problem
    from plugins.feeds.files import FeedFile
    from plugins.writer.plugin import SiteWriter


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
        publishing = publishing_of(self.settings)
        wrong = [] if brief.preview else lock_problems(editions, brief, publishing)
        if any(found.severity is Severity.ERROR for found in wrong):
            raise ContentError(wrong)
        writer.moments |= {moment + age for moment in writer.moments for age in AGES}
        memory = Memory(brief.cache / "feeds.json")
        for edition in editions:
            source = self.source(edition, publishing)
            for file in feed_files(source, brief.now):
                write(file, brief.addresses.output(file.url), memory, writer)
        memory.save()

    def source(self, edition: Edition, publishing: Publishing) -> Source:
        """The edition with its cards' pictures, where the plugin that draws them is in use.

        It offers them as `context["card_pictures"]` (by language, then by the card's id) and, for an item,
        as `context["share_picture"]`.
        """
        cards = self.context.get("card_pictures", {}).get(edition.language.code, {})
        picture = self.context.get("share_picture", first_picture)
        return Source(edition, self.context["brief"].addresses, publishing, picture, cards)


def write(file: FeedFile, path: str, memory: Memory, writer: SiteWriter) -> None:
    """One file: kept where it is known to be the same, else composed."""
    published = writer.release.before(path)
    if published and memory.knows(path, file.fingerprint, published.sha256):
        writer.release.keep(path)
        return
    content = file.compose()
    memory.learn(path, file.fingerprint, entry_of(content).sha256)
    writer.release.put(path, content)


def publishing_of(settings: dict[str, Any]) -> Publishing:
    """The settings that matter to feeds, typed; raises `ValueError` for what is none."""
    return Publishing(
        authority=settings["FEED_AUTHORITY"],
        hubs=tuple(settings["FEED_HUBS"]),
        dzen=frozenset(settings["FEED_DZEN"]),
        news_sitemap=frozenset(settings["FEED_NEWS_SITEMAP"]),
    )


def lock_problems(editions: tuple[Edition, ...], brief: Brief, publishing: Publishing) -> list[Problem]:
    """What the lock file in the content says against these editions."""
    return check_identities(
        editions, read_lock_file(brief.content), f"{brief.shown}/{FILE}", publishing.authority
    )


def read_lock_file(content: Path) -> str:
    """The lock file's text; empty where there is none yet."""
    file = content / FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def lock_content(settings: dict[str, Any]) -> Path:
    """Record everything published now in the content's lock file; returns the file.

    Raises `ContentError` when the content is wrong or readers would lose an item or see it twice.
    """
    brief, publishing = brief_of(settings), publishing_of(settings)
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
