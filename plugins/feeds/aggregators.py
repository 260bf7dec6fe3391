"""A Google News sitemap, and RSS for Dzen (dzen.ru/help/ru/website/rss-modify).

Dzen takes pictures from 700 pixels, texts from 300 characters, URLs without query strings, and no tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import nh3
from lxml import etree
from lxml.html import builder
from msgspec.structs import replace

from plugins.feeds.sanitize import plain_text, single_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.feeds.feed import Feed, FeedContext, FeedItem
    from plugins.feeds.releases import ReleasedItem

MIN_PICTURE_WIDTH = 700
MIN_TEXT_LENGTH = 300
DZEN_PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
DZEN_CATEGORIES = ("format-article", "index", "comment-none")
BLOCK_TAGS = {"blockquote", "figcaption", "figure", "h1", "h2", "h3", "h4", "li", "ol", "p", "ul"}
DZEN_TAGS = BLOCK_TAGS | {"a", "b", "i", "img", "s", "u"}
DZEN_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
DZEN_CLEANER = nh3.Cleaner(tags=DZEN_TAGS, attributes=DZEN_ATTRIBUTES, link_rel=None)
TAG_SUBSTITUTES = {"strong": "b", "em": "i", "del": "s", "ins": "u", "h5": "h4", "h6": "h4"}
TAG_SUBSTITUTES |= dict.fromkeys(("dt", "dd", "pre"), "p")


def adapt_for_dzen(feed: Feed) -> Feed:
    """The feed with the items that Dzen accepts, in its format."""
    return replace(feed, entries=tuple(_adapt_item(entry) for entry in feed.entries if _is_accepted(entry)))


def _is_accepted(entry: FeedItem) -> bool:
    picture = entry.picture
    wide = picture is not None and picture.width >= MIN_PICTURE_WIDTH and picture.type in DZEN_PICTURE_TYPES
    return wide and len(plain_text(entry.html)) >= MIN_TEXT_LENGTH


def _adapt_item(entry: FeedItem) -> FeedItem:
    picture = entry.picture and replace(entry.picture, url=_without_query(entry.picture.url))
    text, url = _simplify(entry.html), _without_query(entry.url)
    return replace(entry, url=url, html=text, picture=picture, categories=DZEN_CATEGORIES, rating="nonadult")


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def _simplify(markup: str) -> str:
    """The HTML in the elements that Dzen shows, without loss of text."""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    for table in list(root.iter("table")):
        table.addprevious(_table_to_list(table))
        table.drop_tree()
    for end in root.iter("br"):
        end.tail = f" {end.tail or ''}"
    for element in root.iter(*TAG_SUBSTITUTES):
        element.tag = TAG_SUBSTITUTES[str(element.tag)]
    text = lxml.html.tostring(root, encoding="unicode")
    return DZEN_CLEANER.clean(text)


def _table_to_list(table: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """A table as a list: its caption, then each row as `column: value` pairs."""
    rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
    names = rows.pop(0) if table.find(".//th") is not None and len(rows) > 1 else []
    captions = [caption.text_content().strip() for caption in table.iter("caption")]
    lines = [*captions, *(_format_row(names, row) for row in rows)]
    result = builder.UL(*[builder.LI(line) for line in lines])
    result.tail = table.tail
    return result


def _format_row(names: list[str], row: list[str]) -> str:
    named = zip(names or [""] * len(row), row, strict=False)
    cells = [f"{name}: {value}" if name and number else value for number, (name, value) in enumerate(named)]
    return "; ".join(cells)


SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def write_news_sitemap(releases: Iterable[ReleasedItem], context: FeedContext) -> bytes:
    """The news sitemap; one without items is empty but valid."""
    namespaces: dict[str | None, str] = {None: SITEMAP, "news": NEWS}
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=namespaces)
    for release in releases:
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = context.urls.absolute(release.item.url)
        _add_news(release, etree.SubElement(url, f"{{{NEWS}}}news"), context)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add_news(release: ReleasedItem, news: etree._Element, context: FeedContext) -> None:
    publication = etree.SubElement(news, f"{{{NEWS}}}publication")
    etree.SubElement(publication, f"{{{NEWS}}}name").text = context.publisher
    etree.SubElement(publication, f"{{{NEWS}}}language").text = context.language
    etree.SubElement(news, f"{{{NEWS}}}publication_date").text = _publication_date(release)
    etree.SubElement(news, f"{{{NEWS}}}title").text = single_line(release.item.title)


def _publication_date(release: ReleasedItem) -> str:
    """The moment of the release; of an item dated to the day and not stamped, its day."""
    item, published = release.item, release.published
    is_day = published == item.published and not item.time_known
    return published.date().isoformat() if is_day else published.isoformat()
