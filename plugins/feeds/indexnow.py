"""IndexNow: tell search engines which pages changed (indexnow.org/documentation); a failure is only reported.

The key proves that whoever sends addresses of a host can also publish a file there; it is no secret.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.feeds.websub import TIMEOUT_SECONDS, HubResponse, post

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.model.urls import SiteUrls

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
            answers.append(post(endpoint, text, "application/json; charset=utf-8", timeout))
    return tuple(answers)
