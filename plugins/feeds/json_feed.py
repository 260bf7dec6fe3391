"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from plugins.feeds.feed import JSON_FILE

if TYPE_CHECKING:
    from plugins.feeds.feed import Feed, FeedItem
    from plugins.model.edition import Picture

VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """The document's bytes; older items are at `next_url`."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.home + JSON_FILE,
        "description": feed.description,
        "next_url": feed.previous and feed.previous + JSON_FILE,
        "icon": feed.icon.url if feed.icon else "",
        "authors": [{"name": feed.publisher}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        "items": [_told(entry) for entry in feed.entries],
    }
    known = {key: value for key, value in told.items() if value or key == "items"}
    return (json.dumps(known, ensure_ascii=False) + "\n").encode()


def _told(entry: FeedItem) -> dict[str, object]:
    told: dict[str, object] = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": entry.picture.url if entry.picture else "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": [category.label for category in entry.categories],
        "attachments": [_attachment(entry.picture)] if entry.picture else [],
    }
    return {key: value for key, value in told.items() if value or key == "content_html"}


def _attachment(picture: Picture) -> dict[str, object]:
    attachment: dict[str, object] = {"url": picture.url, "mime_type": picture.type}
    if picture.alt:
        attachment["title"] = picture.alt
    return attachment | {"size_in_bytes": picture.length}
