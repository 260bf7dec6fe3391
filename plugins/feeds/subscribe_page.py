"""Feed discovery: `<link rel="alternate">` of every page, and the page on how to subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from plugins.content.ledger import Ledger
from plugins.feeds.channels import main_channel, subscribable_channels
from plugins.feeds.feed import ATOM_FILE, JSON_FILE, MEDIA_TYPES, RSS_FILE
from plugins.feeds.releases import edition_releases
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import FeedLink, View

if TYPE_CHECKING:
    from plugins.feeds.channels import Channel
    from plugins.model.edition import Edition, Teaser
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site

FORMAT_NAMES = {RSS_FILE: "RSS", ATOM_FILE: "Atom", JSON_FILE: "JSON Feed"}


class ListedFeed(NamedTuple):
    """A feed on the page, with a link for each format."""

    title: str
    description: str
    links: tuple[FeedLink, ...]


def feed_links(edition: Edition, urls: SiteUrls) -> tuple[FeedLink, ...]:
    """The edition's main feed in all formats, for `<link rel="alternate">` of every page."""
    main = main_channel(edition, urls, ())
    return tuple(link._replace(title=f"{main.title} ({link.title})") for link in _format_links(main, urls))


def _format_links(channel: Channel, urls: SiteUrls) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(MEDIA_TYPES[file], FORMAT_NAMES[file], urls.absolute(urls.url(channel.path(file))))
        for file in channel.files
    )


LATEST_ITEMS = 5


class FeedsView(View, frozen=True, kw_only=True):
    """How to subscribe, every feed with its URL, and the newest items."""

    template: ClassVar[str] = "feeds.html"
    feeds: tuple[ListedFeed, ...]
    latest: tuple[Teaser, ...]


def feeds_view(edition: Edition, site: Site) -> FeedsView:
    """The page at `/<language>/feeds/`."""
    phrases = site.phrases
    head = MetaBuilder(site).for_listing("feeds", phrases["feeds.heading"], phrases["feeds.summary"])
    feeds = tuple(
        ListedFeed(channel.title, channel.description, _format_links(channel, site.urls))
        for channel in subscribable_channels(edition, site.urls, edition_releases(edition, Ledger()))
    )
    latest = tuple(item.teaser for item in edition.announced_items[:LATEST_ITEMS])
    return FeedsView(**head, feeds=feeds, latest=latest)
