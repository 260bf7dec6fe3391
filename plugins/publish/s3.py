"""Object storage: new fingerprinted files first, pages next, deletions last: every page finds its parts.

A run that was interrupted finds what it sent already by the checksums that the storage keeps.
"""

from __future__ import annotations

import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from plugins.publish.http_headers import is_fingerprinted, is_hidden, kind
from plugins.publish.options import Published, Wishes
from plugins.publish.s3_state import headers_fingerprint, read_kept, read_memory, remember
from plugins.release.errors import PublishError
from plugins.release.manifest import read_manifest
from plugins.release.sanity_checks import check_lost_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.publish.s3_state import Kept, Memory
    from plugins.release.manifest import ManifestEntry

AT_ONCE = 8
MD5 = re.compile(r"[0-9a-f]{32}")


def send_to_bucket(packed: Path, target: str, wishes: Wishes) -> Published:
    """Send what changed, verify it, then delete what is no longer needed; raises `PublishError`."""
    try:
        return _send(packed, target, wishes)
    except BaseError as error:
        raise PublishError("publish-failed", place=target, reason=_reason(error)) from None


def _send(packed: Path, target: str, wishes: Wishes) -> Published:
    store = open_bucket(target)
    files = {path: entry for path, entry in read_manifest(packed).items() if not is_hidden(path)}
    kept, memory = read_kept(store), read_memory(store)
    _refuse(target, kept, memory, files, wishes)
    changed = [path for path in in_order(files) if not _is_there(packed, path, files[path], kept, memory)]
    gone = _gone(files, kept, memory, wishes)
    removed = tuple(path for path, since in gone.items() if _is_due(path, since, wishes))
    size = sum(files[path].size for path in changed)
    planned = Published(target, tuple(changed), size, len(files) - len(changed), removed)
    if wishes.dry_run:
        return planned
    remember(store, _unchanged(files, changed), gone | _begun(changed, wishes), memory)
    _put_all(store, packed, changed, files, wishes)
    verified = _verify(store, packed, target, files, changed)
    for path in removed:
        store.delete(path)
    remember(store, files, {path: since for path, since in gone.items() if path not in removed})
    return Published(target, planned.sent, size, planned.kept, removed, verified)


def open_bucket(target: str) -> S3Store:
    """The storage, with keys, region and endpoint from the usual `AWS_` variables."""
    address = urlsplit(target)
    if not address.netloc:
        raise PublishError("publish-target", target=target)
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith(("http://127.0.0.1:", "http://localhost:"))
    prefix = address.path.strip("/")
    return S3Store(address.netloc, prefix=prefix or None, client_options={"allow_http": plain})


def in_order(paths: Iterable[str]) -> list[str]:
    """Parts before the pages that show them, deeper pages before those that list them."""
    return sorted(
        paths, key=lambda path: (not is_fingerprinted(path), _is_page(path), -path.count("/"), path)
    )


def _unchanged(files: Mapping[str, ManifestEntry], changed: list[str]) -> dict[str, ManifestEntry]:
    return {path: files[path] for path in files.keys() - set(changed)}


def _begun(changed: list[str], wishes: Wishes) -> dict[str, str]:
    """If sending is interrupted and never resumed, what was sent is known to be ours to delete."""
    return dict.fromkeys(changed, wishes.now.isoformat())


def _is_page(path: str) -> bool:
    return ".html" in path or ".xml" in path or path.endswith("feed.json")


def _refuse(
    target: str,
    kept: Mapping[str, Kept],
    memory: Memory | None,
    files: Mapping[str, ManifestEntry],
    wishes: Wishes,
) -> None:
    """Strangers' files and suspicious losses stop it, unless forced."""
    if wishes.force:
        return
    if memory is None and kept:
        raise PublishError("publish-not-ours", place=target, count=len(kept))
    check_lost_pages(memory.files if memory else (), files)


def _is_there(
    packed: Path, path: str, entry: ManifestEntry, kept: Mapping[str, Kept], memory: Memory | None
) -> bool:
    """Whether the storage has this very file with the headers in force."""
    there = kept.get(path)
    if there is None or there.size != entry.size or (memory and memory.headers != headers_fingerprint()):
        return False
    if MD5.fullmatch(there.checksum):
        return there.checksum == _md5((packed / path).read_bytes())
    return memory is not None and memory.files.get(path) == entry


def _gone(
    files: Mapping[str, ManifestEntry], kept: Mapping[str, Kept], memory: Memory | None, wishes: Wishes
) -> dict[str, str]:
    """Files of ours that are no longer needed, each with the moment when that was first seen."""
    if memory is None:
        return {}
    ours = {*memory.files, *memory.gone} & kept.keys() - files.keys()
    return {path: memory.gone.get(path, wishes.now.isoformat()) for path in sorted(ours)}


def _is_due(path: str, since: str, wishes: Wishes) -> bool:
    """A withdrawn page goes at once; what old pages in caches may still ask for stays for a while."""
    return not is_fingerprinted(path) or wishes.now - datetime.fromisoformat(since) >= wishes.grace


def _put_all(
    store: S3Store, packed: Path, paths: list[str], files: Mapping[str, ManifestEntry], wishes: Wishes
) -> None:
    """Send several at a time, but never a page before all that must come first is there."""
    sent, total = 0, sum(files[path].size for path in paths)

    def put(path: str) -> int:
        store.put(path, (packed / path).read_bytes(), attributes=kind(path).headers)
        return files[path].size

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for turn in _turns(paths):
            for size in pool.map(put, turn):
                sent += size
                wishes.progress(sent, total)


def _turns(paths: list[str]) -> list[list[str]]:
    """The fingerprinted files, then the other parts, then the pages."""
    turns: dict[tuple[bool, bool], list[str]] = {}
    for path in paths:
        turns.setdefault((is_fingerprinted(path), _is_page(path)), []).append(path)
    return list(turns.values())


def _verify(
    store: S3Store, packed: Path, target: str, files: Mapping[str, ManifestEntry], changed: list[str]
) -> int:
    """Every file is there in its length, and what was sent is what was meant; how many were compared."""
    kept = read_kept(store)
    wrong = [path for path, entry in files.items() if path not in kept or kept[path].size != entry.size]
    wrong += [path for path in changed if path in kept and not _is_as_sent(store, packed, path, kept[path])]
    if wrong:
        raise PublishError("publish-unverified", place=target, count=len(wrong), path=wrong[0])
    return len(files)


def _is_as_sent(store: S3Store, packed: Path, path: str, there: Kept) -> bool:
    """By the storage's MD5 where it keeps one, else by reading the file back."""
    content = (packed / path).read_bytes()
    if MD5.fullmatch(there.checksum):
        return there.checksum == _md5(content)
    return bytes(store.get(path).bytes()) == content


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _reason(error: BaseError) -> str:
    """In few words: the library's own message shows what was signed."""
    status = re.search(r"status code: (\d{3})", str(error))
    return f"HTTP {status[1]}" if status else type(error).__name__
