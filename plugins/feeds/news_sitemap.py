"""A Google News sitemap: the addresses, titles and moments of an edition's newest news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from plugins.feeds.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.feeds.source import Source
    from plugins.model.edition import Item

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def write_news_sitemap(items: Iterable[Item], source: Source) -> bytes:
    """The sitemap's bytes; one without items is empty but valid."""
    namespaces: dict[str | None, str] = {None: SITEMAP, "news": NEWS}
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=namespaces)
    for item in items:
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = source.addresses.absolute(item.url)
        _tell(item, etree.SubElement(url, f"{{{NEWS}}}news"), source)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _tell(item: Item, news: etree._Element, source: Source) -> None:
    publication = etree.SubElement(news, f"{{{NEWS}}}publication")
    etree.SubElement(publication, f"{{{NEWS}}}name").text = source.publisher
    etree.SubElement(publication, f"{{{NEWS}}}language").text = source.language
    etree.SubElement(news, f"{{{NEWS}}}publication_date").text = _moment(item)
    etree.SubElement(news, f"{{{NEWS}}}title").text = line(item.title)


def _moment(item: Item) -> str:
    """The moment, or the day alone where the editor gave no time."""
    if item.published is None:
        return ""
    return item.published.isoformat() if item.time_known else item.published.date().isoformat()
