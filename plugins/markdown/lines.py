"""Lines: on which line of its file a piece of the text was typed.

The converter tells no lines, so what it found is looked up in the source: the second link to an address is
where that address is typed the second time, code left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

FENCED = re.compile(r"^(`{3,}+|~{3,}+)[^\n`]*+\n.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
NOT_NEWLINE = re.compile(r"[^\n]")


class Lines:
    """The text of a file from its line `first` on."""

    def __init__(self, text: str, first: int) -> None:
        self.text = without_code(text.expandtabs(4))  # Python-Markdown does so too
        self.first = first
        self.found: dict[str, int] = {}

    def line(self, *typed: str) -> int:
        """The line of the next occurrence of the first of these pieces that occurs at all."""
        for piece in typed:
            start = self.found.get(piece, -1) + 1
            position = self.text.find(piece, start)
            if position < 0 and start:
                position = self.text.find(piece)
            if position >= 0:
                self.found[piece] = position
                return self.at(position)
        return self.first + self.at_start

    def at(self, position: int) -> int:
        """The line of a position in the text."""
        return self.first + bisect_right(self.newlines, position - 1)

    @cached_property
    def newlines(self) -> list[int]:
        """Where the lines end."""
        return [match.start() for match in re.finditer("\n", self.text)]

    @property
    def last(self) -> int:
        """The last line of the file."""
        return self.first + len(self.newlines)

    @cached_property
    def at_start(self) -> int:
        """Lines from the front matter to the first word."""
        return self.text.count("\n", 0, len(self.text) - len(self.text.lstrip()))


def without_code(text: str) -> str:
    """The text with its code blanked out, every other character where it was."""
    if "```" in text or "~~~" in text:
        text = FENCED.sub(_blank, text)
    return CODE_SPAN.sub(_blank, text) if "`" in text else text


def _blank(match: re.Match[str]) -> str:
    return NOT_NEWLINE.sub(" ", match[0])
