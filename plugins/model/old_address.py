"""Former addresses of an item: a former folder, or an address of any shape at the root of the host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    from collections.abc import Container

BUNDLE_PATH = re.compile(rf"/?{SLUG.pattern}(?:/{SLUG.pattern})*/?")
SEGMENT = re.compile(r"(?!\.)[\w~!()+,=:@& .-]+")
"""A decoded part of a path; quotes, braces and other signs would end a line of a server's configuration."""
QUERY = re.compile(r"[\w%+=&\[\],:/@!~.-]+", re.ASCII)
MAX_SEGMENT_BYTES = 200
"""Of the decoded name: redirect pages are files, whose names file systems limit to 255 bytes."""
MAX_BYTES = 1000
PAGE_SUFFIXES = (".html", ".htm")
RESERVED_FOLDERS = frozenset({"alerts", "cards", "figures", "search", "static"})
RESERVED_FILE = re.compile(
    r"(?:index|404)\.html|favicon\.ico|robots\.txt|sitemap[\w.-]*|_redirects|worker\.js|", re.IGNORECASE
)


class OldAddress(NamedTuple):
    """An address at the root: its percent-encoded path, which starts with a slash, and its query."""

    path: str
    query: str = ""

    @property
    def text(self) -> str:
        """The address as servers see it."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def page(self) -> str:
        """The decoded path below the root of a redirect page that answers it; empty if none can.

        `posts/x/` for `/posts/x` too; static hosts show no page for a query or `/x.php`.
        """
        name = unquote(self.path)[1:]
        if self.query or not name:
            return ""
        last = name.rpartition("/")[2]
        return name if not last or last.endswith(PAGE_SUFFIXES) else "" if "." in last else f"{name}/"


def is_bundle_path(typed: str) -> bool:
    """Whether a former address can be that of a folder of the content: `news/2022-12-29-year`."""
    return BUNDLE_PATH.fullmatch(typed) is not None


def bundle_path(typed: str, languages: Container[str] = ()) -> str:
    """The former folder that an address names, without a language: `news/x` for `/ru/news/x/`; else empty."""
    if not is_bundle_path(typed):
        return ""
    path = typed.strip("/")
    first, _, rest = path.partition("/")
    return rest if typed.startswith("/") and first in languages else path


def parse_old_address(typed: str) -> OldAddress | None:
    """The address at the root that starts with `/` or `?`; None for any other, and for an unsafe one."""
    path, _, query = typed.partition("?")
    if not typed.startswith(("/", "?")) or (query and not QUERY.fullmatch(query)) or "#" in typed:
        return None
    decoded = normalize("NFC", unquote(path, errors="replace")) or "/"
    parts = decoded.removeprefix("/").removesuffix("/").split("/")
    if decoded == "/":
        return OldAddress("/", query) if query else None
    is_safe = all(SEGMENT.fullmatch(part) and len(part.encode()) <= MAX_SEGMENT_BYTES for part in parts)
    if not is_safe or "\ufffd" in decoded or len(typed.encode()) > MAX_BYTES:
        return None
    return OldAddress(quote(decoded, safe="/~!()+,=:@&"), query)


def is_reserved(address: OldAddress, languages: Container[str]) -> bool:
    """Whether a page or file of the site itself may be at the address."""
    first, _, rest = unquote(address.path)[1:].partition("/")
    in_edition = first in languages and (rest in {"", "404.html"} or is_bundle_path(rest))
    return not address.query and (
        first in RESERVED_FOLDERS or in_edition or (not rest and RESERVED_FILE.fullmatch(first) is not None)
    )
