"""Reads Markdown files, in parallel, into documents; unchanged files come from the document cache.

A file with the same inode, size and times is unchanged; any other is read and compared by its hash.
"""

from __future__ import annotations

import hashlib
import logging
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plugins.build.cache import BuildCache, EntryKind
from plugins.build.digest import Digester
from plugins.build.files import MTIME_RESOLUTION, FileState, file_state, toolchain_digest
from plugins.build.parallel import CHUNK_SIZE, parallel_map
from plugins.build.system import prefetch
from plugins.diagnostics.problem import ContentError, problem
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, file_too_large
from plugins.i18n.typography import typeset
from plugins.markdown.reader import read_document
from plugins.model.content_path import Section
from plugins.model.document import Document, FrontMatter
from plugins.model.text import EncodedText, LazyText

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from plugins.content.scan import SourceFile
    from plugins.i18n.phrases import Phrases, Typography
    from plugins.model.content_path import ContentPath
    from plugins.model.text import EncodedText

logger = logging.getLogger(__name__)


def read_documents(
    sources: Sequence[SourceFile], phrases: Mapping[str, Phrases], cache: DocumentCache
) -> dict[ContentPath, Document]:
    """The document of every file by content path."""
    unknown = [source for source in sources if not _is_known(source, cache)]
    stable_before = time.time_ns() - MTIME_RESOLUTION
    by_path = {source.path: source for source in sources}
    cache.convert = lambda path: _record(by_path[path], None, phrases, stable_before)[1]

    def read(chunk: Sequence[SourceFile]) -> list[tuple[bytes, EncodedText]]:
        prefetch(source.file for source in chunk)
        records = [_record(source, cache.get(source.path), phrases, stable_before) for source in chunk]
        return [(DOCUMENTS.encode(record), record[1].body.load()) for record in records]

    chunks = [unknown[start : start + CHUNK_SIZE] for start in range(0, len(unknown), CHUNK_SIZE)]
    results = parallel_map(read, chunks, chunksize=1)
    for chunk, records in zip(chunks, results, strict=True):
        for source, (record, text) in zip(chunk, records, strict=True):
            known = cache.get(source.path)
            cache.add(source.path, record, text)
            logger.info("document %s: %s", source.path, _difference(known, cache[source.path]))
    cache.save(by_path.keys())
    return {source.content_path: cache[source.path][1] for source in sources}


def documents_key(phrases: Mapping[str, Phrases]) -> bytes:
    """What a document depends on besides its file: code, libraries, typography, telephones, site, labels."""
    digester = Digester()
    customs = [
        (
            code,
            words.language.locale_code,
            words.typography,
            words.telephones,
            words.site_values,
            words.texts.get("faq.plain"),
        )
        for code, words in phrases.items()
    ]
    return hashlib.blake2b(toolchain_digest() + digester(customs).encode(), digest_size=32).digest()


def _difference(known: Record | None, record: Record) -> str:
    if known is None:
        return "new, or the cache was made by another version"
    return "changed" if known[1].digest != record[1].digest else "modified recently, same content"


def _is_known(source: SourceFile, cache: DocumentCache) -> bool:
    record = cache.get(source.path)
    return record is not None and record[0] is not None and record[0] == source.state


def _record(
    source: SourceFile, known: Record | None, phrases: Mapping[str, Phrases], stable_before: int
) -> Record:
    """Read a file: its cached document if only the times changed, else a new one."""
    state = file_state(source.file)
    if state and state[1] > MAX_FILE_BYTES:
        fault = file_too_large(source.path, state[1])
        return None, Document(path=source.path, matter=FrontMatter(), problems=(fault,), readable=False)
    if state and max(state[2:]) >= stable_before:
        state = None
    try:
        content = Path(source.file).read_bytes()
    except OSError as error:
        fault = problem(source.path, 1, "unreadable", reason=error.strerror or error)
        return None, Document(path=source.path, matter=FrontMatter(), problems=(fault,), readable=False)
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    if known and known[1].digest == digest:
        return state, known[1]
    where = source.content_path
    return state, parse_document(where, source.path, content, phrases[where.language], digest)


