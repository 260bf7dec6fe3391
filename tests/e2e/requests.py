"""Raw HTTP requests, and the parts of the answers that clients and caches depend on."""

from __future__ import annotations

import socket
from http.client import HTTPResponse
from typing import TYPE_CHECKING, NamedTuple

from tests.deploy.running import NAME
from tests.servers import unverified_tls

if TYPE_CHECKING:
    from tests.deploy.running import Server

SECURITY = (
    "content-security-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
)
COMPARED = ("location", "cache-control", "content-encoding", "content-range", "content-type", *SECURITY)
OWN_WORDS = frozenset({301, 302, 400, 405, 412, 414, 416, 421, 431, 505})
"""Statuses whose bodies are the server's own."""
LONG = 50


class Request(NamedTuple):
    """A request; `headers` are whole lines, an empty `host` sends none; `tls` is false for port 80."""

    path: str
    method: str = "GET"
    headers: tuple[str, ...] = ()
    host: str = NAME
    version: str = "HTTP/1.1"
    tls: bool = True
    content: bytes = b""

    def __str__(self) -> str:
        host = () if self.host == NAME else (f"Host: {self.host}",)
        lines = (self.method, self.path, self.version, *self.headers, *host)
        words = " ".join(line if len(line) <= LONG else f"{line[:LONG]}… ({len(line)})" for line in lines)
        return words if self.tls else f"{words} at port 80"

    def wire(self) -> bytes:
        """As it is sent."""
        host = (f"Host: {self.host}",) if self.host else ()
        lines = (f"{self.method} {self.path} {self.version}", *host, *self.headers, "Connection: close")
        return "\r\n".join((*lines, "", "")).encode() + self.content


def answer(server: Server, request: Request) -> dict[str, object]:
    """What a server answers: the status, the headers that are compared, and the body of a page or file."""
    with socket.create_connection(("127.0.0.1", server.port if request.tls else server.plain), 30) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _encrypted(plain) if request.tls else plain
        connection.sendall(request.wire())
        response = HTTPResponse(connection, method=request.method)
        response.begin()
        body = response.read()
        connection.close()
    answered: dict[str, object] = {
        name: response.headers[name] for name in COMPARED if name in response.headers
    }
    answered |= {"status": response.status, "vary": _vary(response)}
    return answered if response.status in OWN_WORDS else answered | {"body": body}


def differences(one: dict[str, object], other: dict[str, object]) -> dict[str, tuple[object, object]]:
    """What differs, with both values."""
    names = sorted(one.keys() | other.keys())
    pairs = {name: (one.get(name), other.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _encrypted(plain: socket.socket) -> socket.socket:
    unverified = unverified_tls()
    return unverified.wrap_socket(plain, server_hostname=NAME)


def _vary(response: HTTPResponse) -> frozenset[str]:
    named = ",".join(response.headers.get_all("vary") or ()).split(",")
    return frozenset(name.strip().lower() for name in named) - {""}
