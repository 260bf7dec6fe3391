"""Stand-ins for phrases that a site lacks: the rest of it can still be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.i18n.language import Language
from plugins.i18n.phrases import Phrases, Typography

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class _PlaceholderTexts(dict[str, str]):
    """A missing phrase is its own key."""

    def __missing__(self, key: str) -> str:
        return key


class _PlaceholderPlurals(dict[str, "Mapping[str, str]"]):
    """The same for plural phrases, whatever the number."""

    def __missing__(self, key: str) -> Mapping[str, str]:
        return {"other": key}


def placeholder_phrases(found: Mapping[str, Phrases], languages: Iterable[str]) -> dict[str, Phrases]:
    """Phrases for every language, gaps filled from another one or with the key: to check a broken site."""
    return {code: _fill_gaps(found.get(code) or _without_phrases(code), found) for code in languages}


def _fill_gaps(phrases: Phrases, found: Mapping[str, Phrases]) -> Phrases:
    texts, plurals = _PlaceholderTexts(), _PlaceholderPlurals()
    for other in (*found.values(), phrases):
        texts |= other.texts
        plurals |= other.plurals
    return replace(phrases, texts=texts, plurals=plurals)


def _without_phrases(code: str) -> Phrases:
    """A language whose phrases cannot be read; one that CLDR does not know uses the English locale."""
    language = Language(code)
    try:
        _ = language.locale
    except ValueError:
        language = Language(code, "en")
    return Phrases(language, Typography(("“", "”", "‘", "’"), "—"))
