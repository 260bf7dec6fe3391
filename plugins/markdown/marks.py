"""Marks: what stands in a document's HTML for what is known only when all documents are read.

    href="⟨link:0⟩"      the address of `document.links[0]`
    ⟨picture:0⟩          the whole markup of `document.pictures[0]`; a block where it stood alone
    ⟨figure:0⟩           the words of `document.figures[0]`
    ⟨card:0⟩             the card of `document.figures[0]`, always a block

The brackets are two private characters that no file may contain, so a mark cannot be typed.
"""

from __future__ import annotations

import re

OPEN = "\ue000"
CLOSE = "\ue001"
FORM = "\ue005"
"""Stands for the `|` of `{figure}name|form` while Markdown is read: a bare one would end a table's cell."""
MARK = re.compile(f"{OPEN}(link|picture|figure|card):([0-9]+){CLOSE}")


def mark(kind: str, number: int) -> str:
    """The mark of the reference with this number in its own tuple."""
    return f"{OPEN}{kind}:{number}{CLOSE}"
