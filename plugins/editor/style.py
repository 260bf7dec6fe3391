"""Advice on how a text is typed: quotation marks, hyphens, spaces, words that stand twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.markdown.passages import without_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.i18n.phrases import Typography
    from plugins.markdown.passages import Passage

QUOTES = frozenset("«»„“”‘’‹›")
SIGNS = (
    ("hyphen-for-dash", re.compile(r"(?<=\w) -(?=[^\W\d_])|(?<=[\w»”)]) ?(?<!-)--(?!-) ?(?=\w)")),
    ("double-space", re.compile(r"(?<=\S) {2,}(?=\S)")),
    ("space-before", re.compile(r"(?<=\w) (?=[,.;:!?](?:\s|$))")),
    ("space-missing", re.compile(r"(?<=[^\W\d_])[,;!?](?=[^\W\d_])")),
    ("word-twice", re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)),
)
AROUND = 18
"""Characters shown on either side of what is doubtful."""


def style_advice(passage: Passage, path: str, typography: Typography) -> Iterator[Problem]:
    """What an attentive proof-reader would mark in a passage."""
    yield from _quotes(passage, path, typography)
    text = without_tables(passage)
    for code, pattern in SIGNS:
        for match in pattern.finditer(text):
            yield advice(path, passage.line_at(match.start()), code, around=_around(text, match))


def _quotes(passage: Passage, path: str, typography: Typography) -> Iterator[Problem]:
    """Straight marks are set by the site; other languages' marks stay as typed, and stand out."""
    own = {*typography.quotes, typography.apostrophe}
    right = f"{typography.quotes[0]}…{typography.quotes[1]}"
    strange = next((place for place, sign in enumerate(passage.text) if sign in QUOTES - own), None)
    if strange is not None:
        sign = passage.text[strange]
        yield advice(path, passage.line_at(strange), "quotes-foreign", sign=sign, right=right)
    elif (straight := passage.text.find('"')) >= 0 and set(typography.quotes[:2]) & set(passage.text):
        yield advice(path, passage.line_at(straight), "quotes-mixed", right=right)


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    return text[start:end].replace("\n", " ").replace("  ", "␣␣").replace("\ue00f", "·").strip()
