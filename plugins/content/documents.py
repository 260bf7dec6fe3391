"""The documents of all Markdown files: each is converted once, and then known by its bytes until they change.

A file is looked at first: one with the same inode, length and times as when it was read holds the same bytes.
Any other is read, and its hash decides.
"""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.parallel import CHUNK_SIZE, parallel_map
from plugins.build.snapshot import MTIME_RESOLUTION, prefetch
from plugins.build.toolchain import toolchain_digest
from plugins.content.shelf import carried, put_back
from plugins.diagnostics.problem import problem
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, file_too_large
from plugins.editions.kept import packed, signature, unpacked
from plugins.i18n.typography import typeset
from plugins.markdown.reader import read_document
from plugins.model.content_path import Section
from plugins.model.document import Document, FrontMatter
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.content.scan import SourceFile
    from plugins.content.shelf import Carried, Record, Shelf
    from plugins.i18n.phrases import Phrases
    from plugins.model.content_path import ContentPath

logger = logging.getLogger(__name__)


def read_documents(
    sources: Sequence[SourceFile], phrases: Mapping[str, Phrases], shelf: Shelf
) -> dict[ContentPath, Document]:
    """The document of every file, by its place; on the `shelf` they are kept between builds."""
    doubtful = [source for source in sources if not _is_known(source, shelf)]
    settled = time.time_ns() - MTIME_RESOLUTION

    def read(sheet: Sequence[SourceFile]) -> tuple[bytes, list[Carried]]:
        prefetch(source.file for source in sheet)
        records = [_record(source, shelf.get(source.path), phrases, settled) for source in sheet]
        return packed(records), [carried(document.body) for _, document in records]

    # A sheet is sent as a whole: its records name each class and many a word once.
    sheets = [doubtful[start : start + CHUNK_SIZE] for start in range(0, len(doubtful), CHUNK_SIZE)]
    done = parallel_map(read, sheets, chunksize=1)
    for sheet, (sent, bodies) in zip(sheets, done, strict=True):
        records: list[Record] = unpacked(sent)
        for source, record, body in zip(sheet, records, bodies, strict=True):
            put_back(record[1], body)
            logger.info("document %s: %s", source.path, _difference(shelf.get(source.path), record))
            shelf.put(source.path, record)
    shelf.save({source.path: None for source in sources}.keys())
    return {source.location: shelf[source.path][1] for source in sources}


def documents_key(phrases: Mapping[str, Phrases]) -> bytes:
    """All that shapes a document beside its file: the code, the libraries, each language's typography."""
    digester = Digester()
    customs = [(code, words.language.locale_code, words.typography) for code, words in phrases.items()]
    return hashlib.blake2b(toolchain_digest() + digester(customs).encode(), digest_size=32).digest()


def _difference(known: Record | None, record: Record) -> str:
    """Why a file was read."""
    if known is None:
        return "new, or the cache was made by another version"
    return "changed" if known[1].digest != record[1].digest else "modified recently, same content"


def _is_known(source: SourceFile, shelf: Shelf) -> bool:
    record = shelf.get(source.path)
    return record is not None and record[0] is not None and record[0] == source.state


def _record(source: SourceFile, known: Record | None, phrases: Mapping[str, Phrases], settled: int) -> Record:
    """A file read: its known document where only its times have changed, else converted."""
    found = signature(source.file)
    if found and found[1] > MAX_FILE_BYTES:
        wrong = file_too_large(source.path, found[1])
        return None, Document(path=source.path, matter=FrontMatter(), problems=(wrong,))
    if found and max(found[2:]) >= settled:
        found = None
    try:
        content = Path(source.file).read_bytes()
    except OSError as error:
        wrong = problem(source.path, 1, "unreadable", reason=error.strerror or error)
        return None, Document(path=source.path, matter=FrontMatter(), problems=(wrong,))
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    if known and known[1].digest == digest:
        return found, known[1]
    return found, _document(source, content, digest, phrases[source.location.language])


def _document(source: SourceFile, content: bytes, digest: str, words: Phrases) -> Document:
    """A file through the Markdown reader; an answer's headings lie deeper, below its question."""
    answer = source.location.section is Section.FAQ
    document = read_document(
        content,
        source.path,
        words,
        id_prefix=f"{source.location.bundle.rpartition('/')[2]}-" if answer else "",
        heading_offset=1 if answer else 0,
    )
    matter = document.matter
    title, summary = (typeset(text, words.typography) for text in (matter.title, matter.summary))
    return replace(document, matter=replace(matter, title=title, summary=summary), digest=digest)
