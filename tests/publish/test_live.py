"""After publishing the public address is looked at, and a release that is not seen there is taken back."""

from __future__ import annotations

import contextlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult, live_check
from plugins.publish.history import HISTORY
from plugins.publish.http_client import site_address
from plugins.publish.live_status import build_digest, live_health, verify_site
from plugins.publish.publish import list_releases, publish
from tests.publish.conftest import build_site
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CARD = "cards/site.0123abcd.png"
FRONT = f'<html><meta property="og:image" content="https://x.example/{CARD}"><a href="tel:122">122</a>{{}}'
SITE = {
    "ru/404.html": b"404",
    "ru/rss.xml": b"<rss/>",
    "ru/index.html": FRONT.format("ru").encode(),
    "en/404.html": b"404",
    "en/rss.xml": b"<rss/>",
    "en/index.html": FRONT.format("en").encode(),
    "ru/old/index.html": b'<meta http-equiv="refresh" content="0; url=/ru/">',
    "sitemap.xml": b"<lastmod>2022-12-30</lastmod><lastmod>2023-01-31T10:00:00+09:00</lastmod>",
    CARD: b"card",
}


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder; answers by `broken` instead where it has the path."""

    broken: Mapping[str, tuple[int, bytes]] = {}
    policy = "default-src 'self'"

    def do_GET(self) -> None:
        status, body = self.broken.get(self.path.partition("?")[0], (0, b""))
        if not status:
            super().do_GET()
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing is told."""


@contextlib.contextmanager
def serving(
    folder: Path, broken: Mapping[str, tuple[int, bytes]] | None = None, **values: str
) -> Iterator[str]:
    handler = type("Broken", (Handler,), {"broken": broken or {}, **values})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Live:
    """A site that is published to a folder and served from there."""

    def __init__(self, place: Path) -> None:
        self.output, self.www = place / "output", place / "www"
        self.target = f"file:{self.www}"

    def publish(self, url: str = "", extra: bytes = b"1") -> PublishResult:
        build_site(self.output, {**SITE, "extra.txt": extra})
        return publish(self.output, self.target, PublishOptions(public_url=url))


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    monkeypatch.setattr(live_check, "PAUSE_SECONDS", 0.0)
    live = Live(tmp_path)
    live.publish()
    return live


def test_a_release_that_is_seen_stays(live: Live) -> None:
    with serving(live.www) as url:
        live.publish(url, b"2")
    assert list_releases(live.target).live == 2


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/ru/", (404, b"")),
        ("/en/", (500, b"")),
        ("/en/", (200, b"the default page of the server")),
        ("/en/rss.xml", (200, b"<rss>other</rss>")),
        (f"/{CARD}", (404, b"")),
        ("/ru/old/", (404, b"")),
        ("/ru/old/", (200, b"")),
        ("/health.json", (404, b"")),
    ],
)
def test_a_release_that_is_not_seen_is_taken_back(live: Live, path: str, answer: tuple[int, bytes]) -> None:
    with (
        serving(live.www, {path: answer}) as url,
        pytest.raises(PublishError, match=r"release 2 was not seen .* readers have release 1") as caught,
    ):
        live.publish(url, b"2")
    assert caught.value.code == "live-taken-back"
    assert list_releases(live.target).live == 1
    assert (live.www / "extra.txt").read_bytes() == b"1"
    assert publish(live.output, live.target).held_release == 2


def test_a_first_release_that_is_not_seen_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_check, "PAUSE_SECONDS", 0.0)
    live = Live(tmp_path)
    with serving(live.www, {"/ru/": (404, b"")}) as url, pytest.raises(PublishError) as caught:
        live.publish(url)
    assert caught.value.code == "live-wrong"
    assert list_releases(live.target).live == 1


def test_an_address_that_shows_another_place_or_nothing_takes_nothing_back(
    live: Live, tmp_path: Path
) -> None:
    other = Live(tmp_path / "other")
    other.publish()
    with serving(other.www) as url, pytest.raises(PublishError, match="shows release 1, not 2"):
        live.publish(url, b"2")
    with pytest.raises(PublishError, match=r"does not answer: .*Connection refused"):
        live.publish(f"http://127.0.0.1:{free_port()}", b"3")
    assert list_releases(live.target).live == 3


def test_a_server_without_a_policy_is_told_and_nothing_is_taken_back(live: Live) -> None:
    with serving(live.www, policy="") as url:
        done = live.publish(url, b"2")
    assert done.warnings == ("/en/", "/ru/")
    assert list_releases(live.target).live == 2


def test_the_health_of_the_site_is_published(live: Live) -> None:
    with serving(live.www) as url:
        health = live_health(url)
    assert (health.release, health.pages, health.newest) == (1, 5, "2023-01-31T10:00:00+09:00")
    assert health.content == build_digest(live.output)
    assert health.published == list_releases(live.target).releases[0].moment


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_a_health_that_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "health.json").write_bytes(content)
    with serving(tmp_path) as url, pytest.raises(PublishError, match="does not tell how the site is"):
        live_health(url)


def test_a_live_site_is_compared_with_its_manifest(live: Live) -> None:
    with serving(live.www) as url:
        assert verify_site(url).wrong == ()
        assert verify_site(url).manifest.content == build_digest(live.output)
        (live.www / CARD).write_bytes(b"other")
        (live.www / "en/rss.xml").unlink()
        assert verify_site(url).wrong == (CARD, "en/rss.xml")


@pytest.mark.parametrize(
    "typed", ["", "x", "file:/etc", "https://", "https://h:0", "https://u@h", "https://h?x"]
)
def test_an_address_of_no_site_is_refused(typed: str) -> None:
    with pytest.raises(PublishError, match="is not the address of a site"):
        site_address(typed)


def test_what_is_kept_at_a_target_is_not_served(live: Live) -> None:
    assert (live.www.with_name(".www.releases") / "published" / HISTORY).is_file()
    assert {path.name for path in live.www.iterdir() if path.name.startswith(".p")} == {".packed"}
