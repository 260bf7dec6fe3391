"""The last published version of every text, as the build cache knows it.

A release notes which version of each file it shows. When such a file changes, the version that readers see is
kept beside the new one, so that a broken file can be left as it was published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.build.cache import BuildCache
from plugins.content.documents import DOCUMENTS, PUBLISHED, attach_body
from plugins.model.bundle import visible_bundles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.documents import DocumentCache
    from plugins.content.options import BuildOptions
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document


def remember_published(options: BuildOptions, bundles: Mapping[str, Bundle]) -> None:
    """Note which version of each file readers see from now on."""
    visible = visible_bundles(bundles, options.now, preview=False)
    shown = {each.path: each.digest for bundle in visible.values() for each in bundle.documents.values()}
    cache = BuildCache.shared(options.cache)
    if cache.load(PUBLISHED, options.cache_id, b"") != shown:
        cache.store(PUBLISHED, options.cache_id, b"", shown)


class PublishedDocuments:
    """The last published documents of a content folder; `documents` has the current ones."""

    def __init__(self, options: BuildOptions, documents: DocumentCache) -> None:
        cache = BuildCache.shared(options.cache)
        self._digests = cache.load(PUBLISHED, options.cache_id, b"") or {}
        self._documents = documents

    def paths(self, folder: str) -> list[str]:
        """The published files of a folder, as messages show them."""
        return sorted(path for path in self._digests if path.rpartition("/")[0] == folder)

    def load(self, path: str) -> Document | None:
        """The version of a file that was published last; None if the cache does not have it."""
        current = self._documents.get(path)
        if current and current[1].digest == self._digests[path]:
            return current[1]
        kept = self._documents.load_kept(path)
        if kept is None:
            return None
        document = DOCUMENTS.decode(kept[0])[1]
        if document.digest != self._digests[path]:
            return None
        attach_body(document, kept[1:])
        return document
