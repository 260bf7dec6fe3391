"""Advice on the beginning of a text: it stands below the summary, and need not say it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.markdown.text_segments import BLANKED, blank_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.markdown.text_segments import TextSegment
    from plugins.model.document import Document

MIN_WORDS = 5
"""A shorter first sentence is a phrase that may well occur in the summary."""
SHARE = 2 / 3
"""Of a first sentence's words, how many the summary may have."""
STEM_LENGTH = 5
"""Letters by which the forms of a word are taken for one."""
FIRST_SENTENCE = re.compile(r".*?[.!?…](?=\s|$)", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{3,}")
BLANKED_RUN = re.compile(f"{BLANKED}+")


def lead_advice(document: Document, segments: Sequence[TextSegment]) -> Iterator[Problem]:
    """A first sentence that says again what the summary says."""
    first = next(filter(_is_prose, segments), None)
    if first is None or not document.matter.summary:
        return
    sentence = FIRST_SENTENCE.match(first.text)
    opening = sentence[0] if sentence else first.text
    words, told = _stems(opening), _stems(document.matter.summary)
    if len(words) >= MIN_WORDS and len(words & told) >= SHARE * len(words):
        start = BLANKED_RUN.sub("…", " ".join(opening.split()[:4]))
        yield advice(document.path, first.line, "lead-repeated", start=start)


def _is_prose(segment: TextSegment) -> bool:
    """Whether a segment is a paragraph, not a heading, a table or a card alone."""
    is_heading = segment.text.lstrip().startswith("#")
    return segment.kind == "text" and not is_heading and WORD.search(blank_tables(segment)) is not None


def _stems(text: str) -> set[str]:
    return {word.casefold()[:STEM_LENGTH] for word in WORD.findall(text)}
