"""Phrases that stand in for missing ones, so that a site that cannot be built is checked all the same.

Nothing said with them is ever published: what is missing is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.i18n.language import Language
from plugins.i18n.phrases import Phrases, Typography

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class _Texts(dict[str, str]):
    """A phrase that is nowhere says its own name."""

    def __missing__(self, key: str) -> str:
        return key


class _Counted(dict[str, "Mapping[str, str]"]):
    """The same for counted phrases, whatever the number."""

    def __missing__(self, key: str) -> Mapping[str, str]:
        return {"other": key}


def stand_in(found: Mapping[str, Phrases], languages: Iterable[str]) -> dict[str, Phrases]:
    """Phrases for every language, each gap filled from another language, or with the phrase's name."""
    return {code: _whole(found.get(code) or _without_words(code), found) for code in languages}


def _whole(phrases: Phrases, found: Mapping[str, Phrases]) -> Phrases:
    texts, counted = _Texts(), _Counted()
    for other in (*found.values(), phrases):
        texts |= other.texts
        counted |= other.counted
    return Phrases(phrases.language, phrases.typography, texts, counted)


def _without_words(code: str) -> Phrases:
    """A language whose phrases cannot be read; one that CLDR does not know borrows English customs."""
    language = Language(code)
    try:
        language.locale  # noqa: B018 - asked only whether there is one
    except ValueError:
        language = Language(code, "en")
    return Phrases(language, Typography(("“", "”", "‘", "’"), "—"))
