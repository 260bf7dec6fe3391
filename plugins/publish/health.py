"""`/health.json`: what a monitor needs to know about the live site."""

from __future__ import annotations

import re
from datetime import datetime  # noqa: TC003 - msgspec reads annotations
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

HEALTH = "health.json"
LASTMOD = re.compile(rb"<lastmod>([^<]+)</lastmod>")


class Health(Struct, frozen=True):
    """The live release: its number, when it was published, its pages, its newest content, its one hash."""

    release: int
    published: datetime
    pages: int
    newest: str
    content: str


def newest_content(sitemaps: Iterable[bytes]) -> str:
    """The latest `lastmod` of sitemaps, as it stands there; empty if there is none."""
    return max(
        (found.decode(errors="replace") for content in sitemaps for found in LASTMOD.findall(content)),
        default="",
    )


def health_bytes(health: Health) -> bytes:
    """The file's content."""
    return msgspec.json.encode(health) + b"\n"


def parse_health(content: bytes) -> Health | None:
    """What such a file says; None if it is none."""
    try:
        return msgspec.json.decode(content, type=Health)
    except (msgspec.DecodeError, UnicodeError):
        return None
