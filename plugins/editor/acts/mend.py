"""Mend a published item: a typo, of which nobody is told; a change of substance; a correction."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.documents import DocumentCache, documents_key
from plugins.content.published_documents import PublishedDocuments
from plugins.editor.acts.item_edit import ItemEdit, refusal
from plugins.editor.acts.silent_update import move_ledger
from plugins.editor.translations import GitHistory
from plugins.markdown.reader import read_document
from plugins.model.document import text_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.site_content import LoadResult
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

FACTS = re.compile(r"\d+(?:[.,:\u00a0 ]\d+)*|\{\w+\}[\w.|-]+|\]\([^)]*\)|https?://[^\s)>\]]+")
"""What a mended typo leaves as it is: numbers, references to figures, links."""


class MendKind(StrEnum):
    """What kind of mending it is."""

    TYPO = "typo"
    CHANGE = "change"
    CORRECTION = "correction"


class Mending(Struct, frozen=True):
    """What is mended: new texts of files by language, and the note by language, with what was wrong.

    `published` are the documents that readers have, by language, where the files were mended before.
    """

    kind: MendKind
    files: Mapping[str, bytes] = {}
    notes: Mapping[str, str] = {}
    was: Mapping[str, str] = {}
    published: Mapping[str, Document] = {}


def mend(bundle: Bundle, mending: Mending, context: ActContext) -> Act:
    """The act that mends an item; raises `ContentError` if the kind does not fit what is mended."""
    context.require_public(bundle)
    edit = ItemEdit(bundle, context)
    for code, content in mending.files.items():
        edit.check_language(code)
        edit.after[code] = content
    if mending.kind is MendKind.TYPO:
        return _mend_typo(edit, mending, context.loaded)
    if not any(mending.notes.values()):
        raise refusal("act-no-text")
    if mending.kind is MendKind.CHANGE:
        edit.append("changes", {code: {"text": text} for code, text in mending.notes.items()})
        return edit.act()
    for code in mending.notes:
        if not mending.was.get(code):
            raise refusal("act-no-was", language=code)
    notes = {code: {"was": mending.was[code], "text": text} for code, text in mending.notes.items()}
    edit.append("corrections", notes)
    return edit.act()


def _mend_typo(edit: ItemEdit, mending: Mending, loaded: LoadResult) -> Act:
    before = {
        code: mending.published.get(code) or _document(edit.before[code], code, edit, loaded)
        for code in edit.paths
    }
    after = {code: _document(edit.after[code], code, edit, loaded) for code in edit.paths}
    mended = [code for code in edit.paths if _words(before[code]) != _words(after[code])]
    if not mended:
        raise refusal("act-nothing-mended", name=edit.bundle.name)
    for code in mended:
        if _facts(before[code]) != _facts(after[code]):
            raise refusal("act-typo-facts", path=edit.paths[code])
    primary = edit.primary
    for code in edit.paths if primary in mended else ():
        stored = str(edit.values(code).get("translated_from", ""))
        moved = move_fingerprints(stored, before[primary], after[primary])
        if moved is None:
            raise refusal("act-typo-sections", path=edit.paths[primary])
        if moved != stored:
            edit.set(code, translated_from=moved)
    move_ledger(edit, before, loaded)
    return edit.act()


def _document(content: bytes, code: str, edit: ItemEdit, loaded: LoadResult) -> Document:
    return read_document(content, f"{edit.options.display_name}/{edit.paths[code]}", loaded.phrases[code])


def _words(document: Document) -> tuple[str, str, str]:
    return document.matter.title, document.matter.summary, document.source


def _facts(document: Document) -> list[str]:
    return FACTS.findall("\n".join(_words(document)))


def replace_words(content: bytes, old: str, new: str, path: str) -> bytes:
    """A file with words replaced that stand in it once; raises `ContentError` otherwise."""
    found = content.count(old.encode()) if old else 0
    if found != 1:
        raise refusal("act-words-count", path=path, words=old, count=found)
    return content.replace(old.encode(), new.encode())


def move_fingerprints(stored: str, before: Document, after: Document) -> str | None:
    """The stored section hashes with those of mended sections in place of the former ones.

    A section that lagged before lags still. None if sections came or went: that is no typo.
    """
    old = [section.digest for section in text_sections(before)]
    new = [section.digest for section in text_sections(after)]
    if len(old) != len(new):
        return None
    moved = dict(zip(old, new, strict=True))
    return " ".join(moved.get(digest, digest) for digest in stored.split())


def published_versions(bundle: Bundle, context: ActContext) -> dict[str, Document]:
    """The documents that readers have: of the last build, else of the last commit; those that are known."""
    options, phrases = context.options, context.loaded.phrases
    found: dict[str, Document] = {}
    documents = DocumentCache.open(options.cache, options.cache_id, documents_key(phrases))
    built = PublishedDocuments(options, documents)
    paths = built.paths(f"{options.display_name}/{bundle.name}")
    for code, document in bundle.documents.items():
        known = built.load(document.path) if document.path in paths else None
        if known is None:
            history = GitHistory(options.content / bundle.name / f"{code}.md", phrases[code])
            known = next(history.versions(), None)
        if known:
            found[code] = known
    return found
