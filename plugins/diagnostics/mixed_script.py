"""Alphabets: which one a letter belongs to, and what editors call it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache


@lru_cache(maxsize=4096)
def alphabet_of(letter: str) -> str:
    """By its name in Unicode, such as `CYRILLIC`."""
    return unicodedata.name(letter, "?").partition(" ")[0]


def odd_letters(word: str, main: str) -> tuple[str, str]:
    """The letters of the alphabet that fewest of a word belong to, and that alphabet; `main` is the last."""
    letters = [char for char in word if char.isalpha()]
    counted = Counter(map(alphabet_of, letters))
    odd = min(counted, key=lambda alphabet: (counted[alphabet], alphabet == main))
    return ", ".join(letter for letter in dict.fromkeys(letters) if alphabet_of(letter) == odd), odd


def alphabet_name(alphabet: str, language: str) -> str:
    """What an alphabet is called in a language: `CYRILLIC` is «кириллица»; one CLDR does not know stays."""
    from babel import Locale  # noqa: PLC0415 - few builds have such a letter to tell of

    known = {name.upper(): code for code, name in Locale("en").scripts.items()}
    name: str = Locale.parse(language).scripts.get(known.get(alphabet, ""), alphabet.capitalize())
    return name
