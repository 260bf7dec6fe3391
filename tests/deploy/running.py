"""The shipped server configurations, run on loopback with another name, ports, certificate and folders."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.servers import free_port, program, running, unverified_tls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "localhost"
"""Stands for the name of the site in the shipped configurations."""
POLICY_END = "object-src 'none'\""
DEPLOY = Path(__file__).parent.parent.parent / "deploy"


class Answer(NamedTuple):
    """What a server said; header names in lower case, repeated ones joined by commas."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A running server and what it serves: HTTPS at `port`, HTTP at `plain`."""

    name: str
    port: int
    plain: int
    root: Path

    @property
    def address(self) -> str:
        """Where browsers find the site."""
        return f"https://{NAME}:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask over HTTPS; `accept_language` is the header Accept-Language."""
        unverified = unverified_tls()
        connection = HTTPSConnection(NAME, self.port, context=unverified, timeout=30)
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


@contextmanager
def nginx(place: Path, root: Path, log: Path | None = None, *, reports: str = "") -> Iterator[Server]:
    """The shipped nginx.conf, run in the folder `place`; policy violations are reported to `reports`."""
    port, plain = free_port(), free_port()
    certify(place)
    configuration = changed(
        (DEPLOY / "nginx.conf").read_text(),
        {
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "pid /run/nginx.pid;": f"pid {place}/pid;",
            "/var/log/nginx/error.log": f"{place}/error.log",
            "listen 443 ssl http2": f"listen 127.0.0.1:{port} ssl http2",
            "listen [::]:443 ssl http2;": "",
            "listen [::]:443 ssl http2 default_server;": "",
            "122.example.org": NAME,
            "listen 80 default_server;": f"listen 127.0.0.1:{plain} default_server;",
            "listen [::]:80 default_server;": "",
            "/etc/ssl/122/": f"{place}/",
            "/srv/hotline/current": str(root),
            "access_log off;": f"access_log {log};" if log else "access_log off;",
            POLICY_END: _reporting(reports),
        },
    )
    (place / "nginx.conf").write_text(configuration)
    with running(program("nginx"), "-c", f"{place}/nginx.conf", "-g", "daemon off;", port=port):
        yield Server("nginx", port, plain, root)


@contextmanager
def caddy(place: Path, root: Path, *, reports: str = "") -> Iterator[Server]:
    """The shipped Caddyfile, run in the folder `place`; policy violations are reported to `reports`."""
    port, plain, keys = free_port(), free_port(), f"{place}/fullchain.pem {place}/privkey.pem"
    certify(place)
    configuration = changed(
        (DEPLOY / "Caddyfile").read_text(),
        {
            "admin off": f"admin off\n\tstorage file_system {place}\n\tdefault_bind 127.0.0.1",
            "\n122.example.org {": f"\nhttps://{NAME}:{port} {{\n\ttls {keys}",
            "122.example.org": NAME,
            "\nhttps:// {": f"\nhttps://:{port} {{",
            "\nhttp:// {": f"\nhttp://:{plain} {{",
            "/srv/hotline/current": str(root),
            POLICY_END: _reporting(reports),
        },
    )
    (place / "Caddyfile").write_text(configuration)
    home = {"HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    command = (program("caddy"), "run", "--adapter", "caddyfile", "--config", f"{place}/Caddyfile")
    with running(*command, port=port, environment=home):
        yield Server("caddy", port, plain, root)


def _reporting(reports: str) -> str:
    return POLICY_END.replace('"', f'; report-uri {reports}"') if reports else POLICY_END


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
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command = [program("openssl"), "req", "-x509", *kind, *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
