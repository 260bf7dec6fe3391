"""Leftovers: markup that was meant and stayed plain text, because a sign is missing or a space too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.markdown.reading import Reading

LEFTOVER = re.compile(
    r"(?P<footnote>\[\^[^\]\n]*\])|(?P<link>\]\(|\]\[)|(?P<figure>\{(?:figure|card)\})|(?P<comment><!--)"
    r"|(?P<tag></?(?:script|style|iframe|base|object|embed|form|meta|link|svg|math)\b)",
    re.IGNORECASE,
)
CODES = {
    "footnote": "footnote-missing",
    "link": "link-unread",
    "figure": "figure-unread",
    "comment": "html-comment",
    "tag": "html-tag",
}


def check_leftovers(text: str, reading: Reading) -> None:
    """Tell of markup in what should be plain text by now."""
    if "[" in text or "]" in text or "{" in text or "<" in text:
        for match in LEFTOVER.finditer(text):
            found = match[0].strip("</") if match.lastgroup == "tag" else match[0]
            reading.note(
                reading.lines.line(match[0]), CODES[match.lastgroup or "link"], tag=found, text=found
            )
