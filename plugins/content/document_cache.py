"""Documents of earlier builds by the path of their file; their texts are loaded lazily.

A text that the build cache has lost, or never could store, is converted again from its file.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from plugins.build.cache import BuildCache, EntryKind
from plugins.build.snapshot import FileState
from plugins.diagnostics.problem import ContentError, problem
from plugins.model.document import Document
from plugins.model.text import EncodedText, LazyText

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

Record = tuple[FileState | None, Document]
"""The file's state when it was read (None when it may have changed unseen since), and its document."""


def _encode_text(text: LazyText) -> str:
    return text.digest


def _decode_text(_type: type, digest: Any) -> LazyText:  # noqa: ANN401 - what was stored, of any shape
    if not isinstance(digest, str):
        raise TypeError(f"a digest, not {type(digest).__name__}")
    return LazyText.unloaded(digest)


DOCUMENTS: EntryKind[Record] = EntryKind("documents", Record, _encode_text, _decode_text)
TEXTS: EntryKind[tuple[str, bytes, bytes]] = EntryKind("texts", tuple[str, bytes, bytes])
"""The digest of the file that a text was read from; its source and HTML."""


class DocumentCache:
    """The documents of one content folder (`scope`), stored under a key.

    `convert` reads and converts a file of this build again, by its path.
    """

    convert: Callable[[str], Document]

    def __init__(self, cache: BuildCache, scope: str, key: bytes) -> None:
        self._cache, self._scope, self._key = cache, scope, key
        self._stamp = cache.stamp(DOCUMENTS, scope)
        self._records = cache.load_all(DOCUMENTS, scope, key)
        self._fresh: dict[str, tuple[bytes, EncodedText]] = {}
        for path, (_, document) in self._records.items():
            document.body.load = partial(self._load, path, document.digest)

    @classmethod
    def open(cls, folder: Path, scope: str, key: bytes) -> DocumentCache:
        """The documents in a cache folder: those this process holds, if no other build stored any since."""
        held = _last.get(folder)
        if held is None or not held.is_current(scope, key):
            _last.clear()
            held = _last[folder] = cls(BuildCache.shared(folder), scope, key)
        return held

    def is_current(self, scope: str, key: bytes) -> bool:
        """Whether it was opened for this scope and key, and holds what the build cache does."""
        same = (self._scope, self._key) == (scope, key)
        return same and self._stamp is not None and self._stamp == self._cache.stamp(DOCUMENTS, scope)

    def __getitem__(self, path: str) -> Record:
        return self._records[path]

    def get(self, path: str) -> Record | None:
        """What is known of a file."""
        return self._records.get(path)

    def add(self, path: str, encoded: bytes, text: EncodedText) -> None:
        """A file's new record, as `DOCUMENTS` encodes it, and its text."""
        record = self._records[path] = DOCUMENTS.decode(encoded)
        attach_body(record[1], text)
        self._fresh[path] = (encoded, text)

    def save(self, paths: Collection[str]) -> None:
        """Store what is new for the next build, which has the files at these paths."""
        gone = self._records.keys() - paths
        if not (self._fresh or gone):
            return
        for path in gone:
            del self._records[path]
        documents = ((path, encoded) for path, (encoded, _) in self._fresh.items())
        texts = (
            (path, TEXTS.encode((self._records[path][1].digest, *text)))
            for path, (_, text) in self._fresh.items()
        )
        self._cache.store_encoded(self._scope, self._key, {DOCUMENTS: documents, TEXTS: texts}, gone)
        self._fresh = {}
        self._stamp = self._cache.stamp(DOCUMENTS, self._scope)

    def _load(self, path: str, digest: str) -> EncodedText:
        """A document's text; raises `ContentError` where it is lost and its file has changed since."""
        found = self._cache.load(TEXTS, self._scope, self._key, path)
        if found and found[0] == digest:
            return found[1:]
        document = self.convert(path)
        if document.digest != digest:
            raise ContentError([problem(path, 1, "changed-meanwhile")])
        return document.body.load()


def attach_body(document: Document, text: EncodedText) -> None:
    """Give a decoded document its text."""
    document.body.load = lambda: text


_last: dict[Path, DocumentCache] = {}
"""The process behind the preview builds the same content again and again."""
