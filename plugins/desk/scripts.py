"""Advice on letters of another alphabet inside a word: they look right and are found by no search."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.editions.errors import Problem, advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.markup.passages import Passage

WORD = re.compile(r"[^\W\d_]+")
ALIKE = frozenset("aceopxyABCEHKMOPTXYасеорхуАВСЕНКМОРТХУ")
"""Letters that are drawn alike in the Latin and the Cyrillic alphabet."""


def script_advice(passage: Passage, path: str) -> Iterator[Problem]:
    """Words of two alphabets, and single letters that only look like the text's own."""
    main = script_of(passage.text)
    for match in WORD.finditer(passage.text):
        found = scripts(match[0])
        strange = len(match[0]) == 1 and match[0] in ALIKE and match[0].islower() and main not in found
        if len(found) > 1 or (strange and passage.kind == "text" and main == "CYRILLIC"):
            word, odd = match[0], _odd(match[0], main)
            yield advice(path, passage.line_at(match.start()), "scripts-mixed", word=word, odd=odd)


def script_of(text: str) -> str:
    """The alphabet most letters of a text belong to, by its name in Unicode, such as `CYRILLIC`."""
    counted = Counter(_script(letter) for letter in text if letter.isalpha())
    return counted.most_common(1)[0][0] if counted else ""


def scripts(word: str) -> frozenset[str]:
    """The alphabets of a word's letters."""
    return frozenset(_script(letter) for letter in word)


def _odd(word: str, main: str) -> str:
    """The letters of the alphabet that fewer of the word's letters belong to, each with its alphabet."""
    counted = Counter(_script(letter) for letter in word)
    rare = min(counted, key=lambda script: (counted[script], script == main))
    return ", ".join(
        f"{letter} ({rare.capitalize()})" for letter in dict.fromkeys(word) if _script(letter) == rare
    )


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