def parse_document(
    where: ContentPath, path: str, content: bytes, words: Phrases, digest: str = ""
) -> Document:
    """The document of a file's bytes; headings of a FAQ answer are one level deeper, below its question."""
    answer = where.section is Section.FAQ
    document = read_document(
        content,
        path,
        words,
        id_prefix=f"{where.bundle.rpartition('/')[2]}-" if answer else "",
        heading_offset=1 if answer else 0,
    )
    return replace(document, matter=_typeset_matter(document.matter, words.typography), digest=digest)


def _typeset_matter(matter: FrontMatter, typography: Typography) -> FrontMatter:
    """The front matter with its texts for readers set."""
    title, summary, reason = (
        typeset(each, typography) for each in (matter.title, matter.summary, matter.reason)
    )
    corrections = tuple(replace(each, text=typeset(each.text, typography)) for each in matter.corrections)
    return replace(matter, title=title, summary=summary, reason=reason, corrections=corrections)


Record = tuple[FileState | None, Document]
"""The file's state when it was read (None when it may have changed unseen since), and its document."""


def _encode_text(text: LazyText) -> str:
    return text.digest


def _decode_text(_type: type, digest: object) -> LazyText:
    if not isinstance(digest, str):
        raise TypeError(f"a digest, not {type(digest).__name__}")
    return LazyText.unloaded(digest)


DOCUMENTS: EntryKind[Record] = EntryKind("documents", Record, _encode_text, _decode_text)
TEXTS: EntryKind[tuple[str, bytes, bytes]] = EntryKind("texts", tuple[str, bytes, bytes])
"""The digest of the file that a text was read from; its source and HTML."""
KEPT: EntryKind[tuple[bytes, bytes, bytes]] = EntryKind("kept-documents", tuple[bytes, bytes, bytes])
"""Of a published version that was replaced since: its record, as `DOCUMENTS` encodes it, source and HTML."""
PUBLISHED: EntryKind[dict[str, str]] = EntryKind("published", dict[str, str])
"""The digest of each published file by its path in messages."""


class DocumentCache:
    """The documents of a content folder (`scope`); `convert` reads and converts a file again."""

    convert: Callable[[str], Document]

    def __init__(self, cache: BuildCache, scope: str, key: bytes) -> None:
        self._cache, self._scope, self._key = cache, scope, key
        self._stamp = cache.stamp(DOCUMENTS, scope)
        self._records = cache.load_all(DOCUMENTS, scope, key)
        self._fresh: dict[str, tuple[bytes, EncodedText]] = {}
        self._replaced: dict[str, Document] = {}
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
        record = DOCUMENTS.decode(encoded)
        known = self._records.get(path)
        if known and known[1].digest != record[1].digest:
            self._replaced[path] = known[1]
        self._records[path] = record
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
        entries: dict[EntryKind[Any], Iterable[tuple[str, bytes]]]
        entries = {DOCUMENTS: documents, TEXTS: texts, KEPT: self._published_versions()}
        self._cache.store_encoded(self._scope, self._key, entries, gone)
        self._fresh, self._replaced = {}, {}
        self._stamp = self._cache.stamp(DOCUMENTS, self._scope)

    def _published_versions(self) -> list[tuple[str, bytes]]:
        """Of the files that changed, the versions that readers see."""
        if not self._replaced:
            return []
        published = self._cache.load(PUBLISHED, self._scope, b"") or {}
        return [
            (path, KEPT.encode((DOCUMENTS.encode((None, document)), *document.body.load())))
            for path, document in self._replaced.items()
            if published.get(path) == document.digest
        ]

    def load_kept(self, path: str) -> tuple[bytes, bytes, bytes] | None:
        """The published version of a file that was replaced since: its record, source and HTML."""
        return self._cache.load(KEPT, self._scope, self._key, path)

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
