"""Links of imported texts: to other imported items, to the old site, or to anywhere else."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct, field

from plugins.diagnostics.link_text import check_link_text
from plugins.markdown.references import check_external_link

if TYPE_CHECKING:
    from plugins.editor.importing.import_plan import PlannedBundle
    from plugins.editor.importing.source_item import SourceContent, SourceItem

GENERATOR_PREFIX = re.compile(r"^(?:\{(?:filename|static|attach|article|page)\}|\|filename\|)/?")
ENDING = re.compile(r"(?:/index)?(?:\.html?|\.md|\.markdown)?/?$")


class ItemLinks(Struct, frozen=True):
    """The bundles by old address and by name; links to `hidden` ones would lead nowhere."""

    content: SourceContent
    by_address: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def add(self, bundle: PlannedBundle) -> None:
        """Remember where a bundle's items were."""
        for item in bundle.items.values():
            for typed in item.addresses:
                parts = urlsplit(typed)
                self.by_address.setdefault(_key(parts.path, parts.query), bundle.name)
            for name in item.names:
                self.by_name.setdefault(_plain(name), bundle.name)

    def find(self, target: str, item: SourceItem) -> str:
        """The bundle that a link of an item means; empty if it is none of the import."""
        typed = GENERATOR_PREFIX.sub("", target.strip())
        parts = urlsplit(typed)
        if parts.netloc and parts.netloc not in self.content.hosts:
            return ""
        if typed.startswith("#") or (parts.scheme and not parts.netloc):
            return ""
        candidates = (
            [_key(parts.path, parts.query), _key(parts.path, "")] if parts.path or parts.query else []
        )
        if not parts.netloc:
            own = next((urlsplit(each).path for each in item.addresses), "/")
            candidates.append(_key(urljoin(own or "/", parts.path), parts.query))
            path = unquote(parts.path)
            names = (
                posixpath.normpath(posixpath.join(item.folder, path)),
                path.lstrip("/"),
                posixpath.basename(path),
            )
            for name in names if parts.path else ():
                if found := self.by_name.get(_plain(name)):
                    return found
        return next((found for each in candidates if (found := self.by_address.get(each))), "")

    def outside(self, target: str, words: str) -> str:
        """The address of a link that leaves the import; empty if no text may have it."""
        typed = GENERATOR_PREFIX.sub("/", target.strip())
        if typed.startswith("//"):
            typed = f"https:{typed}"
        if typed.lower().startswith("www."):
            typed = f"https://{typed}"
        if not urlsplit(typed).scheme:
            if not self.content.base_url or typed.startswith("#"):
                return ""
            typed = urljoin(f"{self.content.base_url.rstrip('/')}/", typed)
        fault = check_external_link(typed) or check_link_text(words, typed, "")
        return "" if fault and not fault.is_advice else typed


def _key(path: str, query: str) -> str:
    plain = ENDING.sub("", normalize("NFC", unquote(path))).casefold() or "/"
    return f"{plain}?{query}" if query else plain


def _plain(name: str) -> str:
    return ENDING.sub("", normalize("NFC", name)).casefold().lstrip("./")
