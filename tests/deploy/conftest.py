"""The shipped configurations, run for real on loopback, on a packed release with every kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from plugins.publish.precompress import precompress
from plugins.release.release import Release
from tests.deploy.running import caddy, nginx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.deploy.running import Server

LONG = "<p>Служба 122 помогает</p>\n".encode() * 200
SITE: dict[str, bytes] = {
    "index.html": b'<html lang="ru">' + LONG + b"front",
    "ru/index.html": LONG + b"ru",
    "en/index.html": LONG + b"en",
    "ru/404.html": LONG + b"ru 404",
    "en/404.html": LONG + b"en 404",
    "ru/search/index.html": LONG,
    "ru/news/2022-12-30-a/index.html": LONG + b"a",
    "ru/news/2022-12-30-a/photo.jpg": bytes(range(256)) * 40,
    "ru/rss.xml": LONG,
    "ru/atom.xml": LONG,
    "ru/feed.json": LONG,
    "ru/feeds.opml": LONG,
    "ru/archive/2022-12.xml": LONG,
    "alerts/2026-11-22-1000-1.xml": LONG,
    "ru/topics/health/rss.xml": LONG,
    "figures/russia/calls.json": LONG,
    "figures/russia/calls.csv": LONG,
    "figures/russia/russia.ru.zip": bytes(range(256)) * 40,
    "ru/embed/russia/calls/index.html": LONG,
    "ru/embed/russia/calls/oembed.json": LONG,
    "figures/russia/calls.ru.png": bytes(range(256)) * 40,
    "figures/russia/calls.ru.0123abcd.png": bytes(range(256)) * 40,
    "static/site.0123abcd.css": LONG,
    "static/site.0123abcd.js": LONG,
    "static/site.js": LONG,
    "static/onest.0123abcd.woff2": bytes(range(256)) * 40,
    "static/mark.svg": LONG,
    "static/favicon.ico": bytes(99),
    "sitemap.xml": LONG,
    "robots.txt": b"User-agent: *\n",
    "site.webmanifest": b"{}",
    "search/x.pf_index": b"\0\1\2",
    ".well-known/security.txt": b"Contact: mailto:122@example.org\n",
    ".hidden": b"hidden",
    "ru/news/old/index.html": b'<meta http-equiv="refresh" content="0; url=/ru/news/2022-12-30-a/">',
    "2022/12/x.html": b'<meta http-equiv="refresh" content="0; url=/ru/news/2022-12-30-a/">',
    "Новости/Итоги года/index.html": b'<meta http-equiv="refresh" content="0; url=/ru/news/2022-12-30-a/">',
    ".redirects": b"/?p=12 /ru/news/2022-12-30-a/\n/x.php /ru/news/2022-12-30-a/\n/x.php?id=1&b=2 /ru/\n",
}


class Serve(Protocol):
    """Runs a server from a scratch folder on a packed release."""

    def __call__(self, place: Path, root: Path, *, reports: str = "") -> AbstractContextManager[Server]: ...


def release_site(place: Path, files: Mapping[str, bytes]) -> Path:
    """A packed release, as it is published."""
    with Release(place / "output") as release:
        for path, content in files.items():
            release.write(path, content)
        release.commit()
    precompress(place / "output", place / "www")
    return place / "www"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_site(tmp_path_factory.mktemp("site"), SITE)


@pytest.fixture(scope="session", params=[nginx, caddy])
def serve(request: pytest.FixtureRequest) -> Serve:
    started: Serve = request.param
    return started


@pytest.fixture(scope="session")
def server(serve: Serve, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("server"), site) as started:
        yield started
