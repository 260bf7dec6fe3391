"""A small site, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from plugins.publish import PublishOptions
from plugins.release.filesystem import files_under

if TYPE_CHECKING:
    from pathlib import Path

LONG = b"<p>122 \xd0\xbf\xd0\xbe\xd0\xbc\xd0\xbe\xd0\xb3\xd0\xb0\xd0\xb5\xd1\x82</p>\n" * 100
SITE: dict[str, bytes] = {
    "index.html": LONG,
    "ru/index.html": LONG + b"ru",
    "en/index.html": LONG + b"en",
    "ru/news/a/index.html": b"<p>short</p>",
    "ru/news/a/photo.jpg": bytes(range(256)) * 8,
    "ru/rss.xml": LONG + b"feed",
    "static/site.0123abcd.css": b"p{color:red}" * 200,
    "ru/news/old/index.html": b'<meta http-equiv="refresh" content="0; url=/ru/news/a/">',
}

CHANGED = {**SITE, "en/index.html": SITE["en/index.html"] + b"new"}
CHANGED_VARIANTS = {"en/index.html", "en/index.html.br", "en/index.html.gz"}
ALL_VARIANTS = len(SITE) + 5 * 2 + 1
HIDDEN_FILES = 8
OWN_FILES = 2
"""`.release.json` and `health.json`."""

NOON = datetime(2022, 12, 30, 12, tzinfo=UTC)
KEY, SECRET = "122KEY122KEY122KEY12", "do-not-tell-this-secret"


def on_day(
    day: int, *, dry_run: bool = False, force: bool = False, resume: bool = False, keep: int = 5
) -> PublishOptions:
    """Options to publish this number of days after the first time."""
    return PublishOptions(
        now=NOON + timedelta(days=day), dry_run=dry_run, force=force, resume=resume, keep=keep
    )


def published(folder: Path) -> dict[str, bytes]:
    """The site's own files, without variants and maps."""
    return {path: (folder / path).read_bytes() for path in files_under(folder) if path in SITE}
