"""`sitemap.xml` (sitemaps.org, alternates as Google reads them) and `robots.txt`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Page

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MAX_URLS = 20_000
"""URLs in one file; the protocol allows 50,000 and 50 MB, and each URL carries its alternates."""


class Sitemap(NamedTuple):
    """A sitemap file: output path, its entries as text (for change detection), and its renderer."""

    path: str
    entries: list[str]
    render: Callable[[], bytes]


ET.register_namespace("", SITEMAP)
ET.register_namespace("xhtml", XHTML)


def sitemaps(pages: Sequence[Page], addresses: SiteUrls) -> Iterator[Sitemap]:
    """The sitemap files of indexed pages; `sitemap.xml` alone if they fit in one."""
    parts = [pages[start : start + MAX_URLS] for start in range(0, max(1, len(pages)), MAX_URLS)]
    if len(parts) == 1:
        yield Sitemap("sitemap.xml", _entries(pages, addresses), partial(_urlset, pages, addresses))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Sitemap(name, _entries(part, addresses), partial(_urlset, part, addresses))
    yield Sitemap("sitemap.xml", [addresses.site_url, *names], partial(_index, names, addresses))


def _entries(pages: Sequence[Page], addresses: SiteUrls) -> list[str]:
    return [addresses.site_url, *(page.sitemap_entry for page in pages)]


def _index(names: Sequence[str], addresses: SiteUrls) -> bytes:
    index = ET.Element(f"{{{SITEMAP}}}sitemapindex")
    for name in names:
        sitemap = ET.SubElement(index, f"{{{SITEMAP}}}sitemap")
        ET.SubElement(sitemap, f"{{{SITEMAP}}}loc").text = addresses.absolute(addresses.url(name))
    return _bytes(index)


def _urlset(pages: Sequence[Page], addresses: SiteUrls) -> bytes:
    urlset = ET.Element(f"{{{SITEMAP}}}urlset")
    for page in pages:
        view = page.compose()
        url = ET.SubElement(urlset, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = addresses.absolute(view.canonical)
        if view.lastmod:
            ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = view.lastmod.isoformat()
        for alternate in view.alternates:
            if alternate.translated:
                href = addresses.absolute(alternate.url)
                attributes = {"rel": "alternate", "hreflang": alternate.language.code, "href": href}
                ET.SubElement(url, f"{{{XHTML}}}link", attributes)
    return _bytes(urlset)


def _bytes(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def robots_txt(addresses: SiteUrls, others: Iterable[str] = ()) -> bytes:
    """`robots.txt`: everything is allowed, with the sitemap and the paths of `others`."""
    sitemaps = (addresses.absolute(addresses.url(path)) for path in ("sitemap.xml", *others))
    return ("User-agent: *\nAllow: /\n\n" + "".join(f"Sitemap: {each}\n" for each in sitemaps)).encode()
