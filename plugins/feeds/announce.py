"""Announce a release: changed feeds to WebSub hubs, changed pages to search engines."""

from __future__ import annotations

import hashlib
import json
import os
import re
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, build_opener

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.feeds.feed import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.model.urls import SiteUrls


def announce_release(
    options: BuildOptions, sent: Collection[str], removed: Collection[str], news: Collection[str]
) -> tuple[HubResponse, ...]:
    """Announce the files of a release, by path, wherever `site.yaml` says; the answers.

    `news` are the feeds among them that have something new.
    """
    feeds, urls = options.site.feeds, options.urls
    pages = changed_pages((*sent, *removed), urls)
    return (
        *ping_hubs(feeds.hubs, changed_feeds(news, urls)),
        *submit_pages(feeds.indexnow, pages, feeds.authority, urls),
    )


Moments = dict[str, str]
ANNOUNCED: EntryKind[Moments] = EntryKind("announced", Moments)
"""By output folder: the newest moment of each feed, by its path, when hubs were told of it last."""
MAX_OUTPUTS = 32
MOMENT = re.compile(rb'(?:<updated>|<lastBuildDate>|"date_modified": ")([^<"]+)')


def feeds_with_news(cache: Path, output: Path, sent: Iterable[str]) -> tuple[str, ...]:
    """The paths of sent feeds with a moment that hubs do not know, which they are told from now on."""
    shared, scope = BuildCache.shared(cache), os.path.realpath(output)
    known = shared.load(ANNOUNCED, scope, b"") or {}
    moments = {path: _moments(output / path) for path in sent if path.endswith(tuple(MEDIA_TYPES))}
    shared.store(ANNOUNCED, scope, b"", known | moments)
    shared.evict([ANNOUNCED], scope, MAX_OUTPUTS)
    return tuple(path for path, moment in moments.items() if known.get(path) != moment)


def _moments(file: Path) -> str:
    """The moments of a feed and its entries; another set of them is news."""
    try:
        return " ".join(sorted({found.decode() for found in MOMENT.findall(file.read_bytes())}))
    except (OSError, UnicodeDecodeError):
        return ""


TIMEOUT_SECONDS = 10.0


class HubResponse(Struct, frozen=True):
    """A hub's HTTP status, or 0 and the reason why there is none."""

    hub: str
    status: int
    reason: str


def changed_feeds(written: Iterable[str], urls: SiteUrls) -> tuple[str, ...]:
    """The absolute URLs of the feeds among a release's written files; archives have no hub."""
    feeds = (path for path in written if path.endswith(tuple(MEDIA_TYPES)))
    return tuple(urls.absolute(urls.url(path)) for path in feeds)


def ping_hubs(
    hubs: Iterable[str], topics: Sequence[str], timeout: float = TIMEOUT_SECONDS
) -> tuple[HubResponse, ...]:
    """Notify every hub of the feeds at these absolute URLs, if any; `timeout` is in seconds for each hub."""
    return tuple(_ping(hub, topics, timeout) for hub in hubs) if topics else ()


def _ping(hub: str, topics: Sequence[str], timeout: float) -> HubResponse:
    form = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    return post_body(hub, form, "application/x-www-form-urlencoded", timeout)


def post_body(url: str, body: bytes, media_type: str, timeout: float = TIMEOUT_SECONDS) -> HubResponse:
    """Post a body; what goes wrong is the answer's reason, and never raised."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return HubResponse(url, 0, "not an http address")
    try:
        request = Request(url, body, {"Content-Type": media_type})  # noqa: S310 - checked above
        with build_opener().open(request, timeout=timeout) as response:
            return HubResponse(url, response.status, response.reason)
    except HTTPError as error:
        with error:
            return HubResponse(url, error.code, str(error.reason))
    except (OSError, HTTPException) as error:
        return HubResponse(url, 0, str(error))


KEY_DIGITS = 32
MAX_ADDRESSES = 10_000
"""In one request."""


def site_key(authority: str) -> str:
    """The key of a site: the same in every build."""
    return hashlib.sha256(f"indexnow {authority}".encode()).hexdigest()[:KEY_DIGITS]


def key_file(authority: str) -> tuple[str, bytes]:
    """The file that proves the key: its path under the site, and its bytes."""
    key = site_key(authority)
    return f"{key}.txt", key.encode()


def changed_pages(paths: Iterable[str], urls: SiteUrls) -> tuple[str, ...]:
    """The absolute URLs of the pages among a release's written and removed files, sorted."""
    pages = {path.removesuffix("index.html") for path in paths if path.endswith("/index.html")}
    return tuple(urls.absolute(urls.url(page)) for page in sorted(pages))


def submit_pages(
    endpoints: Iterable[str],
    pages: Sequence[str],
    authority: str,
    urls: SiteUrls,
    timeout: float = TIMEOUT_SECONDS,
) -> tuple[HubResponse, ...]:
    """Tell every endpoint of these absolute URLs, if any; `timeout` is in seconds for each request."""
    path, key = key_file(authority)
    answers = []
    for endpoint in endpoints:
        for start in range(0, len(pages), MAX_ADDRESSES):
            body = {
                "host": urlsplit(urls.site_url).netloc,
                "key": key.decode(),
                "keyLocation": urls.absolute(urls.url(path)),
                "urlList": pages[start : start + MAX_ADDRESSES],
            }
            text = json.dumps(body).encode()
            answers.append(post_body(endpoint, text, "application/json; charset=utf-8", timeout))
    return tuple(answers)
