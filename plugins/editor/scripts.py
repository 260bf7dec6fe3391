"""Advice on letters of another alphabet inside a word: they look right and are found by no search."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.diagnostics.text_safety import minority_letters, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.markdown.passages import Passage

WORD = re.compile(r"[^\W\d_]+")
ALIKE = frozenset("aceopxyABCEHKMOPTXYасеорхуАВСЕНКМОРТХУ")
"""Letters that are drawn alike in the Latin and the Cyrillic alphabet."""


def script_advice(passage: Passage, path: str) -> Iterator[Problem]:
    """Words of two alphabets, and single letters that only look like the text's own."""
    main = main_script(passage.text)
    for match in WORD.finditer(passage.text):
        found = scripts(match[0])
        strange = len(match[0]) == 1 and match[0] in ALIKE and match[0].islower() and main not in found
        if len(found) > 1 or (strange and passage.kind == "text" and main == "CYRILLIC"):
            odd, alphabet = minority_letters(match[0], main)
            told = {"word": match[0], "odd": odd, "alphabet": alphabet}
            yield advice(path, passage.line_at(match.start()), "scripts-mixed", **told)


def main_script(text: str) -> str:
    """The alphabet most letters of a text belong to, by its name in Unicode, such as `CYRILLIC`."""
    counted = Counter(script_of(letter) for letter in text if letter.isalpha())
    return counted.most_common(1)[0][0] if counted else ""


def scripts(word: str) -> frozenset[str]:
    """The alphabets of a word's letters."""
    return frozenset(script_of(letter) for letter in word)
