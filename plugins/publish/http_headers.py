"""What a published file is, by its path: its media type, how long it may be cached, whether it is compressed.

This table is the one truth: object storage takes its headers from here, and the tests hold
`deploy/nginx.conf` and `deploy/Caddyfile` against it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple


class Caching(StrEnum):
    """`Cache-Control`: a name with a fingerprint never changes its content; pictures seldom do; pages may."""

    FOREVER = "public, max-age=31536000, immutable"
    DAY = "public, max-age=86400"
    SHORT = "public, max-age=300"


class Kind(NamedTuple):
    """How a file is served; `encoding` is empty, `br` or `gzip`."""

    media_type: str
    caching: Caching
    encoding: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """As HTTP writes them."""
        headers = {"Content-Type": self.media_type, "Cache-Control": str(self.caching)}
        return headers | ({"Content-Encoding": self.encoding} if self.encoding else {})


TEXT = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
"""Media types of what is sent compressed."""

PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Media types of what is compressed in itself."""

FEEDS = {
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    "rss.xml": "application/rss+xml",
}
"""Media types by whole names; feed readers ask for these."""

UNKNOWN = "application/octet-stream"
ENCODINGS = {".br": "br", ".gz": "gzip"}
FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.\w+$")


def kind(path: str) -> Kind:
    """The kind of a published file; `x.html.br` is `x.html`, encoded."""
    place = PurePosixPath(path)
    if place.suffix in ENCODINGS and is_text(place.stem):
        return kind(str(place.with_suffix("")))._replace(encoding=ENCODINGS[place.suffix])
    return Kind(_media_type(place), _caching(path, place.suffix))


def is_text(path: str) -> bool:
    """Whether compressing the file is worth a try."""
    return PurePosixPath(path).suffix in TEXT


def is_fingerprinted(path: str) -> bool:
    """Whether the name changes with the content: only files of the theme, the cards and their like."""
    plain = re.sub(r"\.(?:br|gz)$", "", path)
    return plain.startswith(("static/", "figures/")) and bool(FINGERPRINT.search(plain))


def is_hidden(path: str) -> bool:
    """Whether a file is for servers and tools only: no server gives it out, no object storage gets it."""
    return any(part.startswith(".") for part in path.split("/"))


def _media_type(place: PurePosixPath) -> str:
    return FEEDS.get(place.name) or (TEXT | PICTURES).get(place.suffix, UNKNOWN)


def _caching(path: str, suffix: str) -> Caching:
    if is_fingerprinted(path):
        return Caching.FOREVER
    return Caching.DAY if suffix in PICTURES else Caching.SHORT
