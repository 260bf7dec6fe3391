"""The page that tells people how to subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from plugins.feeds.discovery import listed_feeds
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import View

if TYPE_CHECKING:
    from plugins.feeds.discovery import ListedFeed
    from plugins.model.edition import Edition, Teaser
    from plugins.pages.views import Site

LATEST = 5


class FeedsView(View, frozen=True, kw_only=True):
    """How to subscribe, every feed with its address, and what is in the main one now."""

    template: ClassVar[str] = "feeds.html"

    feeds: tuple[ListedFeed, ...]
    latest: tuple[Teaser, ...]


def feeds_view(edition: Edition, site: Site) -> FeedsView:
    """The page at `/<language>/feeds/`."""
    phrases = site.phrases
    head = MetaBuilder(site).for_listing("feeds", phrases["feeds.heading"], phrases["feeds.summary"])
    latest = tuple(item.teaser for item in edition.announced_items[:LATEST])
    return FeedsView(**head, feeds=listed_feeds(edition, site.urls), latest=latest)
