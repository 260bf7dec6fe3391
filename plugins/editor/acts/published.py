"""What readers have of an item, where its files were edited since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.documents import DocumentCache, documents_key
from plugins.content.published_documents import PublishedDocuments
from plugins.editor.translations import GitHistory

if TYPE_CHECKING:
    from plugins.editor.acts.item_edit import Newsroom
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document


def published_versions(bundle: Bundle, room: Newsroom) -> dict[str, Document]:
    """The documents that readers have: of the last build, else of the last commit; those that are known."""
    options, phrases = room.options, room.loaded.phrases
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
