"""RSS 2.0, by the best-practices profile of the RSS Advisory Board, and Atom (RFC 4287).

Extensions add what feedgen lacks: links of every relation, pictures, archives (RFC 5005), tombstones.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem
from msgspec.structs import replace

from plugins.feeds.feed import ATOM_FILE, MEDIA_TYPES, RSS_FILE

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from lxml.etree import _Element as Element

    from plugins.feeds.feed import Feed, FeedItem

MINUTES_TO_LIVE = 60
DOCUMENTATION = "https://www.rssboard.org/rss-specification"
GENERATOR = "hotline-news"
ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
}
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA, CREATOR, HISTORY = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("media", "dc", "fh"))


def write_rss(feed: Feed) -> bytes:
    """The RSS document; a withdrawn item is a notice."""
    channel = _new_document(feed, RSS_FILE)
    _describe_rss(channel, feed)
    for entry in feed.entries:
        _add_rss_item(channel.add_entry(order="append"), entry, feed)
    return bytes(channel.rss_str(pretty=True))


def _new_document(feed: Feed, file: str) -> FeedGenerator:
    document = FeedGenerator()
    document.register_extension("hotline", FeedExtension, EntryExtension)
    document.hotline.feed, document.hotline.file = feed, file
    return document


def _describe_rss(channel: FeedGenerator, feed: Feed) -> None:
    channel.title(feed.title)
    channel.link(href=feed.page_url)
    channel.description(feed.description)
    channel.language(feed.language)
    channel.docs(DOCUMENTATION)
    channel.generator(GENERATOR)
    channel.ttl(MINUTES_TO_LIVE)
    channel.lastBuildDate(feed.updated)
    channel.copyright(_copyright(feed))
    if feed.icon:
        channel.image(
            url=feed.icon.url,
            title=feed.title,
            link=feed.page_url,
            width=str(feed.icon.width),
            height=str(feed.icon.height),
        )


def _add_rss_item(item: FeedEntry, entry: FeedItem, feed: Feed) -> None:
    item.title(entry.title)
    item.link(href=entry.url)
    # A description is HTML by the specification: plain text must be escaped once more.
    item.description(html.escape(entry.summary, quote=False))
    item.content(entry.html)
    item.guid(entry.guid, permalink=False)
    item.category([{"term": category} for category in entry.categories])
    item.pubDate(entry.published)
    item.hotline.entry, item.hotline.authors = entry, entry.authors or (feed.publisher,)


def write_dzen(feed: Feed) -> bytes:
    """The RSS document for Dzen, which takes the picture of an item from its enclosure."""
    channel = _new_document(feed, RSS_FILE)
    _describe_rss(channel, feed)
    for entry in feed.entries:
        item = channel.add_entry(order="append")
        _add_rss_item(item, replace(entry, picture=None), feed)
        if entry.picture:
            item.enclosure(entry.picture.url, str(entry.picture.length), entry.picture.type)
    return bytes(channel.rss_str(pretty=True))


def write_atom(feed: Feed) -> bytes:
    """The Atom document; a withdrawn item is a notice, with a tombstone for the few readers of such."""
    document = _new_document(feed, ATOM_FILE)
    _describe_atom(document, feed)
    for entry in feed.entries:
        _add_atom_entry(document.add_entry(order="append"), entry, feed)
    return bytes(document.atom_str(pretty=True))


def _describe_atom(document: FeedGenerator, feed: Feed) -> None:
    document.id(feed.guid)
    document.title(feed.title)
    document.subtitle(feed.description)
    document.language(feed.language)
    document.author(name=feed.publisher)
    document.link(href=feed.page_url, rel="alternate", type="text/html")
    document.updated(feed.updated)
    document.generator(GENERATOR)
    document.rights(_copyright(feed))
    if feed.icon:
        document.icon(feed.icon.url)
    if feed.logo:
        document.logo(feed.logo.url)


def _copyright(feed: Feed) -> str:
    return f"© {feed.publisher}"


def _add_atom_entry(element: FeedEntry, entry: FeedItem, feed: Feed) -> None:
    element.id(entry.guid)
    element.title(entry.title)
    element.updated(entry.updated)
    element.published(entry.published)
    element.summary(entry.summary, type="text")
    element.link(href=entry.url)
    if entry.html:
        element.content(entry.html, type="html")
    element.author([{"name": name} for name in entry.authors or (feed.publisher,)])
    element.category([{"term": category} for category in entry.categories])
    element.hotline.entry = entry


class FeedExtension(BaseExtension):  # type: ignore[misc] # feedgen ships no types
    """The links of a feed, its archive mark and its tombstones."""

    feed: Feed
    file: str

    def extend_ns(self) -> dict[str, str]:
        """The namespaces; Atom's own needs no prefix in Atom."""
        used = dict(NAMESPACES)
        if self.file == ATOM_FILE:
            del used["atom"], used["dc"], used["media"]
            if any(entry.withdrawn for entry in self.feed.entries):
                used["at"] = TOMBSTONES
        return used

    def extend_rss(self, feed: Element) -> Element:
        """Add to an RSS document."""
        self._add_links(feed[0], f"{{{ATOM}}}link")
        return feed

    def extend_atom(self, feed: Element) -> Element:
        """Add to an Atom document."""
        self._add_links(feed, "link")
        for entry in self.feed.entries:
            if entry.withdrawn:
                _add_tombstone(entry, feed)
        return feed

    def _add_links(self, parent: Element, name: str) -> None:
        feed, media_type = self.feed, MEDIA_TYPES[self.file]
        xml_elem(name, parent, rel="self", type=media_type, href=feed.urls[self.file])
        for hub in feed.hubs:
            xml_elem(name, parent, rel="hub", href=hub)
        others = {"current": feed.current, "prev-archive": feed.previous, "next-archive": feed.next}
        for relation, url in others.items():
            if url:  # archives are Atom documents, whatever the format of the feed that links to them
                xml_elem(name, parent, rel=relation, type=MEDIA_TYPES[ATOM_FILE], href=url)
        if feed.archive:
            xml_elem(f"{HISTORY}archive", parent)


