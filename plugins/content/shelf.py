"""The shelf of documents: those of the build before, by the path of their file.

Three files: the documents without their texts, the texts one after the other, and what a few edits brought,
so that keeping one document does not mean writing all.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from plugins.editions.kept import Signature, keep, read_kept, signature, write_whole
from plugins.model.document import Document
from plugins.model.lazy_text import FileStore

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from plugins.model.lazy_text import Body

Record = tuple[Signature | None, Document]
"""The file as it was when it was read (None when it may have changed unseen since), and its document."""

FEW = 64
SHARE = 8
"""So many documents, or one in so many of all, are recent; more become the new base."""


class Shelf:
    """The documents in a folder, made under a key; to be closed when what was saved is needed by others."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._base_file, self._recent_file = folder / "documents", folder / "documents.recent"
        self._bodies_file = folder / "documents.bodies"
        self._key = key
        self._left = self._files()
        self._base = self._read_base()
        self._recent = self._read_recent()
        self._changed = False

    @classmethod
    def of(cls, folder: Path, key: bytes) -> Shelf:
        """The shelf in a folder: the one this process used last, while its files are as it left them."""
        held = _last.get(folder)
        if held is None or not held.is_as_left(key):
            _last.clear()
            held = _last[folder] = cls(folder, key)
        return held

    def is_as_left(self, key: bytes) -> bool:
        """Whether it was made under this key, and its files are as they were when it was closed."""
        return self._key == key and self._left == self._files()

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
            bodies = {path: carried(document.body) for path, (_, document) in self._recent.items()}
            keep(self._recent_file, self._recent_key, (self._recent, bodies))
        else:
            self._base, self._recent = {path: self[path] for path in paths}, {}
            self._save_base()
        self._changed = False

    def close(self) -> None:
        """Note how the files were left."""
        self._left = self._files()

    @property
    def _most(self) -> int:
        return FEW + len(self._base) // SHARE

    def _read_base(self) -> dict[str, Record]:
        try:
            store = FileStore(self._bodies_file)
        except OSError:
            return {}
        kept = read_kept(self._base_file, self._key_beside(store.signature))
        if kept is None:
            return {}
        records: dict[str, Record]
        records, places = kept
        for path, (digest, place) in places.items():
            records[path][1].body.settle(store, digest, place)
        return records

    def _read_recent(self) -> dict[str, Record]:
        records: dict[str, Record]
        records, bodies = read_kept(self._recent_file, self._recent_key) or ({}, {})
        for path, body in bodies.items():
            put_back(records[path][1], body)
        return records

    def _files(self) -> tuple[Signature | None, ...]:
        return tuple(signature(file) for file in (self._base_file, self._bodies_file, self._recent_file))

    def _save_base(self) -> None:
        """A disk that refuses only costs the next build time."""
        bodies = [document.body for _, document in self._base.values()]
        places, begin = {}, 0
        for path, body in zip(self._base, bodies, strict=True):
            typed, made = body.lengths
            places[path] = (body.digest, (begin, begin + typed, begin + typed + made))
            begin += typed + made
        with contextlib.suppress(OSError):
            bodies_look = write_whole(self._bodies_file, (body.content for body in bodies))
            keep(self._base_file, self._key_beside(bodies_look), (self._base, places))
            self._recent_file.unlink(missing_ok=True)

    @property
    def _recent_key(self) -> bytes:
        return self._key_beside(signature(self._base_file))

    def _key_beside(self, file: Signature | None) -> bytes:
        """The documents are worth something beside these texts only, what is recent beside this base."""
        return hashlib.blake2b(self._key + repr(file).encode(), digest_size=32).digest()


_last: dict[Path, Shelf] = {}
"""A preview's process builds the same content again and again."""

Carried = tuple[bytes, str, tuple[int, int]]
"""A body on its way: its bytes, its digest, how long its source is and its HTML."""


def carried(body: Body) -> Carried:
    """A body as it travels beside its document."""
    return body.content, body.digest, body.lengths


def put_back(document: Document, carried: Carried) -> None:
    """Give a document the body that came beside it."""
    content, digest, (typed, made) = carried
    document.body.settle(content, digest, (0, typed, typed + made))
