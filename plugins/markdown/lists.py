"""Lists as editors type them: right after a paragraph, and nested by two spaces.

Python-Markdown alone wants a blank line before a list and four spaces a level.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

# Without the second `+` of each, a line of forty `> ` would be read in 2⁴⁰ ways.
ITEM = re.compile(r"(?P<quote>(?: {0,3}+> ?+)*+) {0,3}+(?:[-*+]|(?P<number>\d{1,9})\.) +\S")
NESTED = re.compile(r"( *)(?:[-*+]|\d{1,9}\.) +\S")
QUOTE = re.compile(r"(?: {0,3}+> ?+)*+")
INDENTED_CODE = 4
NO_PARAGRAPH = ("\x02", "#", "    ", "\t", "|", "<")


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


class NestedLists(Preprocessor):
    """Gives every item of a list four spaces a level, whether two, three or four were typed."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with their items moved in."""
        even: list[str] = []
        levels: list[int] = []
        for line in lines:
            item = NESTED.match(line)
            if item and (levels or len(item[1]) < INDENTED_CODE):
                levels = [*(inner for inner in levels if inner <= len(item[1])), len(item[1]) + 2]
                even.append(" " * 4 * (len(levels) - 1) + line[len(item[1]) :])
                continue
            if line.strip() and not line.startswith(" "):
                levels = []
            even.append(line)
        return even
