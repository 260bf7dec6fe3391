"""The real request to a real server on loopback."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from plugins.feeds.websub import changed_feeds, ping_hubs
from plugins.model.urls import SiteUrls

if TYPE_CHECKING:
    from collections.abc import Iterator

TOPICS = ("https://122.example/ru/rss.xml", "https://122.example/ru/atom.xml")


class Hub(BaseHTTPRequestHandler):
    """A hub that remembers what it was asked and answers with the status in its address."""

    asked: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        self.asked.append(parse_qs(self.rfile.read(length).decode()))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hub() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A running hub's address, without a slash at its end, and what it is asked."""
    handler = type("ThisHub", (Hub,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined] # set above
        server.shutdown()


def test_a_hub_is_told_of_every_changed_feed_in_one_request() -> None:
    with hub() as (address, asked):
        answers = ping_hubs([f"{address}/204"], TOPICS)
    assert [(answer.status, answer.accepted) for answer in answers] == [(204, True)]
    assert asked == [{"hub.mode": ["publish"], "hub.url": list(TOPICS)}]


def test_without_a_changed_feed_nobody_is_asked() -> None:
    with hub() as (address, asked):
        assert ping_hubs([f"{address}/204"], ()) == ()
    assert asked == []


def test_the_feeds_among_what_a_release_has_written_are_the_changed_ones() -> None:
    written = [
        "ru/index.html",
        "ru/rss.xml",
        "ru/feeds/archive/1/rss.xml",
        "ru/topics/health/atom.xml",
        "sitemap.xml",
    ]
    assert changed_feeds(written, SiteUrls("https://122.example")) == (
        "https://122.example/ru/rss.xml",
        "https://122.example/ru/topics/health/atom.xml",
    )


def test_a_hub_that_fails_is_told_of_and_the_others_are_asked_all_the_same() -> None:
    with hub() as (address, asked):
        answers = ping_hubs(
            [f"{address}/503", "http://127.0.0.1:1/", "file:///etc/passwd", f"{address}/200"], TOPICS
        )
    assert [answer.status for answer in answers] == [503, 0, 0, 200]
    assert [answer.accepted for answer in answers] == [False, False, False, True]
    assert all(answer.reason for answer in answers)
    assert len(asked) == 2
