"""What object storage holds, and what we remember there of the last publishing (`.release.json`)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import obstore
from msgspec import Struct

from plugins.publish import http_headers as kinds
from plugins.release.manifest import MARKER, ManifestEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obstore.store import S3Store

HIDDEN = {"Content-Type": "application/json", "Cache-Control": "private, no-store"}


class Kept(Struct, frozen=True):
    """What the storage holds of a file: its length, and its checksum where the storage tells one."""

    size: int
    checksum: str


class Memory(Struct, frozen=True):
    """What was published last: files, the headers' fingerprint, and since when files are no longer needed."""

    headers: str
    files: Mapping[str, ManifestEntry]
    gone: Mapping[str, str]


def read_kept(store: S3Store) -> dict[str, Kept]:
    """Everything in the storage but our own memory."""
    pages = obstore.list(store)
    found = {
        meta["path"]: Kept(meta["size"], (meta["e_tag"] or "").strip('"')) for page in pages for meta in page
    }
    return {path: one for path, one in found.items() if path != MARKER}


def read_memory(store: S3Store) -> Memory | None:
    """What was published last; None when nothing ever was."""
    try:
        told = json.loads(bytes(store.get(MARKER).bytes()))
    except FileNotFoundError:
        return None
    files = {path: ManifestEntry(*entry) for path, entry in told["files"].items()}
    return Memory(told["headers"], files, told["gone"])


def remember(
    store: S3Store, files: Mapping[str, ManifestEntry], gone: Mapping[str, str], before: Memory | None = None
) -> None:
    """Write down what is published; while sending, with the headers that the files had `before`."""
    headers = before.headers if before else headers_fingerprint()
    told = {"headers": headers, "files": files, "gone": gone}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    store.put(MARKER, content, attributes=HIDDEN)


def headers_fingerprint() -> str:
    """Changes when any file would get other headers: then all are sent again."""
    table = [kinds.TEXT, kinds.PICTURES, kinds.FEEDS, list(kinds.Caching), kinds.FINGERPRINT.pattern]
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16]
