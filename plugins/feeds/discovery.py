"""Discovery: where a page tells programs that the edition has feeds, and where people find them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.feeds.channel import main_channel, offered
from plugins.feeds.feed import ATOM_FILE, JSON_FILE, RSS_FILE, TYPES
from plugins.pages.views import FeedLink

if TYPE_CHECKING:
    from plugins.feeds.channel import Channel
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

NAMES = {RSS_FILE: "RSS", ATOM_FILE: "Atom", JSON_FILE: "JSON Feed"}


class ListedFeed(NamedTuple):
    """A feed as people see it: what it brings, and its addresses by format."""

    title: str
    description: str
    links: tuple[FeedLink, ...]


def feed_links(edition: Edition, addresses: SiteUrls) -> tuple[FeedLink, ...]:
    """The edition's main feed in all its formats, for `<link rel="alternate">` in every page's head."""
    main = main_channel(edition, addresses, ())
    return tuple(link._replace(title=f"{main.title} ({link.title})") for link in _links(main, addresses))


def listed_feeds(edition: Edition, addresses: SiteUrls) -> tuple[ListedFeed, ...]:
    """Every feed people can subscribe to."""
    return tuple(
        ListedFeed(channel.title, channel.description, _links(channel, addresses))
        for channel in offered(edition, addresses)
    )


def _links(channel: Channel, addresses: SiteUrls) -> tuple[FeedLink, ...]:
    folder = addresses.url(channel.folder)
    return tuple(
        FeedLink(TYPES[file], NAMES[file], addresses.absolute(folder + file)) for file in channel.files
    )
