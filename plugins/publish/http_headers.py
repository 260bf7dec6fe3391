"""HTTP headers of published files by path; tests compare `deploy/nginx.conf` and `deploy/Caddyfile`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple


class CacheControl(StrEnum):
    """`Cache-Control`: fingerprinted files never change, pictures seldom, pages often."""

    IMMUTABLE = "public, max-age=31536000, immutable"
    DAY = "public, max-age=86400"
    SHORT = "public, max-age=300"


class HttpHeaders(NamedTuple):
    """The headers of a file; `encoding` is empty, `br` or `gzip`."""

    media_type: str
    cache_control: CacheControl
    encoding: str = ""

    @property
    def as_dict(self) -> dict[str, str]:
        """The headers by name."""
        headers = {"Content-Type": self.media_type, "Cache-Control": str(self.cache_control)}
        return headers | ({"Content-Encoding": self.encoding} if self.encoding else {})


TEXT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
"""Media types that are sent compressed."""

BINARY_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Media types that are compressed already."""

DOCUMENT_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".vcf": "text/vcard; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""Media types of archives and public files, which may be replaced under the same name at any time."""

FEED_TYPES = {
    r"(?:.*/)?atom\.xml|[^/]+/archive/[0-9-]+\.xml": "application/atom+xml; charset=utf-8",
    r"(?:.*/)?rss\.xml": "application/rss+xml; charset=utf-8",
    r"(?:.*/)?feed\.json": "application/feed+json",
    r"alerts/[0-9-]+\.xml": "application/cap+xml; charset=utf-8",
    r".*\.opml": "text/x-opml; charset=utf-8",
}
"""Media types of feeds, lists of feeds and alerts, by pattern of the path."""

EMBED = re.compile(r"[^/]+/embed/.+")
"""Paths of embedded cards: their pages, which other sites frame, and their oEmbed files, which they read."""
DEFAULT_TYPE = "application/octet-stream"
ENCODINGS = {".br": "br", ".gz": "gzip"}
FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.\w+$")
SEARCH_PIECE = re.compile(r"_[0-9a-f]{7,64}\.pf_\w+$")


def headers_for(path: str) -> HttpHeaders:
    """The headers of a published file; `x.html.br` is `x.html`, encoded."""
    file = PurePosixPath(path)
    if file.suffix in ENCODINGS and is_compressible(file.stem):
        return headers_for(str(file.with_suffix("")))._replace(encoding=ENCODINGS[file.suffix])
    return HttpHeaders(_media_type(path, file.suffix), _cache_control(path, file.suffix))


def is_compressible(path: str) -> bool:
    """Whether the file may become smaller by compression."""
    return PurePosixPath(path).suffix in TEXT_TYPES


def is_fingerprinted(path: str) -> bool:
    """Whether the name changes with the content, as those of the theme's files and of cards do."""
    plain = re.sub(r"\.(?:br|gz)$", "", path)
    return plain.startswith(("static/", "figures/", "cards/")) and bool(FINGERPRINT.search(plain))


def outlives_releases(path: str) -> bool:
    """Whether pages of earlier releases may need the file: its name changes with its content.

    The search of a page that is open asks for pieces of the index that its release had.
    """
    return is_fingerprinted(path) or bool(SEARCH_PIECE.search(path))


def is_hidden(path: str) -> bool:
    """Whether a file is for servers and tools only, and never served or uploaded to object storage.

    `.well-known/` in the root is served (RFC 8615).
    """
    return any(part.startswith(".") for part in path.removeprefix(".well-known/").split("/"))


def is_open(path: str) -> bool:
    """Whether scripts of any site may read the file: `Access-Control-Allow-Origin: *`."""
    plain = re.sub(r"\.(?:br|gz)$", "", path)
    return bool(_feed_type(plain)) or (plain.endswith(".json") and bool(EMBED.fullmatch(plain)))


def frame_ancestors(path: str) -> str:
    """Which sites may frame the file (`frame-ancestors`): any the pages of cards, none the others."""
    return "*" if EMBED.fullmatch(path) and PurePosixPath(path).suffix == ".html" else "'none'"


def _feed_type(path: str) -> str:
    found = (media_type for pattern, media_type in FEED_TYPES.items() if re.fullmatch(pattern, path))
    return next(found, "")


def _media_type(path: str, suffix: str) -> str:
    types = TEXT_TYPES | BINARY_TYPES | DOCUMENT_TYPES
    return _feed_type(path) or types.get(suffix, DEFAULT_TYPE)


def _cache_control(path: str, suffix: str) -> CacheControl:
    if is_fingerprinted(path):
        return CacheControl.IMMUTABLE
    return CacheControl.DAY if suffix in BINARY_TYPES else CacheControl.SHORT
