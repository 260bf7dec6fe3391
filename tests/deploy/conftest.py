"""The shipped configurations, run for real on loopback, on a packed release with every kind of file."""

from __future__ import annotations

import os
import ssl
import subprocess
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from plugins.writer.packing import pack
from plugins.writer.release import Release
from tests.servers import free_port, program, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
LONG = "<p>Служба 122 помогает</p>\n".encode() * 200
SITE: dict[str, bytes] = {
    "index.html": LONG + b"front",
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
    "ru/topics/health/rss.xml": LONG,
    "figures/russia/calls.json": LONG,
    "figures/russia/calls.csv": LONG,
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
    "_redirects": b"/ru/news/old/ /ru/news/2022-12-30-a/ 301\n",
}


class Answer(NamedTuple):
    """What a server said; header names in lower case, repeated ones joined by commas."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A running server and what it serves."""

    name: str
    port: int
    root: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask over HTTPS; `accept_language` is the header Accept-Language."""
        unverified = ssl._create_unverified_context()  # noqa: S323, SLF001 - a certificate made for the test
        connection = HTTPSConnection("127.0.0.1", self.port, context=unverified, timeout=30)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            response = connection.getresponse()
            return Answer(response.status, _joined(response.getheaders()), response.read())
        finally:
            connection.close()


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        before = joined.get(name.lower())
        joined[name.lower()] = f"{before}, {value}" if before else value
    return joined


def release_site(place: Path, files: Mapping[str, bytes]) -> Path:
    """A packed release, as it is published."""
    with Release(place / "output") as release:
        for path, content in files.items():
            release.put(path, content)
        release.finish()
    pack(place / "output", place / "www")
    return place / "www"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_site(tmp_path_factory.mktemp("site"), SITE)


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    place = tmp_path_factory.mktemp(request.param)
    with {"nginx": nginx, "caddy": caddy}[request.param](place, site) as started:
        yield started


@contextmanager
def nginx(place: Path, root: Path) -> Iterator[Server]:
    """The shipped nginx.conf; only addresses, ports, certificate and places are of the test."""
    port, plain = free_port(), free_port()
    certify(place)
    configuration = changed(
        (DEPLOY / "nginx.conf").read_text(),
        {
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "pid /run/nginx.pid;": f"pid {place}/pid;",
            "/var/log/nginx/error.log": f"{place}/error.log",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "listen 80 default_server;": f"listen 127.0.0.1:{plain} default_server;",
            "listen [::]:80 default_server;": "",
            "/etc/ssl/122/": f"{place}/",
            "/srv/hotline/current": str(root),
        },
    )
    (place / "nginx.conf").write_text(configuration)
    with running(program("nginx"), "-c", f"{place}/nginx.conf", "-g", "daemon off;", port=port):
        yield Server("nginx", port, root)


@contextmanager
def caddy(place: Path, root: Path) -> Iterator[Server]:
    """The shipped Caddyfile; only the address, the certificate and places are of the test."""
    port, keys = free_port(), f"{place}/fullchain.pem {place}/privkey.pem"
    certify(place)
    configuration = changed(
        (DEPLOY / "Caddyfile").read_text(),
        {
            "admin off": f"admin off\n\tauto_https disable_redirects\n\tstorage file_system {place}",
            "122.example.org {": f"https://127.0.0.1:{port} {{\n\ttls {keys}",
            "/srv/hotline/current": str(root),
        },
    )
    (place / "Caddyfile").write_text(configuration)
    home = {"HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    command = (program("caddy"), "run", "--adapter", "caddyfile", "--config", f"{place}/Caddyfile")
    with running(*command, port=port, environment=home):
        yield Server("caddy", port, root)


def changed(configuration: str, words: Mapping[str, str]) -> str:
    """The configuration with other words; each must be there, so that the test runs what is shipped."""
    for old, new in words.items():
        assert old in configuration, old
        configuration = configuration.replace(old, new)
    return configuration


def certify(place: Path) -> None:
    """A certificate for this test."""
    files = ["-keyout", f"{place}/privkey.pem", "-out", f"{place}/fullchain.pem"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [program("openssl"), "req", "-x509", *kind, *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