def _add_tombstone(entry: FeedItem, feed: Element) -> None:
    """Add a tombstone (RFC 6721): when and why the entry was withdrawn, and the URL of the notice."""
    tombstone = xml_elem(
        f"{{{TOMBSTONES}}}deleted-entry", feed, ref=entry.guid, when=entry.updated.isoformat()
    )
    xml_elem(f"{{{TOMBSTONES}}}comment", tombstone).text = entry.withdrawn
    xml_elem("link", tombstone, rel="alternate", type="text/html", href=entry.url)


class EntryExtension(BaseEntryExtension):  # type: ignore[misc] # feedgen ships no types
    """The links, creator and picture of an item."""

    entry: FeedItem
    authors: tuple[str, ...]

    def extend_rss(self, item: Element) -> Element:
        """Add to an RSS item; RSS has no element of its own for `atom:updated`."""
        for name in self.authors:
            xml_elem(f"{CREATOR}creator", item).text = name
        if self.entry.updated != self.entry.published:
            xml_elem(f"{{{ATOM}}}updated", item).text = self.entry.updated.isoformat()
        self._add_picture(item)
        if self.entry.rating:
            xml_elem(f"{MEDIA}rating", item, scheme="urn:simple").text = self.entry.rating
        return item

    def extend_atom(self, entry: Element) -> Element:
        """Add to an Atom entry; feedgen leaves out what its link is."""
        for link in entry.iterchildren("link"):
            link.set("rel", "alternate")
            link.set("type", "text/html")
        picture = self.entry.picture
        if picture:
            length = str(picture.length)
            link = xml_elem(
                "link", entry, rel="enclosure", type=picture.type, length=length, href=picture.url
            )
            if picture.alt:
                link.set("title", picture.alt)
        return entry

    def _add_picture(self, parent: Element) -> None:
        picture = self.entry.picture
        if picture:
            size = {"fileSize": picture.length, "width": picture.width, "height": picture.height}
            content = xml_elem(f"{MEDIA}content", parent, url=picture.url, type=picture.type, medium="image")
            content.attrib.update({name: str(value) for name, value in size.items()})
            if picture.alt:
                xml_elem(f"{MEDIA}description", content, type="plain").text = picture.alt
            if picture.credit:
                xml_elem(f"{MEDIA}credit", content, role="owner").text = picture.credit
