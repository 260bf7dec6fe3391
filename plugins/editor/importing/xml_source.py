"""XML of exports and feeds, read without entities, network or external files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from plugins.editor.importing.source_folder import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from plugins.editor.importing.source_folder import SourceFolder

NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
}
WORDPRESS = "http://wordpress.org/export/"


def parse_xml(source: SourceFolder, path: str) -> Element:
    """The root of a document; raises `SourceError` for one that is broken or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source.read_bytes(path), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("import-broken", path=path, reason=error.msg) from error
    document = root.getroottree().docinfo
    if document.internalDTD is not None and any(True for _ in document.internalDTD.iterentities()):
        raise SourceError("import-entities", path=path)
    return root


def text_of(element: Element, name: str) -> str:
    """The text of the first child of a name, or empty."""
    return (element.findtext(name, "", NAMESPACES) or "").strip()


def wordpress_namespace(root: Element) -> str:
    """The namespace of a WordPress export of any version; empty for other XML."""
    spaces = (uri for uri in root.nsmap.values() if uri and uri.startswith(WORDPRESS))
    return next((uri for uri in spaces if "excerpt" not in uri), "")
