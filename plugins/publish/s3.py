"""S3-compatible object storage: upload what changed, verify it, then delete what is obsolete.

Fingerprinted files are sent first and pages last, so that every page finds its assets.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import obstore
from msgspec import Struct
from msgspec.structs import replace
from obstore.exceptions import BaseError
from obstore.store import S3Store

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult, http_headers, split_target
from plugins.publish.http_headers import headers_for, is_fingerprinted, is_hidden
from plugins.release.manifest import MARKER, ManifestEntry, check_lost_pages, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CONCURRENCY = 8
MD5 = re.compile(r"[0-9a-f]{32}")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT")
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
OTHER_CREDENTIALS = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_METADATA_ENDPOINT",
    "AWS_SKIP_SIGNATURE",
)
"""Variables that stand for the two keys: each names another source of credentials."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
STATE_HEADERS = {"Content-Type": "application/json", "Cache-Control": "private, no-store"}


class RemoteObject(Struct, frozen=True):
    """The size of a file in the storage, and its checksum if the storage has one."""

    size: int
    checksum: str


class PublishedState(Struct, frozen=True, rename={"obsolete": "gone"}):
    """The last publishing: files, version of the headers, and since when files are `obsolete`."""

    headers: str
    files: dict[str, ManifestEntry]
    obsolete: dict[str, str]


def list_objects(store: S3Store) -> dict[str, RemoteObject]:
    """Every object in the storage but the stored state."""
    return {
        meta["path"]: RemoteObject(meta["size"], (meta["e_tag"] or "").strip('"'))
        for page in obstore.list(store)
        for meta in page
        if meta["path"] != MARKER
    }


def load_state(store: S3Store) -> PublishedState | None:
    """The stored state of the last publishing, if there is an intact one."""
    try:
        return msgspec.json.decode(bytes(store.get(MARKER).bytes()), type=PublishedState)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeError):
        return None


def save_state(store: S3Store, state: PublishedState) -> None:
    """Store the state of a publishing, finished or not."""
    store.put(MARKER, msgspec.json.encode(state, order="sorted"), attributes=STATE_HEADERS)


def headers_version() -> str:
    """A hash that changes if any file would get other headers: then all are sent again."""
    table = [
        http_headers.TEXT_TYPES,
        http_headers.BINARY_TYPES,
        http_headers.FEED_TYPES,
        list(http_headers.CacheControl),
        http_headers.FINGERPRINT.pattern,
    ]
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16]


def send_to_s3(packed: Path, target: str, options: PublishOptions) -> PublishResult:
    """Upload what changed, verify it, then delete what is obsolete; raises `PublishError`."""
    try:
        store = open_store(target)
        files = {path: entry for path, entry in read_manifest(packed).items() if not is_hidden(path)}
        return _Upload(store, target, packed, files, options, list_objects(store), load_state(store)).run()
    except BaseError as error:
        raise PublishError("publish-failed", place=target, reason=_describe_error(error)) from None
    except BaseException as error:
        # A panic of the library is no `Exception`, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise PublishError("publish-s3-panic", place=target, reason=error) from None


def open_store(target: str) -> S3Store:
    """The storage, with keys, region and endpoint from the usual `AWS_` variables; raises `PublishError`."""
    address = split_target(target)
    if not BUCKET.fullmatch(address.netloc):
        raise PublishError("publish-target", target=target.rpartition("@")[2])
    _check_environment()
    plain = any(os.environ.get(name, "").startswith("http:") for name in ENDPOINTS)
    prefix = address.path.strip("/")
    try:
        return S3Store(address.netloc, prefix=prefix or None, client_options={"allow_http": plain})
    except ValueError:  # a prefix that is no path of an object, such as `..`
        raise PublishError("publish-target", target=target) from None


def _check_environment() -> None:
    for name in ENDPOINTS:
        if name in os.environ and not _is_endpoint(os.environ[name]):
            raise PublishError("publish-s3-endpoint", name=name, value=os.environ[name].rpartition("@")[2])
    missing = [name for name in KEYS if not os.environ.get(name)]
    if missing and not any(os.environ.get(name) for name in OTHER_CREDENTIALS):
        raise PublishError("publish-s3-keys", names=", ".join(missing))


def _is_endpoint(value: str) -> bool:
    """Whether a value is `https://host`, with a port and a path if need be; `http` on this machine only."""
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port != 0
    except ValueError:
        return False
    plain = value.isascii() and value.isprintable() and not re.search(r"[\s<>\"'\\?#@{}|^`]", value)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return plain and port_is_valid and secure and bool(parts.hostname)


