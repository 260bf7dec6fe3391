"""A feed and its items, in the words all formats share; every address is absolute, every text XML's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt

    from plugins.model.edition import Picture

RSS_FILE = "rss.xml"
ATOM_FILE = "atom.xml"
JSON_FILE = "feed.json"
TYPES = {
    RSS_FILE: "application/rss+xml",
    ATOM_FILE: "application/atom+xml",
    JSON_FILE: "application/feed+json",
}


class Category(Struct, frozen=True):
    """A topic: `term` for programs, `label` for people."""

    term: str
    label: str


class FeedItem(Struct, frozen=True, kw_only=True):
    """What is told of one item.

    `html` is the whole text, `summary` plain words. `withdrawn` is the reason why the item was taken back,
    empty for all others; such an item's text is only a notice. `rating` is for the profiles that ask for one.
    """

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published: dt.datetime
    updated: dt.datetime
    categories: tuple[Category, ...] = ()
    picture: Picture | None = None
    withdrawn: str = ""
    rating: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """A feed's document: `home` is the folder it lies in, `page` the page it is the feed of.

    `previous`, `next` and `current` are the folders of older and newer documents and of the one readers
    subscribe to (RFC 5005); `archive` marks a document that holds older items for good.
    """

    guid: str
    home: str
    page: str
    title: str
    description: str
    publisher: str
    language: str
    updated: dt.datetime
    entries: tuple[FeedItem, ...]
    hubs: tuple[str, ...] = ()
    icon: Picture | None = None
    archive: bool = False
    previous: str = ""
    next: str = ""
    current: str = ""
