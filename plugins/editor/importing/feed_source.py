"""An RSS, RDF or Atom feed as a file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from plugins.editor.importing.source_folder import SourceError
from plugins.editor.importing.source_item import SourceContent, SourceItem, parse_typed_moment
from plugins.editor.importing.xml_source import NAMESPACES, parse_xml, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from plugins.editor.importing.source_folder import SourceFolder

ATOM = f"{{{NAMESPACES['atom']}}}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_feed(source: SourceFolder) -> SourceContent:
    """The items of a feed."""
    path = source.file or next(iter(source.texts(".xml", ".rss", ".atom")), "")
    if not path:
        raise SourceError("import-empty", path=source.shown)
    root = parse_xml(source, path)
    if root.tag == f"{ATOM}feed":
        items = [_atom_item(entry, root.get(XML_LANGUAGE, "")) for entry in root.iterfind(f"{ATOM}entry")]
    else:
        for element in root.iter(etree.Element):
            if "rss/1.0/}" in str(element.tag) or "purl.org/rss/1.0/}" in str(element.tag):
                element.tag = str(element.tag).rpartition("}")[2]
        language = root.findtext("channel/language", "")
        items = [_rss_item(item, language) for item in root.iter("item")]
    if not items:
        raise SourceError(
            "import-empty" if items == [] and len(root) else "import-kind", path=path, kind="rss"
        )
    hosts = {urlsplit(address).netloc for item in items for address in item.addresses[:1]}
    base = next((f"{urlsplit(each).scheme}://{urlsplit(each).netloc}" for each in items[0].addresses), "")
    return SourceContent(items, hosts=frozenset(hosts - {""}), base_url=base)


def _rss_item(item: Element, language: str) -> SourceItem:
    link, guid = text_of(item, "link"), text_of(item, "guid")
    addresses = [each for each in (link, guid) if each.startswith(("http://", "https://"))]
    html = text_of(item, "content:encoded") or text_of(item, "description")
    summary = text_of(item, "description") if text_of(item, "content:encoded") else ""
    enclosure = item.find("enclosure")
    if enclosure is not None and str(enclosure.get("type", "")).startswith("image/"):
        html = _with_picture(html, str(enclosure.get("url", "")))
    return SourceItem(
        name=link or guid or text_of(item, "title"),
        title=text_of(item, "title"),
        html=html,
        summary=summary,
        slug=urlsplit(link).path.rstrip("/").rpartition("/")[2].partition(".")[0],
        language=language,
        published=parse_typed_moment(text_of(item, "pubDate") or text_of(item, "dc:date")),
        authors=tuple(filter(None, (text_of(item, "dc:creator") or text_of(item, "author"),))),
        tags=tuple(
            dict.fromkeys(" ".join(each.text.split()) for each in item.iterfind("category") if each.text)
        ),
        addresses=tuple(dict.fromkeys(addresses)),
        pair=link or guid or text_of(item, "title"),
    )


def _with_picture(html: str, address: str) -> str:
    name = address.rpartition("/")[2]
    return (
        html if not name or name in html else f'<figure><img src="{escape(address)}" alt=""></figure>{html}'
    )


def _atom_item(entry: Element, language: str) -> SourceItem:
    links = [each for each in entry.iterfind(f"{ATOM}link") if each.get("rel", "alternate") == "alternate"]
    link = str(links[0].get("href", "")) if links else ""
    html, summary = _atom_text(entry.find(f"{ATOM}content")), _atom_text(entry.find(f"{ATOM}summary"))
    return SourceItem(
        name=link or text_of(entry, "atom:id"),
        title=text_of(entry, "atom:title"),
        html=html or summary,
        summary=summary if html else "",
        slug=urlsplit(link).path.rstrip("/").rpartition("/")[2].partition(".")[0],
        language=entry.get(XML_LANGUAGE, language),
        published=parse_typed_moment(text_of(entry, "atom:published") or text_of(entry, "atom:updated")),
        updated=parse_typed_moment(text_of(entry, "atom:updated")),
        authors=tuple(filter(None, (text_of(each, "atom:name") for each in entry.iterfind(f"{ATOM}author")))),
        tags=tuple(
            str(each.get("label") or each.get("term"))
            for each in entry.iterfind(f"{ATOM}category")
            if each.get("label") or each.get("term")
        ),
        addresses=(link,) if link.startswith(("http://", "https://")) else (),
        pair=link or text_of(entry, "atom:id"),
    )


def _atom_text(element: Element | None) -> str:
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    text = element.text or ""
    return text if element.get("type") == "html" else f"<p>{escape(text)}</p>" if text.strip() else ""
