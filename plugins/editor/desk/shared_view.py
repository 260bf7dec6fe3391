"""How an item looks where it is shared and in feeds, read from the preview's own output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import html
from msgspec import Struct

from plugins.editor.desk import api
from plugins.model.content_path import InvalidPathError, parse_content_path

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

FEED = "feed.json"


class SharedPage(Struct, frozen=True, kw_only=True):
    """What the page says of itself to messengers and search engines; `image` is a path on this server."""

    site: str
    title: str
    heading: str
    description: str
    url: str
    image: str
    image_alt: str
    published: str


class FeedEntry(Struct, frozen=True, kw_only=True):
    """The item's entry in the feed of its language."""

    title: str
    summary: str
    html: str
    image: str
    published: str


class SharedView(Struct, frozen=True):
    """The page as it was built (None if it is not), its feed entry (None if the feed lacks it)."""

    page: SharedPage | None
    entry: FeedEntry | None
    feed_length: int


def routes(desk: Desk) -> list[Route]:
    """The route of an item's views in one language."""
    return [api.get("shared", lambda asked: _view(desk, asked))]


def _view(desk: Desk, asked: ApiRequest) -> SharedView:
    bundle, language = asked.text("bundle"), asked.text("language")
    options = desk.options()
    try:
        where = parse_content_path([*bundle.split("/"), f"{language}.md"], options.languages)
    except InvalidPathError:
        return SharedView(None, None, 0)
    url = options.urls.item(language, where.section, bundle)
    output = desk.place.output.resolve()
    page = (output / options.urls.output_path(url)).resolve()
    entries = read_feed_entry(output / language / FEED)
    own = next((each for each in entries if _path(each.get("url", "")) == url), None)
    return SharedView(
        page=read_page(page) if page.is_relative_to(output) and page.is_file() else None,
        entry=_entry(own) if own else None,
        feed_length=len(entries),
    )


def read_page(file: Path) -> SharedPage:
    """What a built page says of itself."""
    page = html.fromstring(file.read_bytes())
    meta: dict[str, str] = {}
    for each in page.iterfind("head/meta"):
        name = each.get("property") or each.get("name")
        if name:
            meta.setdefault(name, each.get("content", ""))
    return SharedPage(
        site=meta.get("og:site_name", ""),
        title=meta.get("og:title", ""),
        heading=page.findtext("head/title") or "",
        description=meta.get("og:description", ""),
        url=meta.get("og:url", ""),
        image=_path(meta.get("og:image", "")),
        image_alt=meta.get("og:image:alt", ""),
        published=meta.get("article:published_time", ""),
    )


def read_feed_entry(file: Path) -> list[dict[str, Any]]:
    """The entries of a JSON feed; none if there is no feed."""
    try:
        items = json.loads(file.read_bytes()).get("items", [])
    except (OSError, ValueError):
        return []
    return [each for each in items if isinstance(each, dict)]


def _entry(item: dict[str, Any]) -> FeedEntry:
    return FeedEntry(
        title=item.get("title", ""),
        summary=item.get("summary", ""),
        html=item.get("content_html", ""),
        image=_path(item.get("image", "")),
        published=item.get("date_published", ""),
    )


def _path(address: str) -> str:
    """The path of an address of the preview."""
    parts = urlsplit(address)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")
