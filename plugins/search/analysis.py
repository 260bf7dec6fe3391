"""Splits texts into the terms of the search index: words without their endings.

`theme/static/js/search.js` does the same with what a reader types; tests compare both.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.i18n.language import Language

ACCENTS = re.compile(r"(?<=[a-zα-ω])[\u0300-\u036f]+|(?<=е)\u0308|[\u064b-\u0652\u0640]")
"""Accents of Latin and Greek letters, the dots of «ё», and the vowel signs of Arabic: many leave them out."""
GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
"""The space in «16 240»."""
WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han."""
NAMES = {"nb": "norwegian", "nn": "norwegian"}
"""Languages whose stemmer has another name than the language has in English."""


def fold(text: str) -> str:
    """The text in small letters without accents, numbers without spaces.

    >>> fold("Всё: 16 240 cafés, её, мой")
    'все: 16240 cafes, ее, мой'
    """
    bare = ACCENTS.sub("", normalize("NFD", GROUPED.sub("", text).lower()))
    return normalize("NFC", bare)


def split_words(text: str) -> list[str]:
    """The words of a folded text; of a script without spaces, every pair of letters.

    >>> split_words("колл-центр 555, 電話番号")
    ['колл', 'центр', '555', '電話', '話番', '番号']
    """
    words = []
    for word in WORD.findall(text):
        if UNSPACED.fullmatch(word) and len(word) > 1:
            words += [word[start : start + 2] for start in range(len(word) - 1)]
        else:
            words.append(word)
    return words


def stemmer_name(language: Language, stemmers: Path) -> str:
    """The name of a language's stemmer in the theme's folder of them; empty if there is none."""
    from snowballstemmer import algorithms

    code = language.locale.language
    name = NAMES.get(code) or (language.locale.get_language_name("en") or "").lower()
    known = name in algorithms() and (stemmers / f"{name}.js").is_file()
    return name if known else ""


class Analyzer:
    """Finds the terms of texts; `stemmer` is a Snowball algorithm, empty for a language without one."""

    def __init__(self, stemmer: str) -> None:
        from snowballstemmer import stemmer as load_stemmer

        self.stemmer = stemmer
        self.stem = cache(load_stemmer(stemmer).stemWord if stemmer else str)

    def words(self, text: str) -> list[str]:
        """The folded words of a text."""
        return split_words(fold(text))
