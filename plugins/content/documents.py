"""The documents of all Markdown files: each is converted once, and then known by its bytes until they change.

A file is looked at first: one with the same inode, length and times as when it was read holds the same bytes.
Any other is read, and its hash decides.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build.parallel import CHUNK_SIZE, parallel_map
from plugins.build.snapshot import MTIME_RESOLUTION, prefetch
from plugins.build.toolchain import toolchain_digest
from plugins.content.shelf import carried, put_back
from plugins.editions.document import Document, FrontMatter
from plugins.editions.errors import problem
from plugins.editions.kept import packed, signature, unpacked
from plugins.editions.place import Section
from plugins.markup.reader import read_document
from plugins.markup.source import LARGEST, too_large
from plugins.markup.typography import typeset
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.build.parallel import CHUNK_SIZE, parallel_map
from plugins.build.snapshot import MTIME_RESOLUTION, prefetch
from plugins.build.toolchain import toolchain_digest
from plugins.content.shelf import Carried, Record, Shelf
    from plugins.editions.phrases import Phrases
    from plugins.editions.place import Place
    from plugins.editions.scan import Source

logger = logging.getLogger(__name__)


def read_documents(
    sources: Sequence[Source], phrases: Mapping[str, Phrases], shelf: Shelf
) -> dict[Place, Document]:
    """The document of every file, by its place; on the `shelf` they are kept between builds."""
    doubtful = [source for source in sources if not _is_known(source, shelf)]
    settled = time.time_ns() - MTIME_RESOLUTION

    def read(sheet: Sequence[Source]) -> tuple[bytes, list[Carried]]:
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
    return {source.place: shelf[source.path][1] for source in sources}


def documents_key(phrases: Mapping[str, Phrases]) -> bytes:
    """All that shapes a document beside its file: the code, the libraries, each language's typography."""
    digester = Digester()
    customs = [(code, words.language.customs, words.typography) for code, words in phrases.items()]
    return hashlib.blake2b(toolchain_digest() + digester(customs).encode(), digest_size=32).digest()


def _difference(known: Record | None, record: Record) -> str:
    """Why a file was read."""
    if known is None:
        return "new, or the cache was made by another version"
    return "changed" if known[1].digest != record[1].digest else "modified recently, same content"


def _is_known(source: Source, shelf: Shelf) -> bool:
    record = shelf.get(source.path)
    return record is not None and record[0] is not None and record[0] == source.state


def _record(source: Source, known: Record | None, phrases: Mapping[str, Phrases], settled: int) -> Record:
    """A file read: its known document where only its times have changed, else converted."""
    found = signature(source.file)
    if found and found[1] > LARGEST:
        wrong = too_large(source.path, found[1])
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
    return found, _document(source, content, digest, phrases[source.place.language])


def _document(source: Source, content: bytes, digest: str, words: Phrases) -> Document:
    """A file through the Markdown reader; an answer's headings lie deeper, below its question."""
    answer = source.place.section is Section.FAQ
    document = read_document(
        content,
        source.path,
        typography=words.typography,
        language=words.language,
        anchors=f"{source.place.bundle.rpartition('/')[2]}-" if answer else "",
        deeper=1 if answer else 0,
    )
    matter = document.matter
    title, summary = (typeset(text, words.typography) for text in (matter.title, matter.summary))
    return replace(document, matter=replace(matter, title=title, summary=summary), digest=digest)
