"""Finding feeds: OPML lists, the short addresses that people and programs try, and each page's own feed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from plugins.feeds.alert_files import INDEX
from plugins.feeds.channels import corrections_channel, main_channel, subscribable_channels, topic_channels
from plugins.feeds.feed import ATOM_FILE, JSON_FILE, MEDIA_TYPES, RSS_FILE
from plugins.feeds.feed_files import FeedFile
from plugins.feeds.sanitize import single_line
from plugins.pages.views import FeedLink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plugins.feeds.channels import FeedChannel
    from plugins.feeds.feed import FeedContext
    from plugins.feeds.releases import ReleasedItem
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

OPML_FILE = "feeds.opml"
OPML_TYPE = "text/x-opml"
FORMAT_NAMES = {RSS_FILE: "RSS", ATOM_FILE: "Atom", JSON_FILE: "JSON Feed"}
SHORT_NAMES = {
    RSS_FILE: ("feed", "feed/", "rss", "rss/", "feed.xml", "index.xml"),
    ATOM_FILE: ("atom", "atom/"),
    JSON_FILE: ("index.json",),
}
"""Where other programs publish their feeds, and readers try when a page names none."""


def short_addresses(languages: Sequence[str], urls: SiteUrls) -> dict[str, str]:
    """The URL of the feed that each short address leads to; at the root, that of the first language."""
    found: dict[str, str] = {}
    for file, names in SHORT_NAMES.items():
        found |= {f"/{name}": urls.url(f"{languages[0]}/{file}") for name in (file, *names)}
        for code in languages:
            found |= {f"/{code}/{name}": urls.url(f"{code}/{file}") for name in names}
    return found


def format_links(channel: FeedChannel, urls: SiteUrls) -> tuple[FeedLink, ...]:
    """The documents of a channel, called by their formats."""
    return tuple(
        FeedLink(MEDIA_TYPES[file], FORMAT_NAMES[file], urls.absolute(urls.url(channel.path(file))))
        for file in channel.files
    )


def feed_links(edition: Edition, urls: SiteUrls) -> tuple[FeedLink, ...]:
    """The edition's main feed in all formats, for `<link rel="alternate">` of every page."""
    return _titled_links(main_channel(edition, urls, ()), urls)


def page_feeds(
    edition: Edition, urls: SiteUrls, releases: tuple[ReleasedItem, ...]
) -> dict[str, tuple[FeedLink, ...]]:
    """The feeds that belong to single pages, by the URL of the page; such a page names its own first."""
    channels = (*topic_channels(edition, releases), corrections_channel(edition, urls))
    return {channel.page: _titled_links(channel, urls) for channel in channels}


def _titled_links(channel: FeedChannel, urls: SiteUrls) -> tuple[FeedLink, ...]:
    links = format_links(channel, urls)
    return tuple(link._replace(title=f"{channel.title} ({link.title})") for link in links)


def opml_files(contexts: Sequence[FeedContext], digest: Callable[..., str]) -> Iterator[FeedFile]:
    """The list of all feeds, and that of each language."""
    parts = {context.language: [context] for context in contexts}
    for path, listed in {"": list(contexts), **{f"{code}/": found for code, found in parts.items()}}.items():
        url = contexts[0].urls.url(f"{path}{OPML_FILE}")
        yield FeedFile(url, OPML_TYPE, _fingerprint(listed, digest), partial(_write_opml, listed))


def _fingerprint(contexts: Sequence[FeedContext], digest: Callable[..., str]) -> str:
    named = [
        (each.publisher, [(feed.title, feed.description, feed.folder, feed.page) for feed in _channels(each)])
        for each in contexts
    ]
    alerts = contexts[0].edition.phrases["feeds.cap_title"]
    return digest(named, alerts, contexts[0].urls.site_url, [each.language for each in contexts])


def _channels(context: FeedContext) -> tuple[FeedChannel, ...]:
    return subscribable_channels(context.edition, context.urls, context.releases)


def _write_opml(contexts: Sequence[FeedContext]) -> bytes:
    """OPML 2.0 (opml.org/spec2.opml), without the date of its making."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = contexts[0].publisher
    ET.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = ET.SubElement(root, "body")
    for context in contexts:
        parent = body
        if len(contexts) > 1:
            name = context.edition.language.name
            parent = ET.SubElement(body, "outline", text=name, title=name)
        for channel in _channels(context):
            _add_outline(parent, channel, context)
    first = contexts[0]
    title = single_line(first.edition.phrases["feeds.cap_title"])
    address = first.urls.absolute(first.urls.url(INDEX))
    front = first.urls.absolute(first.urls.front(first.language))
    ET.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=address, htmlUrl=front)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_outline(parent: ET.Element, channel: FeedChannel, context: FeedContext) -> None:
    urls, title = context.urls, single_line(channel.title)
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "description": single_line(channel.description),
        "xmlUrl": urls.absolute(urls.url(channel.path(channel.files[0]))),
        "htmlUrl": urls.absolute(channel.page),
        "language": context.language,
        "version": "RSS2",
    }
    ET.SubElement(parent, "outline", attributes)
