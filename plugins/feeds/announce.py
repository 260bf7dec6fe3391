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
    options: BuildOptions, output: Path, sent: Collection[str], removed: Collection[str]
) -> tuple[HubResponse, ...]:
    """Announce what is new in a release wherever `site.yaml` says; the answers.

    `output` is the released folder, `sent` and `removed` are paths of files in it.
    """
    feeds, urls, answers = options.site.feeds, options.urls, list[HubResponse]()
    if feeds.hubs:
        news = feeds_with_news(options.cache, output, sent)
        answers += ping_hubs(feeds.hubs, changed_feeds(news, urls))
    if feeds.indexnow:
        pages = pages_with_news(options.cache, output, changed_pages(sent, urls))
        gone = changed_pages(removed, urls)
        answers += submit_pages(feeds.indexnow, (*pages, *gone), feeds.authority, urls)
    return tuple(answers)


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


ANNOUNCED_PAGES: EntryKind[Moments] = EntryKind("announced-pages", Moments)
"""By output folder: the moments of each page, by its URL, when search engines were told of it last."""
SITEMAP_URL = re.compile(r"<loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?")
ENTRY = re.compile(
    r"<entry>.*?<updated>([^<]+)</updated>.*?<link href=\"([^\"]+)\" rel=\"alternate\"", re.DOTALL
)


def pages_with_news(cache: Path, output: Path, changed: Iterable[str]) -> tuple[str, ...]:
    """Those of the changed pages, by URL, that are new or have a moment that search engines do not know.

    Pages that are not in the sitemap are no news. Search engines are told of the pages from now on.
    """
    shared, scope = BuildCache.shared(cache), os.path.realpath(output)
    known = shared.load(ANNOUNCED_PAGES, scope, b"") or {}
    moments = _page_moments(output)
    shared.store(
        ANNOUNCED_PAGES, scope, b"", {url: " ".join(sorted(found)) for url, found in moments.items()}
    )
    shared.evict([ANNOUNCED_PAGES], scope, MAX_OUTPUTS)
    listed = [url for url in changed if url in moments]
    return tuple(url for url in listed if url not in known or moments[url] - {*known[url].split()})


def _page_moments(output: Path) -> dict[str, set[str]]:
    """The day of each page in the sitemap, and the moments of the entries that lead to it."""
    found: dict[str, set[str]] = {}
    for file in sorted(output.glob("sitemap*.xml")):
        for url, day in SITEMAP_URL.findall(file.read_text(encoding="utf-8")):
            found[url] = {day} - {""}
    for file in (*output.glob("*/atom.xml"), *output.glob("*/feeds/*/atom.xml")):
        for moment, url in ENTRY.findall(file.read_text(encoding="utf-8")):
            if url in found:
                found[url].add(moment)
    return found


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
    """The absolute URLs of the pages among files of a release, sorted."""
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
