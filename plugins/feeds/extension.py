"""What feedgen lacks, through its own extension mechanism: one extension for feeds, one for their items.

feedgen writes the elements of RSS and Atom; here stand the links of every relation (feedgen drops an Atom
entry's `rel`, and writes only `rel="self"` into RSS), pictures (Media RSS), `dc:creator`, archives
(RFC 5005) and tombstones (RFC 6721).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from plugins.feeds.feed import ATOM_FILE, TYPES

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from plugins.feeds.feed import Feed, FeedItem

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
}
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA, CREATOR, HISTORY = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("media", "dc", "fh"))


class FeedExtension(BaseExtension):  # type: ignore[misc] # feedgen ships no types
    """The links of a feed, its place among its archives and its tombstones."""

    feed: Feed
    file: str

    def extend_ns(self) -> dict[str, str]:
        """The namespaces; in Atom its own needs no prefix."""
        used = dict(NAMESPACES)
        if self.file == ATOM_FILE:
            del used["atom"], used["dc"]
            used["at"] = TOMBSTONES
        return used

    def extend_rss(self, feed: Element) -> Element:
        """Add to an RSS document."""
        channel = feed[0]
        self._add_links(channel, f"{{{ATOM}}}link")
        self._mark_archive(channel)
        return feed

    def extend_atom(self, feed: Element) -> Element:
        """Add to an Atom document."""
        self._add_links(feed, "link")
        self._mark_archive(feed)
        for entry in self.feed.entries:
            if entry.withdrawn:
                _bury(entry, feed)
        return feed

    def _add_links(self, parent: Element, name: str) -> None:
        kind = TYPES[self.file]
        feed = self.feed
        xml_elem(name, parent, rel="self", type=kind, href=feed.home + self.file)
        for hub in feed.hubs:
            xml_elem(name, parent, rel="hub", href=hub)
        places = {"current": feed.current, "prev-archive": feed.previous, "next-archive": feed.next}
        for relation, folder in places.items():
            if folder:
                xml_elem(name, parent, rel=relation, type=kind, href=folder + self.file)

    def _mark_archive(self, parent: Element) -> None:
        if self.feed.archive:
            xml_elem(f"{HISTORY}archive", parent)


def _bury(entry: FeedItem, feed: Element) -> None:
    """A tombstone: the entry is no more, since when, why, and where the notice stands."""
    stone = xml_elem(f"{{{TOMBSTONES}}}deleted-entry", feed, ref=entry.guid, when=entry.updated.isoformat())
    xml_elem(f"{{{TOMBSTONES}}}comment", stone).text = entry.withdrawn
    xml_elem("link", stone, rel="alternate", type="text/html", href=entry.url)


class EntryExtension(BaseEntryExtension):  # type: ignore[misc] # feedgen ships no types
    """The links, creator and picture of an item."""

    entry: FeedItem
    publisher: str

    def extend_rss(self, item: Element) -> Element:
        """Add to an RSS item; `atom:updated` tells of a change that RSS itself has no word for."""
        xml_elem(f"{CREATOR}creator", item).text = self.publisher
        if self.entry.updated != self.entry.published:
            xml_elem(f"{{{ATOM}}}updated", item).text = self.entry.updated.isoformat()
        self._add_picture(item)
        if self.entry.rating:
            xml_elem(f"{MEDIA}rating", item, scheme="urn:simple").text = self.entry.rating
        return item

    def extend_atom(self, entry: Element) -> Element:
        """Add to an Atom entry."""
        xml_elem("link", entry, rel="alternate", type="text/html", href=self.entry.url)
        picture = self.entry.picture
        if picture:
            length = str(picture.length)
            link = xml_elem(
                "link", entry, rel="enclosure", type=picture.type, length=length, href=picture.url
            )
            if picture.alt:
                link.set("title", picture.alt)
        self._add_picture(entry)
        return entry

    def _add_picture(self, parent: Element) -> None:
        picture = self.entry.picture
        if picture:
            content = xml_elem(f"{MEDIA}content", parent, url=picture.url, type=picture.type, medium="image")
            content.set("fileSize", str(picture.length))
            content.set("width", str(picture.width))
            content.set("height", str(picture.height))
            if picture.alt:
                xml_elem(f"{MEDIA}description", content, type="plain").text = picture.alt
