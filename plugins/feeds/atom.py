"""Atom (RFC 4287), written by feedgen; a withdrawn item is a tombstone, not an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from plugins.feeds.extension import EntryExtension, FeedExtension
from plugins.feeds.feed import ATOM_FILE
from plugins.feeds.rss import GENERATOR

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry

    from plugins.feeds.feed import Feed, FeedItem


def write_atom(feed: Feed) -> bytes:
    """The document's bytes."""
    document = FeedGenerator()
    document.register_extension("hotline", FeedExtension, EntryExtension)
    document.hotline.feed, document.hotline.file = feed, ATOM_FILE
    _describe(document, feed)
    for entry in feed.entries:
        if not entry.withdrawn:
            _add(document.add_entry(order="append"), entry, feed)
    return bytes(document.atom_str(pretty=True))


def _describe(document: FeedGenerator, feed: Feed) -> None:
    document.id(feed.guid)
    document.title(feed.title)
    document.subtitle(feed.description)
    document.language(feed.language)
    document.author(name=feed.publisher)
    document.link(href=feed.page, rel="alternate", type="text/html")
    document.updated(feed.updated)
    document.generator(GENERATOR)
    if feed.icon:
        document.icon(feed.icon.url)


def _add(element: FeedEntry, entry: FeedItem, feed: Feed) -> None:
    element.id(entry.guid)
    element.title(entry.title)
    element.updated(entry.updated)
    element.published(entry.published)
    element.summary(entry.summary, type="text")
    element.content(entry.html, type="html")
    element.category([{"term": category.term, "label": category.label} for category in entry.categories])
    element.hotline.entry, element.hotline.publisher = entry, feed.publisher
