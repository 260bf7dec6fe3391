"""The page on how to subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from plugins.content.ledger import Ledger
from plugins.feeds.alert_files import INDEX
from plugins.feeds.channels import subscribable_channels
from plugins.feeds.discovery import OPML_FILE, OPML_TYPE, format_links
from plugins.feeds.feed import ATOM_FILE, MEDIA_TYPES
from plugins.feeds.releases import edition_releases
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import FeedLink, View

if TYPE_CHECKING:
    from plugins.model.edition import Edition, Teaser
    from plugins.pages.views import Site


class ListedFeed(NamedTuple):
    """A feed on the page, with a link for each format."""

    title: str
    description: str
    links: tuple[FeedLink, ...]


LATEST_ITEMS = 5


class FeedsView(View, frozen=True, kw_only=True):
    """How to subscribe, every feed with its URL, and the newest items.

    `opml` lists all feeds of the edition for a program to read, `alerts` is the index of CAP messages.
    """

    template: ClassVar[str] = "feeds.html"
    feeds: tuple[ListedFeed, ...]
    opml: FeedLink
    alerts: FeedLink
    latest: tuple[Teaser, ...]


def feeds_view(edition: Edition, site: Site) -> FeedsView:
    """The page at `/<language>/feeds/`."""
    phrases = site.phrases
    head = MetaBuilder(site).for_listing("feeds", phrases["feeds.heading"], phrases["feeds.summary"])
    feeds = tuple(
        ListedFeed(channel.title, channel.description, format_links(channel, site.urls))
        for channel in subscribable_channels(edition, site.urls, edition_releases(edition, Ledger()))
    )
    latest = tuple(item.teaser for item in edition.announced_items[:LATEST_ITEMS])
    urls, code = site.urls, site.language.code
    opml = FeedLink(OPML_TYPE, "OPML", urls.absolute(urls.url(f"{code}/{OPML_FILE}")))
    alerts = FeedLink(MEDIA_TYPES[ATOM_FILE], "CAP", urls.absolute(urls.url(INDEX)))
    return FeedsView(**head, feeds=feeds, opml=opml, alerts=alerts, latest=latest)
