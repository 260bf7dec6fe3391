"""S3-compatible object storage: upload what changed, verify it, then delete what is obsolete.

Fingerprinted files are sent first and pages last, so that every page finds its assets. An interrupted run
resumes: files already sent are recognised by the checksums of the storage.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import S3Store

from plugins.publish import PublishOptions, PublishResult, http_headers
from plugins.publish.http_headers import headers_for, is_fingerprinted, is_hidden
from plugins.release.errors import PublishError
from plugins.release.manifest import MARKER, ManifestEntry, check_lost_pages, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CONCURRENCY = 8
MD5 = re.compile(r"[0-9a-f]{32}")
STATE_HEADERS = {"Content-Type": "application/json", "Cache-Control": "private, no-store"}


class RemoteObject(Struct, frozen=True):
    """The size of a file in the storage, and its checksum if the storage has one."""

    size: int
    checksum: str


class PublishedState(Struct, frozen=True):
    """The last publishing: files, version of the headers, and since when files are `obsolete`."""

    headers: str
    files: Mapping[str, ManifestEntry]
    obsolete: Mapping[str, str]


def list_objects(store: S3Store) -> dict[str, RemoteObject]:
    """Every object in the storage but the stored state."""
    pages = obstore.list(store)
    found = {
        meta["path"]: RemoteObject(meta["size"], (meta["e_tag"] or "").strip('"'))
        for page in pages
        for meta in page
    }
    return {path: one for path, one in found.items() if path != MARKER}


def load_state(store: S3Store) -> PublishedState | None:
    """The stored state of the last publishing, if any."""
    try:
        data = json.loads(bytes(store.get(MARKER).bytes()))
    except FileNotFoundError:
        return None
    files = {path: ManifestEntry(*entry) for path, entry in data["files"].items()}
    return PublishedState(data["headers"], files, data["gone"])


def save_state(
    store: S3Store,
    files: Mapping[str, ManifestEntry],
    obsolete: Mapping[str, str],
    previous: PublishedState | None = None,
) -> None:
    """Store the state; during an upload, with the headers of the `previous` one."""
    headers = previous.headers if previous else headers_version()
    data = {"headers": headers, "files": files, "gone": obsolete}
    content = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    store.put(MARKER, content, attributes=STATE_HEADERS)


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
        return _send(packed, target, options)
    except BaseError as error:
        raise PublishError("publish-failed", place=target, reason=_describe_error(error)) from None


def _send(packed: Path, target: str, options: PublishOptions) -> PublishResult:
    store = open_store(target)
    files = {path: entry for path, entry in read_manifest(packed).items() if not is_hidden(path)}
    kept, memory = list_objects(store), load_state(store)
    _check_target(target, kept, memory, files, options)
    changed = [
        path for path in upload_order(files) if not _is_uploaded(packed, path, files[path], kept, memory)
    ]
    gone = _obsolete_files(files, kept, memory, options)
    removed = tuple(path for path, since in gone.items() if _is_due(path, since, options))
    size = sum(files[path].size for path in changed)
    planned = PublishResult(target, tuple(changed), size, len(files) - len(changed), removed)
    if options.dry_run:
        return planned
    save_state(store, _unchanged_entries(files, changed), gone | _mark_started(changed, options), memory)
    _upload(store, packed, changed, files, options)
    verified = _verify(store, packed, target, files, changed)
    for path in removed:
        store.delete(path)
    save_state(store, files, {path: since for path, since in gone.items() if path not in removed})
    return PublishResult(target, planned.sent, size, planned.unchanged, removed, verified)


def open_store(target: str) -> S3Store:
    """The storage, with keys, region and endpoint from the usual `AWS_` variables."""
    address = urlsplit(target)
    if not address.netloc:
        raise PublishError("publish-target", target=target)
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith(("http://127.0.0.1:", "http://localhost:"))
    prefix = address.path.strip("/")
    return S3Store(address.netloc, prefix=prefix or None, client_options={"allow_http": plain})


def upload_order(paths: Iterable[str]) -> list[str]:
    """Assets before pages, deeper pages before those that list them."""
    return sorted(
        paths, key=lambda path: (not is_fingerprinted(path), _is_page(path), -path.count("/"), path)
    )


def _unchanged_entries(files: Mapping[str, ManifestEntry], changed: list[str]) -> dict[str, ManifestEntry]:
    return {path: files[path] for path in files.keys() - set(changed)}


def _mark_started(changed: list[str], options: PublishOptions) -> dict[str, str]:
    """Mark files as obsolete before they are sent, so that an upload that is never resumed can be deleted."""
    return dict.fromkeys(changed, options.now.isoformat())


def _is_page(path: str) -> bool:
    return ".html" in path or ".xml" in path or path.endswith("feed.json")


def _check_target(
    target: str,
    remote: Mapping[str, RemoteObject],
    state: PublishedState | None,
    files: Mapping[str, ManifestEntry],
    options: PublishOptions,
) -> None:
    """Raise an error for foreign files and suspicious losses, unless forced."""
    if options.force:
        return
    if state is None and remote:
        raise PublishError("publish-not-ours", place=target, count=len(remote))
    check_lost_pages(state.files if state else (), files)


def _is_uploaded(
    packed: Path,
    path: str,
    entry: ManifestEntry,
    remote: Mapping[str, RemoteObject],
    state: PublishedState | None,
) -> bool:
    """Whether the storage has this file with the current headers."""
    there = remote.get(path)
    if there is None or there.size != entry.size or (state and state.headers != headers_version()):
        return False
    if MD5.fullmatch(there.checksum):
        return there.checksum == _md5((packed / path).read_bytes())
    return state is not None and state.files.get(path) == entry


def _obsolete_files(
    files: Mapping[str, ManifestEntry],
    remote: Mapping[str, RemoteObject],
    state: PublishedState | None,
    options: PublishOptions,
) -> dict[str, str]:
    """Files of earlier publishings that are not in this one, with the time at which that was first seen."""
    if state is None:
        return {}
    ours = {*state.files, *state.obsolete} & remote.keys() - files.keys()
    return {path: state.obsolete.get(path, options.now.isoformat()) for path in sorted(ours)}


def _is_due(path: str, since: str, options: PublishOptions) -> bool:
    """A page is deleted at once; an asset after the grace period, as cached pages may refer to it."""
    return not is_fingerprinted(path) or options.now - datetime.fromisoformat(since) >= options.grace_period


def _upload(
    store: S3Store,
    packed: Path,
    paths: list[str],
    files: Mapping[str, ManifestEntry],
    options: PublishOptions,
) -> None:
    """Upload files concurrently, phase by phase."""
    sent, total = 0, sum(files[path].size for path in paths)

    def put(path: str) -> int:
        store.put(path, (packed / path).read_bytes(), attributes=headers_for(path).as_dict)
        return files[path].size

    with ThreadPoolExecutor(CONCURRENCY) as pool:
        for phase in _upload_phases(paths):
            for size in pool.map(put, phase):
                sent += size
                options.progress(sent, total)


def _upload_phases(paths: list[str]) -> list[list[str]]:
    """Fingerprinted files, then other assets, then pages."""
    phases: dict[tuple[bool, bool], list[str]] = {}
    for path in paths:
        phases.setdefault((is_fingerprinted(path), _is_page(path)), []).append(path)
    return list(phases.values())


def _verify(
    store: S3Store, packed: Path, target: str, files: Mapping[str, ManifestEntry], changed: list[str]
) -> int:
    """Compare the size of every file and the content of those sent; return the number of files."""
    kept = list_objects(store)
    wrong = [path for path, entry in files.items() if path not in kept or kept[path].size != entry.size]
    wrong += [path for path in changed if path in kept and not _matches(store, packed, path, kept[path])]
    if wrong:
        raise PublishError("publish-unverified", place=target, count=len(wrong), path=wrong[0])
    return len(files)


def _matches(store: S3Store, packed: Path, path: str, there: RemoteObject) -> bool:
    """Compare by the storage's MD5 if it has one, else by downloading the file."""
    content = (packed / path).read_bytes()
    if MD5.fullmatch(there.checksum):
        return there.checksum == _md5(content)
    return bytes(store.get(path).bytes()) == content


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _describe_error(error: BaseError) -> str:
    """A short reason: the library's own message contains the signed request."""
    status = re.search(r"status code: (\d{3})", str(error))
    return f"HTTP {status[1]}" if status else type(error).__name__
