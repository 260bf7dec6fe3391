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

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.datastructures import Headers

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
HTTP_PORT = 80
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

    def user(self, _headers: Headers) -> str:
        """The name of the editor who asks."""
        return local_user()

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


def stored_key(folder: Path) -> str:
    """The key in a cache folder, which only its owner can read; a new one if there is none or it is old."""
    file = folder / KEY_FILE
    with suppress(OSError, UnicodeDecodeError):
        key = file.read_text(encoding="ascii").strip()
        if len(key) >= KEY_BYTES and time.time() - file.stat().st_mtime < KEY_SECONDS:
            return key
    key = secrets.token_urlsafe(KEY_BYTES)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key)
    return key


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
