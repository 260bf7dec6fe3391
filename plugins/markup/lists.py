"""A list right after a paragraph is a list, as editors expect; Python-Markdown alone wants a blank line."""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"(?P<quote>(?: {0,3}> ?)*) {0,3}(?:[-*+]|(?P<number>\d{1,9})\.) +\S")
QUOTE = re.compile(r"(?: {0,3}> ?)*")
NO_PARAGRAPH = ("\x02", "#", "    ", "\t", "|")


class ListAfterParagraph(Preprocessor):
    """Puts the blank line in; runs when fenced code has already been taken out."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a blank one before each list that begins right after a paragraph."""
        parted: list[str] = []
        in_list = False
        for line in lines:
            item = ITEM.match(line)
            if not line[QUOTE.match(line).end() :].strip():  # type: ignore[union-attr] # it matches anything
                in_list = False
            elif item:
                if not in_list and parted and _interrupts(item, parted[-1]):
                    parted.append(item["quote"].rstrip())
                in_list = True
            parted.append(line)
        return parted


def _interrupts(item: re.Match[str], before: str) -> bool:
    """Whether the line before is of a paragraph; only 1 begins a numbered list there, a year does not."""
    if item["number"] not in {None, "1"} or before.startswith(NO_PARAGRAPH):
        return False
    quote = QUOTE.match(before)
    same_depth = quote is not None and quote[0].count(">") == item["quote"].count(">")
    return same_depth and bool(before[quote.end() :].strip()) if quote else False
