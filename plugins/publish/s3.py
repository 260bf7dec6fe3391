"""Publish to S3-compatible object storage, where readers get each file from an object of its path.

The store is in `.publish/`: `history.json`, and `objects/`, the files of all kept releases by their digest.
Files change one after the other, those that pages name before the pages; nothing is removed before the end.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import msgspec
import obstore
from msgspec import Struct

from plugins.build.errors import PublishError
from plugins.publish import http_headers
from plugins.publish.http_headers import headers_for, is_fingerprinted, is_hidden
from plugins.publish.s3_client import open_store, storage_errors
from plugins.publish.s3_lock import StorageLock
from plugins.publish.target import Altered, is_page
from plugins.release.manifest import MARKER, ManifestEntry, hash_content, parse_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from plugins.publish.address import TargetAddress
    from plugins.publish.target import Files, ReadFile, ReleaseChange, StoredRelease

Item = TypeVar("Item")
PRIVATE = ".publish/"
OBJECTS = f"{PRIVATE}objects/"
SENT = f"{PRIVATE}sent.json.gz"
CONCURRENCY = 8
MD5 = re.compile(r"[0-9a-f]{32}")
PRIVATE_HEADERS = {"Content-Type": "application/json", "Cache-Control": "private, no-store"}


class Sent(Struct, frozen=True):
    """The digest and ETag of each file when it was sent, and the version of the headers."""

    headers: str = ""
    files: dict[str, tuple[str, str]] = {}


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


class S3Target:
    """A bucket, or a folder in one."""

    def __init__(self, address: TargetAddress) -> None:
        self.place = str(address)
        self._store = open_store(address)
        self._lock = StorageLock(self._store, self.place, f"{PRIVATE}locks/")
        self._etags: dict[str, str] = {}
        self._sent = Sent()

    def takes(self, path: str) -> bool:
        """Hidden files are for servers of one's own."""
        return not is_hidden(path)

    def lock(self, publisher: str, timeout: float) -> AbstractContextManager[datetime]:
        """A lock object."""
        return self._lock.held(publisher, timeout)

    def read(self, name: str) -> bytes | None:
        """A private object."""
        return self._get(PRIVATE + name)

    def write(self, name: str, content: bytes) -> None:
        """Replace a private object."""
        with storage_errors(self.place):
            self._store.put(PRIVATE + name, content, attributes=PRIVATE_HEADERS)

    def adopt(self, *, force: bool) -> Files:
        """What the manifest in the storage lists; files of others are left alone, if that is meant."""
        content = self._get(MARKER)
        found = parse_manifest(content) if content is not None else None
        if content is not None and found is not None:
            return {**found, MARKER: hash_content(content)}
        self._etags = self._list()
        if self._etags and not force:
            raise PublishError("publish-not-ours", place=self.place, count=len(self._etags))
        return {}

    def compare(self, live: Files) -> Altered:
        """Compare ETags with those that the storage gave when the files were sent."""
        self._sent, self._etags = self._read_sent(), self._list()
        missing = frozenset(live.keys() - self._etags.keys())
        sent, etags = self._sent.files, self._etags
        changed = {
            path
            for path in live.keys() & etags.keys() & sent.keys()
            if sent[path] != (live[path].sha256, etags[path]) and self._is_changed(path, live[path])
        }
        outdated = live.keys() if self._headers_differ() else live.keys() - sent.keys()
        foreign = frozenset(etags.keys() - live.keys())
        return Altered(frozenset(changed), missing, foreign, frozenset(outdated))

    def store(self, release: StoredRelease, base: tuple[int, Files], read: ReadFile) -> None:
        """Add the objects that are not there yet."""
        known = {entry.sha256 for entry in base[1].values()}
        if release.resume:
            known |= self._stored()
        new = {entry.sha256: path for path, entry in release.files.items() if entry.sha256 not in known}

        def put(item: tuple[str, str]) -> None:
            self._put(OBJECTS + item[0], read(item[1]), PRIVATE_HEADERS)

        self._in_parallel(put, new.items())

    def fetch(self, _number: int, _path: str, entry: ManifestEntry) -> bytes | None:
        """An object's bytes."""
        content = self._get(OBJECTS + entry.sha256)
        return content if content is not None and hash_content(content) == entry else None

    def switch(self, change: ReleaseChange, read: ReadFile) -> None:
        """Put what differs in phases: fingerprinted files, other assets, pages, the manifest; then delete."""
        self._lock.check()
        sent = {path: each for path, each in self._sent.files.items() if path in change.files}
        for path in change.write:
            sent.pop(path, None)

        def put(path: str) -> None:
            content = read(path)
            if self._etags.get(path) == _md5(content) and not self._headers_differ():
                etag = self._etags[path]  # by a publishing that did not end
            else:
                etag = self._put(path, content, headers_for(path).as_dict)
            sent[path] = (change.files[path].sha256, etag)

        try:
            for _, phase in groupby(change.write, key=_phase):
                self._in_parallel(put, phase)
            with storage_errors(self.place):
                for path in change.remove:
                    self._store.delete(path)
        finally:
            self._write_sent(Sent(headers_version(), sent))

    def prune(self, _numbers: Collection[int], digests: Collection[str]) -> None:
        """Delete objects."""
        self._in_parallel(self._delete_if_there, [OBJECTS + digest for digest in digests])

    def _headers_differ(self) -> bool:
        return self._sent.headers not in {"", headers_version()}

    def _list(self) -> dict[str, str]:
        """The ETags of all objects but the private ones."""
        with storage_errors(self.place):
            top = obstore.list_with_delimiter(self._store)
            found = [*top["objects"]]
            prefixes = [prefix for prefix in top["common_prefixes"] if not PRIVATE.startswith(prefix)]
            with ThreadPoolExecutor(CONCURRENCY) as pool:
                for pages in pool.map(lambda prefix: [*obstore.list(self._store, prefix)], prefixes):
                    found += [meta for page in pages for meta in page]
        return {meta["path"]: (meta["e_tag"] or "").strip('"') for meta in found}

    def _stored(self) -> set[str]:
        with storage_errors(self.place):
            pages = obstore.list(self._store, OBJECTS)
            return {meta["path"].removeprefix(OBJECTS) for page in pages for meta in page}

    def _is_changed(self, path: str, entry: ManifestEntry) -> bool:
        """Whether a file whose ETag differs has other bytes; an ETag that is no checksum does not tell."""
        digest, etag = self._sent.files[path]
        if digest == entry.sha256 and MD5.fullmatch(etag) and MD5.fullmatch(self._etags[path]):
            return True
        content = self._get(path)
        return content is None or hash_content(content) != entry

    def _get(self, path: str) -> bytes | None:
        with storage_errors(self.place):
            try:
                return bytes(self._store.get(path).bytes())
            except FileNotFoundError:
                return None

    def _put(self, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Put an object and compare what arrived: by its ETag, or by getting it again; its ETag."""
        with storage_errors(self.place):
            etag = (self._store.put(path, content, attributes=headers)["e_tag"] or "").strip('"')
        arrived = etag == _md5(content) if MD5.fullmatch(etag) else self._get(path) == content
        if not arrived:
            raise PublishError("publish-unverified", place=self.place, count=1, path=path)
        return etag

    def _delete_if_there(self, path: str) -> None:
        with storage_errors(self.place):
            try:
                self._store.delete(path)
            except FileNotFoundError:
                return

    def _in_parallel(self, work: Callable[[Item], object], items: Iterable[Item]) -> None:
        with ThreadPoolExecutor(CONCURRENCY) as pool:
            for _ in pool.map(work, items):
                pass

    def _read_sent(self) -> Sent:
        try:
            return msgspec.json.decode(gzip.decompress(self._get(SENT) or b""), type=Sent)
        except (msgspec.DecodeError, UnicodeError, OSError, EOFError):
            return Sent()

    def _write_sent(self, sent: Sent) -> None:
        ordered = Sent(sent.headers, dict(sorted(sent.files.items())))
        content = gzip.compress(msgspec.json.encode(ordered), 1, mtime=0)
        with storage_errors(self.place):
            self._store.put(SENT, content, attributes=PRIVATE_HEADERS)


def _phase(path: str) -> tuple[bool, bool, bool]:
    return path == MARKER, is_fingerprinted(path), is_page(path)


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
