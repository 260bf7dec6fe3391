"""The address of a target, parsed strictly: `file:/srv/www/site`, `ssh://user@host:22/srv/site`, `s3://bucket/folder`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from plugins.build.errors import PublishError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

FOLDER = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[^/\0-\x1f\x7f\\?#]+)+/?")
"""An absolute path without `.` and `..`, and without characters that a URL gives a meaning."""
PREFIX = re.compile(r"(?:[A-Za-z0-9!_.*'()-]+(?:/[A-Za-z0-9!_.*'()-]+)*)?")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
DEFAULT_SSH_PORT = 22


class TargetAddress(Struct, frozen=True):
    """A parsed target. `host` is the host or the bucket; `path` is absolute, except in a bucket."""

    scheme: str
    host: str
    path: str
    user: str = ""
    port: int = 0

    def __str__(self) -> str:
        """The address as it was understood, without anything secret."""
        if self.scheme == "file":
            return f"file:{self.path}"
        if self.scheme == "s3":
            return f"s3://{self.host}/{self.path}".rstrip("/")
        port = f":{self.port}" if self.port != DEFAULT_SSH_PORT else ""
        return f"ssh://{self.login}{port}{self.path}"

    @property
    def login(self) -> str:
        """What ssh and rsync call the host: `user@host`, or `host`."""
        return f"{self.user}@{self.host}" if self.user else self.host


def parse_target(target: str) -> TargetAddress:
    """Parse an address; raises `PublishError` for one that is ambiguous, without its password."""
    try:
        parts = urlsplit(target)
        parse = {"file": _parse_folder, "ssh": _parse_host, "s3": _parse_bucket}[parts.scheme]
        address = parse(parts)
    except (KeyError, ValueError):
        address = None
    # Part of a path in the shell, `?` and `#` end one in a URL: what was meant cannot be known.
    if address is None or set("?#") & set(target) or not target.isprintable():
        raise PublishError("publish-target", target=_without_password(target))
    return address


def _parse_folder(parts: SplitResult) -> TargetAddress | None:
    if parts.netloc not in {"", "localhost"}:
        raise PublishError(
            "publish-target-host", target=parts.geturl(), folder=f"/{parts.netloc}{parts.path}"
        )
    return TargetAddress("file", "", parts.path.rstrip("/")) if FOLDER.fullmatch(parts.path) else None


def _parse_host(parts: SplitResult) -> TargetAddress | None:
    host, user, port = parts.hostname or "", parts.username or "", parts.port
    known = HOST.fullmatch(host) and (not user or USER.fullmatch(user)) and port != 0
    if not known or parts.password is not None or not FOLDER.fullmatch(parts.path) or "~" in parts.path:
        return None
    return TargetAddress("ssh", host, parts.path.rstrip("/"), user, port or DEFAULT_SSH_PORT)


def _parse_bucket(parts: SplitResult) -> TargetAddress | None:
    prefix = parts.path.removeprefix("/").removesuffix("/")
    is_path = PREFIX.fullmatch(prefix) and not {".", ".."} & set(prefix.split("/"))
    return TargetAddress("s3", parts.netloc, prefix) if BUCKET.fullmatch(parts.netloc) and is_path else None


def _without_password(target: str) -> str:
    """The address without what stands before `@`, if that may hold a password."""
    scheme, separator, rest = target.partition("://")
    login, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{host}" if at and ":" in login else target
