"""Advice on length: sentences nobody reads to their end, titles that are cut, summaries that are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.markdown.passages import Passage
    from plugins.model.document import Document

LONGEST_TITLE = 100
"""Characters; search engines and messengers cut what is longer."""
LONGEST_SUMMARY = 300
"""Characters: two or three lines in a feed reader."""
LONGEST_SENTENCE = 40
"""Words."""
SENTENCE = re.compile(r"[^.!?…;]+(?:[.!?…;](?!\s|$)[^.!?…;]*)*")
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")


def length_advice(passage: Passage, path: str) -> Iterator[Problem]:
    """What is longer than readers are patient."""
    size = len(passage.text)
    if passage.kind == "title" and size > LONGEST_TITLE:
        yield advice(path, passage.line, "title-long", size=size, most=LONGEST_TITLE)
    elif passage.kind == "summary" and size > LONGEST_SUMMARY:
        yield advice(path, passage.line, "summary-long", size=size, most=LONGEST_SUMMARY)
    elif passage.kind == "text" and "|" not in passage.text:
        yield from _sentences(passage, path)


def _sentences(passage: Passage, path: str) -> Iterator[Problem]:
    """Sentences by their words; a list's item ends what stands before it."""
    text = LIST_ITEM.sub(lambda match: "\n" * match[0].count("\n") + ". ", passage.text)
    for match in SENTENCE.finditer(text):
        words = len(WORD.findall(match[0]))
        if words > LONGEST_SENTENCE:
            begins = match.start() + len(match[0]) - len(match[0].lstrip())
            line = passage.line + text.count("\n", 0, begins)
            start = " ".join(match[0].split()[:4])
            yield advice(path, line, "sentence-long", start=start, words=words, most=LONGEST_SENTENCE)


def summary_advice(document: Document, section: Section) -> Iterator[Problem]:
    """News and yearly summaries are shown by their summary in listings, feeds and search results."""
    matter = document.matter
    # Without a title nothing of the front matter could be read: the summary may well be there.
    if section in {Section.NEWS, Section.SUMMARIES} and matter.title and not matter.summary:
        yield advice(document.path, matter.line("summary"), "summary-missing")
