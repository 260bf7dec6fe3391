"""Announce a release: changed feeds to WebSub hubs, changed pages to search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.feeds.indexnow import changed_pages, submit_pages
from plugins.feeds.websub import changed_feeds, ping_hubs

if TYPE_CHECKING:
    from collections.abc import Collection

    from plugins.content.options import BuildOptions
    from plugins.feeds.websub import HubResponse


def announce_release(
    options: BuildOptions, sent: Collection[str], removed: Collection[str], news: Collection[str]
) -> tuple[HubResponse, ...]:
    """Announce the files of a release, by path, wherever `site.yaml` says; the answers.

    `news` are the feeds among them that have something new.
    """
    feeds, urls = options.site.feeds, options.urls
    pages = changed_pages((*sent, *removed), urls)
    return (
        *ping_hubs(feeds.hubs, changed_feeds(news, urls)),
        *submit_pages(feeds.indexnow, pages, feeds.authority, urls),
    )
