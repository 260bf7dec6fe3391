"""Spelling while somebody types: dictionaries stay open, suggestions come as time allows and are kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from plugins.build.files import file_state
from plugins.editor.check import WORD_LISTS
from plugins.editor.proofread import SpellChecker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.build.files import FileState

SUGGESTION_SECONDS = 0.2
"""For suggestions in one check: each word takes Hunspell a tenth of a second."""
NONE = "—"


class LiveSpellChecker(SpellChecker):
    """Keeps the suggestions it has found; until `deadline` it looks for those of new words."""

    def __init__(self, language: str, words: Path) -> None:
        super().__init__(language, words)
        self.deadline = 0.0
        self._found: dict[str, str] = {}
        self.suggestions = self._suggest

    def _suggest(self, word: str) -> str:
        if word not in self._found and time.monotonic() < self.deadline:
            self.suggestion_count = 0
            self._found[word] = self._suggestions(word)
        return self._found.get(word, NONE)


class LiveSpelling:
    """A checker for each language; made anew when the site's list of words has changed."""

    def __init__(self) -> None:
        self._checkers: dict[str, tuple[FileState | None, LiveSpellChecker]] = {}

    def checkers(self, languages: Iterable[str], content: Path) -> Mapping[str, LiveSpellChecker]:
        """The checkers by language, with time for new suggestions from now on."""
        found = {code: self._checker(code, content / WORD_LISTS / f"{code}.txt") for code in languages}
        for checker in found.values():
            checker.deadline = time.monotonic() + SUGGESTION_SECONDS
        return found

    def _checker(self, code: str, words: Path) -> LiveSpellChecker:
        state = file_state(str(words))
        known = self._checkers.get(code)
        if known is None or known[0] != state:
            known = self._checkers[code] = (state, LiveSpellChecker(code, words))
        return known[1]
