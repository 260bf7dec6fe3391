"""The Dzen profile: the same items in the few elements Dzen shows (dzen.ru/help/ru/website/rss-modify).

Its rules: a picture at least 700 pixels wide, a text of at least 300 characters, no query strings in
addresses, an age rating, and a category for each of its own publishing options. It shows no tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import nh3
from lxml.html import builder
from msgspec.structs import replace

from plugins.feeds.feed import Category
from plugins.feeds.text import plain

if TYPE_CHECKING:
    from plugins.feeds.feed import Feed, FeedItem

NARROWEST = 700
SHORTEST = 300
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
OPTIONS = tuple(Category(option, option) for option in ("format-article", "index", "comment-none"))
HEADINGS = {"h1", "h2", "h3", "h4"}
TAGS = HEADINGS | {
    "a",
    "b",
    "blockquote",
    "figcaption",
    "figure",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "s",
    "u",
    "ul",
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
SHOWN_AS = {
    "strong": "b",
    "em": "i",
    "del": "s",
    "ins": "u",
    "h5": "h4",
    "h6": "h4",
    "dt": "p",
    "dd": "p",
    "pre": "p",
}


def for_dzen(feed: Feed) -> Feed:
    """The feed with the items Dzen takes, in its form."""
    return replace(feed, entries=tuple(_shown(entry) for entry in feed.entries if _taken(entry)))


def _taken(entry: FeedItem) -> bool:
    picture = entry.picture
    wide = picture is not None and picture.width >= NARROWEST and picture.type in PICTURES
    return wide and len(plain(entry.html)) >= SHORTEST


def _shown(entry: FeedItem) -> FeedItem:
    picture = entry.picture and replace(entry.picture, url=_without_query(entry.picture.url))
    text = _simple(entry.html)
    url = _without_query(entry.url)
    return replace(entry, url=url, html=text, picture=picture, categories=OPTIONS, rating="nonadult")


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def _simple(markup: str) -> str:
    """The text in Dzen's elements alone, no word of it lost."""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    for table in list(root.iter("table")):
        table.addprevious(_list(table))
        table.drop_tree()
    for end in root.iter("br"):
        end.tail = f" {end.tail or ''}"
    for element in root.iter(*SHOWN_AS):
        element.tag = SHOWN_AS[str(element.tag)]
    text = lxml.html.tostring(root, encoding="unicode")
    return CLEANER.clean(text)


def _list(table: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """A table as a list: its caption, then a line for each row, each value after the name of its column."""
    rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
    names = rows.pop(0) if table.find(".//th") is not None and len(rows) > 1 else []
    captions = [caption.text_content().strip() for caption in table.iter("caption")]
    listed = builder.UL(*[builder.LI(words) for words in (*captions, *(_row(names, row) for row in rows))])
    listed.tail = table.tail
    return listed


def _row(names: list[str], row: list[str]) -> str:
    named = zip(names or [""] * len(row), row, strict=False)
    cells = [f"{name}: {value}" if name and number else value for number, (name, value) in enumerate(named)]
    return "; ".join(cells)
