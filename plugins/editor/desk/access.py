"""Who may use the desk: its names and origins, the session's key, and the editor's name."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import secrets
import subprocess
import time
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.datastructures import Headers

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
HTTP_PORT = 80
LOOPBACK_PEERS = frozenset({"127.0.0.1", "::1"})
USER_HEADER, PROXY_HEADER = "X-Desk-User", "X-Desk-Proxy"
"""What a server before the desk says: who is logged in, and that it is this server that says so."""
MAX_NAME = 100
PROXY_KEY_FILE, PROXY_SETTINGS_FILE = "desk-proxy-key", "desk-proxy.nginx"
KEY_FILE = "desk-key"
KEY_BYTES = 32
KEY_SECONDS = 30 * 86_400
"""How long a key opens the desk: after that the address that `./inv serve` prints has another one."""


class Access(Struct, frozen=True):
    """The hosts and origins that are answered, and the key that opens the desk.

    The key is in the address that the editor is given. The cookie and the token of requests are made from it,
    so that a page that is open when the server ends works on with the next one.
    """

    address: str
    hosts: frozenset[str]
    origins: frozenset[str]
    key: str
    cookie: str
    proxy_key: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether a server that knows its users stands before the desk."""
        return bool(self.proxy_key)

    @property
    def session(self) -> str:
        """The value of the cookie."""
        return self._derived("cookie")

    @property
    def token(self) -> str:
        """The value of the header that a change needs."""
        return self._derived("header")

    @property
    def desk_address(self) -> str:
        """The address that opens the desk."""
        return f"{self.address}/desk/?key={self.key}"

    def opens(self, typed: str) -> bool:
        """Whether a key is the right one."""
        return _is_same(typed, self.key)

    def is_known(self, cookie: str) -> bool:
        """Whether a cookie is of this session."""
        return _is_same(cookie, self.session)

    def is_token(self, header: str) -> bool:
        """Whether a header is of this session."""
        return _is_same(header, self.token)

    def user(self, headers: Headers, peer: str) -> str:
        """The name of the editor who asks from a machine.

        Behind a server with a login it is the one that this server says, and no other program; empty if it
        says none.
        """
        if not self.is_shared:
            return local_user()
        told = headers.get(USER_HEADER, "").encode("latin-1", "replace").decode("utf-8", "replace").strip()
        is_server = peer in LOOPBACK_PEERS and _is_same(headers.get(PROXY_HEADER, ""), self.proxy_key)
        return told[:MAX_NAME] if is_server and told.isprintable() else ""

    def _derived(self, purpose: str) -> str:
        return hmac.new(self.key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def loopback_access(port: int, key: str) -> Access:
    """The access of a desk on this machine."""
    hosts = {f"{name}:{port}" for name in LOOPBACK_NAMES}
    hosts |= {*LOOPBACK_NAMES} if port == HTTP_PORT else set()
    # Cookies know no ports: two desks on one machine need two names.
    return Access(
        address=f"http://{LOOPBACK_NAMES[0]}:{port}",
        hosts=frozenset(hosts),
        origins=frozenset(f"http://{host}" for host in hosts),
        key=key,
        cookie=f"desk-{port}",
    )


def proxied_access(address: str, folder: Path) -> Access:
    """The access of a desk behind a server with a login, at the address that its users know.

    Writes the file that the server includes, which tells it the key that its headers need.
    """
    site = urlsplit(address)
    proxy_key = stored_key(folder, PROXY_KEY_FILE, float("inf"))
    with suppress(OSError):
        _write_private(folder / PROXY_SETTINGS_FILE, f'proxy_set_header {PROXY_HEADER} "{proxy_key}";\n')
    return Access(
        address=f"{site.scheme}://{site.netloc}",
        hosts=frozenset({site.netloc}),
        origins=frozenset({f"{site.scheme}://{site.netloc}"}),
        key=stored_key(folder),
        cookie="desk",
        proxy_key=proxy_key,
    )


def stored_key(folder: Path, name: str = KEY_FILE, seconds: float = KEY_SECONDS) -> str:
    """The key in a cache folder, which only its owner can read; a new one if there is none or it is old."""
    file = folder / name
    with suppress(OSError, UnicodeDecodeError):
        key = file.read_text(encoding="ascii").strip()
        if len(key) >= KEY_BYTES and time.time() - file.stat().st_mtime < seconds:
            return key
    key = secrets.token_urlsafe(KEY_BYTES)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _write_private(file, key)
    return key


def _write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)


@cache
def local_user() -> str:
    """The name that git knows the user of this machine by, or else the system."""
    with suppress(OSError, subprocess.SubprocessError, UnicodeDecodeError):
        command = ["git", "config", "user.name"]
        found = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=5
        )
        if name := found.stdout.strip():
            return name
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())
