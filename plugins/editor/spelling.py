"""Advice on spelling, by Hunspell; words of this site stand in `content/words/<language>.txt`.

A language without a dictionary is not checked. A word list has one word a line; `мурманск*` stands for
every word that begins so, and `#` begins a remark.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import hunspell

from plugins.diagnostics.problem import Problem, advice
from plugins.editor.scripts import scripts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.markdown.passages import Passage

WORD = re.compile(r"(?<![\w/@.\-])[^\W\d_]++(?:[-’'][^\W\d_]++)*+(?![\w@/\-]|\.\w)")
SHORTEST = 3
SUGGESTED = 3
SUGGESTED_FOR = 20
"""Words of a run that get suggestions: Hunspell thinks a tenth of a second about each."""
ACCENT = "\u0301"


class Speller:
    """Knows the words of one language: those of its dictionary and those of this site."""

    def __init__(self, language: str, words: Path) -> None:
        self.dictionary = _dictionary(language)
        listed = _listed(words)
        self.words = frozenset(word for word in listed if not word.endswith("*"))
        self.beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
        self.known = cache(self._known)
        self.suggestions = cache(self._suggestions)
        self.suggested = 0
        self.script = scripts("а") if self.dictionary and self.dictionary.spell("дом") else scripts("a")

    def _known(self, word: str) -> bool:
        low = word.casefold()
        return (
            low in self.words
            or low.startswith(self.beginnings)
            or self._spelt(word)
            or ("-" in word and all(self._known(part) for part in word.split("-")))
        )

    def _spelt(self, word: str) -> bool:
        return len(word) < SHORTEST or self.dictionary is None or bool(self.dictionary.spell(word))

    def _suggestions(self, word: str) -> str:
        self.suggested += 1
        if self.dictionary is None or self.suggested > SUGGESTED_FOR:
            return "—"
        found = self.dictionary.suggest(word)
        return ", ".join(found[:SUGGESTED]) or "—"


def spelling_advice(passage: Passage, path: str, speller: Speller, told: set[str]) -> Iterator[Problem]:
    """Words that neither the dictionary nor the site knows, each once; `told` remembers them for the file."""
    text = passage.text.replace(ACCENT, "").replace("’", "'")
    for match in WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("'")
        if (
            word in told
            or _is_name(word)
            or scripts(word.replace("-", "").replace("'", "")) != speller.script
        ):
            continue
        if not speller.known(word):
            told.add(word)
            line = passage.line_at(match.start())
            yield advice(path, line, "spelling", word=word, near=speller.suggestions(word))


def _is_name(word: str) -> bool:
    """Abbreviations and names with capitals inside follow no dictionary."""
    return any(letter.isupper() for letter in word[1:])


@cache
def _dictionary(language: str) -> hunspell.Hunspell | None:
    """Hunspell with the dictionary that spylls ships for a language; `None` when there is none."""
    folder = files("spylls.hunspell") / "data" / language
    if not folder.is_dir():
        return None
    name = next(file.name for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".aff"))
    return hunspell.Hunspell(name.removesuffix(".aff"), hunspell_data_dir=str(folder))


def _listed(words: Path) -> list[str]:
    if not words.is_file():
        return []
    lines = words.read_text(encoding="utf-8-sig").splitlines()
    return [word.casefold() for line in lines if (word := line.partition("#")[0].strip())]
