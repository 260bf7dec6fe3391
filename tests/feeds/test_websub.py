"""WebSub requests to a real server on loopback."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from plugins.feeds.announce import changed_feeds, feeds_with_news, ping_hubs
from plugins.model.urls import SiteUrls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOPICS = ("https://122.example/ru/rss.xml", "https://122.example/ru/atom.xml")


class Hub(BaseHTTPRequestHandler):
    """A hub that records requests and responds with the status in its URL."""

    requests: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        self.requests.append(parse_qs(self.rfile.read(length).decode()))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hub() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """The URL of a running hub, without a trailing slash, and its requests."""
    handler = type("ThisHub", (Hub,), {"requests": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.requests  # type: ignore[attr-defined] # set above
        server.shutdown()


def test_a_hub_is_notified_of_every_changed_feed_in_one_request() -> None:
    with hub() as (address, requests):
        responses = ping_hubs([f"{address}/204"], TOPICS)
    assert [response.status for response in responses] == [204]
    assert requests == [{"hub.mode": ["publish"], "hub.url": list(TOPICS)}]


def test_no_hub_is_notified_without_a_changed_feed() -> None:
    with hub() as (address, requests):
        assert ping_hubs([f"{address}/204"], ()) == ()
    assert requests == []


def test_changed_feeds_are_those_that_a_release_has_written() -> None:
    written = [
        "ru/index.html",
        "ru/rss.xml",
        "ru/archive/2022-12.xml",
        "ru/topics/health/atom.xml",
        "sitemap.xml",
    ]
    assert changed_feeds(written, SiteUrls("https://122.example")) == (
        "https://122.example/ru/rss.xml",
        "https://122.example/ru/topics/health/atom.xml",
    )


def test_a_failing_hub_is_reported_and_the_others_are_still_notified() -> None:
    with hub() as (address, requests):
        responses = ping_hubs(
            [f"{address}/503", "http://127.0.0.1:1/", "file:///etc/passwd", f"{address}/200"], TOPICS
        )
    assert [response.status for response in responses] == [503, 0, 0, 200]
    assert all(response.reason for response in responses)
    assert len(requests) == 2


def test_hubs_are_told_of_what_is_new_and_not_of_a_mended_typo(tmp_path: Path) -> None:
    output, cache = tmp_path / "out", tmp_path / "cache"
    feeds = {"ru/atom.xml": "<updated>{}</updated>{}", "ru/feed.json": '"date_modified": "{}" {}'}

    def release(moment: str, text: str) -> tuple[str, ...]:
        for path, form in feeds.items():
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (output / path).write_text(form.format(moment, text), encoding="utf-8")
        return feeds_with_news(cache, output, [*feeds, "ru/index.html"])

    assert release("2026-11-22T12:00", "a typpo") == tuple(feeds)
    assert release("2026-11-22T12:00", "a typo") == ()
    assert release("2026-11-23T12:00", "news") == tuple(feeds)
