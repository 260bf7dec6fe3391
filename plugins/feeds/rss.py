"""RSS 2.0, as the RSS Advisory Board's best-practices profile asks for it, written by feedgen."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from plugins.feeds.extension import EntryExtension, FeedExtension
from plugins.feeds.feed import RSS_FILE

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry

    from plugins.feeds.feed import Feed, FeedItem

MINUTES_TO_LIVE = 60
DOCUMENTATION = "https://www.rssboard.org/rss-specification"
GENERATOR = "hotline-news"


def write_rss(feed: Feed) -> bytes:
    """The document's bytes."""
    channel = FeedGenerator()
    channel.register_extension("hotline", FeedExtension, EntryExtension)
    channel.hotline.feed, channel.hotline.file = feed, RSS_FILE
    _describe(channel, feed)
    for entry in feed.entries:
        _add(channel.add_entry(order="append"), entry, feed)
    return bytes(channel.rss_str(pretty=True))


def _describe(channel: FeedGenerator, feed: Feed) -> None:
    channel.title(feed.title)
    channel.link(href=feed.page)
    channel.description(feed.description)
    channel.language(feed.language)
    channel.docs(DOCUMENTATION)
    channel.generator(GENERATOR)
    channel.ttl(MINUTES_TO_LIVE)
    channel.lastBuildDate(feed.updated)
    if feed.icon:
        channel.image(
            url=feed.icon.url,
            title=feed.title,
            link=feed.page,
            width=str(feed.icon.width),
            height=str(feed.icon.height),
        )


def _add(item: FeedEntry, entry: FeedItem, feed: Feed) -> None:
    item.title(entry.title)
    item.link(href=entry.url)
    # A description is HTML by the specification: plain words must be escaped once more.
    item.description(html.escape(entry.summary, quote=False))
    item.content(entry.html)
    item.guid(entry.guid, permalink=False)
    item.category([{"term": category.label} for category in entry.categories])
    item.pubDate(entry.published)
    if entry.picture:
        item.enclosure(entry.picture.url, str(entry.picture.length), entry.picture.type)
    item.hotline.entry, item.hotline.publisher = entry, feed.publisher
