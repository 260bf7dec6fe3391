"""Advice on alphabets: words that mix two, texts in another than their language's."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.diagnostics.text_safety import letter_script, minority_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.i18n.language import Language
    from plugins.markdown.text_segments import TextSegment
    from plugins.model.document import Document

LETTER_RUN = re.compile(r"[^\W\d_]+")
LOOKALIKE = re.compile(r"[acoy](?=\s+[\u0400-\u04ff])")
"""A Latin letter drawn like a Russian word («а», «о», «с», «у») before a Cyrillic word: no variable."""
OF_NO_SCRIPT = frozenset({"SUPERSCRIPT", "SUBSCRIPT", "FEMININE", "MASCULINE"})
"""How the Unicode names of letters begin that stand beside those of any alphabet."""
VARIABLE = re.compile(r"(?<![^\W\d_])[bdx-z](?![^\W\d_])")
"""Beside another variable, a letter is one too."""


def mixed_script_advice(segment: TextSegment, path: str) -> Iterator[Problem]:
    """Words that mix alphabets, and one-letter words in the wrong one: no search finds them."""
    text, main = segment.text, main_script(segment.text)
    has_words = segment.kind == "text" and main == "CYRILLIC" and not VARIABLE.search(text.replace("y", ""))
    for match in LETTER_RUN.finditer(text):
        is_lookalike = has_words and len(match[0]) == 1 and LOOKALIKE.match(text, match.start())
        if len(script_names(match[0])) > 1 or is_lookalike:
            letters, alphabet = minority_letters(match[0], main)
            values = {"word": match[0], "letters": letters, "alphabet": alphabet}
            yield advice(path, segment.line_at(match.start()), "scripts-mixed", **values)


MIN_LETTERS = 40
"""In a text whose alphabet is compared with its language's."""
OWN_SHARE = 0.2
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})
"""Alphabets of languages that are written in several at once."""


def foreign_script_advice(
    segments: Iterable[TextSegment], document: Document, language: Language
) -> Iterator[Problem]:
    """That hardly a letter of a text is of the alphabet in which its language writes its own name."""
    text = [each for each in segments if each.kind == "text"]
    counts = Counter(letter_script(letter) for each in text for letter in each.text if letter.isalpha())
    own = main_script(language.name)
    if counts.total() >= MIN_LETTERS and own not in EAST_ASIAN and counts[own] < OWN_SHARE * counts.total():
        values = {"language": language.code, "alphabet": counts.most_common(1)[0][0]}
        yield advice(document.path, text[0].line, "script-foreign", **values)


def main_script(text: str) -> str:
    """The alphabet of most letters in a text, by its Unicode name, such as `CYRILLIC`."""
    counts = Counter(letter_script(letter) for letter in text if letter.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def script_names(word: str) -> frozenset[str]:
    """The alphabets of a word's letters; raised and lowered signs, as in m² and nº, are of none."""
    return frozenset(letter_script(letter) for letter in word if letter.isalpha()) - OF_NO_SCRIPT