def upload_order(paths: Iterable[str]) -> list[str]:
    """Assets before pages, deeper pages before those that list them."""
    return sorted(
        paths, key=lambda path: (not is_fingerprinted(path), _is_page(path), -path.count("/"), path)
    )


def _is_page(path: str) -> bool:
    return ".html" in path or ".xml" in path or path.endswith("feed.json")


class _Upload(Struct, frozen=True):
    """One upload of the `files` in a folder; `remote` and `state` are those of the storage before it."""

    store: S3Store
    target: str
    folder: Path
    files: dict[str, ManifestEntry]
    options: PublishOptions
    remote: dict[str, RemoteObject]
    state: PublishedState | None

    def run(self) -> PublishResult:
        """Upload, verify and delete, or only plan it in a dry run."""
        self._check_target()
        changed = [path for path in upload_order(self.files) if not self._is_uploaded(path)]
        unchanged = {path: self.files[path] for path in self.files.keys() - set(changed)}
        obsolete = self._obsolete_files()
        removed = tuple(path for path, since in obsolete.items() if self._is_due(path, since))
        size = sum(self.files[path].size for path in changed)
        planned = PublishResult(self.target, tuple(changed), size, len(unchanged), removed)
        if self.options.dry_run:
            return planned
        # Marked as obsolete before they are sent, files of an upload that is never resumed can be deleted.
        started = dict.fromkeys(changed, self.options.now.isoformat())
        headers = self.state.headers if self.state else headers_version()
        save_state(self.store, PublishedState(headers, unchanged, obsolete | started))
        self._send(changed, size)
        self._verify(changed)
        for path in removed:
            self.store.delete(path)
        retained = {path: since for path, since in obsolete.items() if path not in removed}
        save_state(self.store, PublishedState(headers_version(), self.files, retained))
        return replace(planned, verified=len(self.files))

    def _check_target(self) -> None:
        if self.options.force:
            return
        if self.state is None and self.remote:
            raise PublishError("publish-not-ours", place=self.target, count=len(self.remote))
        check_lost_pages(self.state.files if self.state else (), self.files)

    def _is_uploaded(self, path: str) -> bool:
        entry, remote, state = self.files[path], self.remote.get(path), self.state
        if remote is None or remote.size != entry.size or (state and state.headers != headers_version()):
            return False
        if MD5.fullmatch(remote.checksum):
            return remote.checksum == _md5((self.folder / path).read_bytes())
        return state is not None and state.files.get(path) == entry

    def _obsolete_files(self) -> dict[str, str]:
        """Files of earlier publishings that are not in this one, with the time when that was first seen."""
        if self.state is None:
            return {}
        published = {*self.state.files, *self.state.obsolete} & self.remote.keys() - self.files.keys()
        now = self.options.now.isoformat()
        return {path: self.state.obsolete.get(path, now) for path in sorted(published)}

    def _is_due(self, path: str, since: str) -> bool:
        """A page is deleted at once; an asset after the grace period, as cached pages may refer to it."""
        age = self.options.now - datetime.fromisoformat(since)
        return not is_fingerprinted(path) or age >= self.options.grace_period

    def _send(self, paths: list[str], total: int) -> None:
        """Upload files concurrently in three phases: fingerprinted files, other assets, pages."""
        sent = 0

        def put(path: str) -> int:
            self.store.put(path, (self.folder / path).read_bytes(), attributes=headers_for(path).as_dict)
            return self.files[path].size

        with ThreadPoolExecutor(CONCURRENCY) as pool:
            for _, phase in groupby(paths, key=lambda path: (is_fingerprinted(path), _is_page(path))):
                for size in pool.map(put, phase):
                    sent += size
                    self.options.progress(sent, total)

    def _verify(self, changed: list[str]) -> None:
        """Compare the size of every file and the content of those sent; raises `PublishError`."""
        remote = list_objects(self.store)
        sizes = {path: found.size for path, found in remote.items()}
        wrong = [path for path, entry in self.files.items() if sizes.get(path) != entry.size]
        wrong += [path for path in changed if path in remote and not self._matches(path, remote[path])]
        if wrong:
            raise PublishError("publish-unverified", place=self.target, count=len(wrong), path=wrong[0])

    def _matches(self, path: str, remote: RemoteObject) -> bool:
        """Compare by the storage's MD5 if it has one, else by downloading the file."""
        content = (self.folder / path).read_bytes()
        if MD5.fullmatch(remote.checksum):
            return remote.checksum == _md5(content)
        return bytes(self.store.get(path).bytes()) == content


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _describe_error(error: BaseError) -> str:
    """A short reason: the library's own message contains the signed request."""
    status = re.search(r"status code: (\d{3})", str(error))
    return f"HTTP {status[1]}" if status else type(error).__name__
