"""The shelf of documents: those of the build before, by the path of their file.

What a few edits bring lies in a second, small file, so that keeping one document does not mean writing all.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from plugins.editions.document import Document
from plugins.editions.kept import Signature, keep, read_kept, signature

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Record = tuple[Signature | None, Document]
"""The file as it was when it was read (None when it may have changed unseen since), and its document."""

FEW = 64
SHARE = 8
"""So many documents, or one in so many of all, are recent; more become the new base."""


class Shelf:
    """The documents in a folder, made under a key."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._base_file, self._recent_file = folder / "documents", folder / "documents.recent"
        self._key = key
        self._base: dict[str, Record] = read_kept(self._base_file, key) or {}
        self._recent: dict[str, Record] = read_kept(self._recent_file, self._recent_key) or {}
        self._changed = False

    @property
    def _recent_key(self) -> bytes:
        """What is recent is so beside this base only."""
        base = repr(signature(self._base_file)).encode()
        return hashlib.blake2b(self._key + base, digest_size=32).digest()

    def __getitem__(self, path: str) -> Record:
        return self._recent.get(path) or self._base[path]

    def get(self, path: str) -> Record | None:
        """What is known of a file."""
        return self._recent.get(path) or self._base.get(path)

    def put(self, path: str, record: Record) -> None:
        """Something new of a file."""
        self._recent[path] = record
        self._changed = True

    def save(self, paths: Collection[str]) -> None:
        """Keep the documents of these files for the next build."""
        gone = len(self._base.keys() - paths)
        if not self._changed and gone <= self._most:
            return
        if self._base and len(self._recent) + gone <= self._most:
            keep(self._recent_file, self._recent_key, self._recent)
        else:
            keep(self._base_file, self._key, {path: self[path] for path in paths})
            self._recent_file.unlink(missing_ok=True)

    @property
    def _most(self) -> int:
        return FEW + len(self._base) // SHARE
