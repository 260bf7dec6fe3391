"""Finds items by words of their titles, summaries and texts, in any of their forms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from plugins.search.analysis import Analyzer, fold, stemmer_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

MAX_WORDS = 12


class ItemSearch:
    """Searches the texts of items; a text is prepared once, until it changes."""

    def __init__(self, theme: Path) -> None:
        self._stemmers = theme / "static" / "js" / "stemmers"
        self._texts: dict[str, tuple[str, str]] = {}

    def find(self, words: str, bundles: Mapping[str, Bundle], phrases: Mapping[str, Phrases]) -> list[str]:
        """The names of the bundles that have every word in one language or in their folder's name."""
        wanted = {code: self._stems(words, each.language) for code, each in phrases.items()}
        if not any(wanted.values()):
            return []
        return [
            name
            for name, bundle in bundles.items()
            if any(
                all(stem in self._text(document) or stem in name for stem in wanted[code])
                for code, document in bundle.documents.items()
            )
        ]

    def _text(self, document: Document) -> str:
        digest, text = self._texts.get(document.path, ("", ""))
        if digest != document.digest or not digest:
            matter = document.matter
            text = fold(f"{matter.title}\n{matter.summary}\n{document.source}")
            self._texts[document.path] = (document.digest, text)
        return text

    def _stems(self, words: str, language: Language) -> list[str]:
        analyzer = _analyzer(stemmer_name(language, self._stemmers))
        return [analyzer.stem(word) for word in analyzer.words(words)[:MAX_WORDS]]


@cache
def _analyzer(stemmer: str) -> Analyzer:
    return Analyzer(stemmer)
