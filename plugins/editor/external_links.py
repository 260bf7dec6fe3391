"""Check links to other sites.

Hosts are requested in parallel, the addresses of one host in sequence, and each address once a week at most.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from plugins.diagnostics.problem import Problem, advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plugins.model.document import Document

MAX_HOSTS = 8
CACHE_SECONDS = 7 * 24 * 3600
TIMEOUT = 15
"""Seconds to wait for a response."""
SAFE_CHARS = "/#?=&%:+,;@!$'()*[]~"
HOST_DELAY = 0.5
"""Seconds between two requests to one host."""
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; hotline-news link check)"}
BOT_REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.METHOD_NOT_ALLOWED, 999}
"""Status codes that refuse automated clients and say nothing about the page."""


@dataclass
class LinkChecker:
    """Requests external links and caches the results in `cache_file` for a week."""

    cache_file: Path
    delay: float = HOST_DELAY
    results: dict[str, tuple[float, str]] = field(default_factory=dict)

    def check(self, documents: Iterable[Document]) -> Iterator[Problem]:
        """Dead links, in the order of the documents."""
        links = [
            (document, link)
            for document in documents
            for link in document.links
            if link.target.startswith(("http://", "https://"))
        ]
        self.load_cache()
        self.fetch(sorted({link.target for _, link in links}))
        self.save_cache()
        for document, link in links:
            if error := self.results[link.target][1]:
                yield advice(document.path, link.line, "external-dead", target=link.target, reason=error)

    def fetch(self, targets: Iterable[str]) -> None:
        """Request the addresses that are not cached, host by host."""
        hosts: dict[str, list[str]] = defaultdict(list)
        for target in targets:
            if target not in self.results:
                hosts[urlsplit(target).netloc].append(target)
        with ThreadPoolExecutor(MAX_HOSTS) as pool:
            for results in pool.map(self.fetch_host, hosts.values()):
                self.results |= results

    def fetch_host(self, targets: list[str]) -> dict[str, tuple[float, str]]:
        """When each address of one host was requested, and its error or an empty text."""
        results = {}
        for number, target in enumerate(targets):
            time.sleep(self.delay if number else 0)
            results[target] = (time.time(), _link_error(target))
        return results

    def load_cache(self) -> None:
        """Load the results of the last week; an unreadable cache counts as empty."""
        try:
            cached = json.loads(self.cache_file.read_text(encoding="utf-8"))
            self.results = {
                target: (at, error)
                for target, (at, error) in cached.items()
                if at > time.time() - CACHE_SECONDS
            }
        except (OSError, ValueError, AttributeError, TypeError):
            self.results = {}

    def save_cache(self) -> None:
        """Save the links that work; failed ones are requested again next time."""
        working = {target: result for target, result in sorted(self.results.items()) if not result[1]}
        self.cache_file.parent.mkdir(parents=True, exist_ok=True)
        self.cache_file.write_text(json.dumps(working), encoding="utf-8")


def _link_error(target: str) -> str:
    """Why an address cannot be opened; empty if it can."""
    try:
        request = Request(ascii_url(target), headers=HEADERS)  # noqa: S310 - http(s) only, see above
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the same
            return ""
    except HTTPError as error:
        return "" if error.code in BOT_REFUSALS else f"{error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def ascii_url(target: str) -> str:
    """An address in ASCII: IDNA host, percent-encoded path; raises `ValueError` for an invalid host.

    >>> ascii_url("https://объясняем.рф/вопросы?a=1")
    'https://xn--90aivcdt6dxbc.xn--p1ai/%D0%B2%D0%BE%D0%BF%D1%80%D0%BE%D1%81%D1%8B?a=1'
    """
    parts = urlsplit(target)
    host = parts.netloc.encode("idna").decode()
    return quote(parts._replace(netloc=host).geturl(), safe=SAFE_CHARS)
