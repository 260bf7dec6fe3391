"""Passages: the words of a document that readers will read, each with its line in the file.

Code, addresses, attributes and references are blanked out: advice on style is about words. Every other
character stays where it was, so that a position in a passage tells its line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.markdown.lines import without_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.document import Document

# Each begins with a sign, so that the search is fast.
NOT_WORDS = re.compile(
    r"\]\([^)\n]*\)"  # a link's address
    r"|\[(?<=^\[)[^\]\n]+\]:.*$"  # an address below the text
    r"|\[\^[^\]\n]+\]:?"  # a footnote's name
    r"|</?\w[^>\n]*>"  # a tag, or an address
    r"|\{[\w:.#][^}\n]*\}(?:[\w.|-]*\w)?",  # a figure, a card, attributes
    re.MULTILINE,
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
PARAGRAPH = re.compile(r"(?:^(?!\s*$).*(?:\n|\Z))+", re.MULTILINE)
NOT_NEWLINE = re.compile(r"[^\n]")
TABLE_ROW = re.compile(r"^.*\|.*$", re.MULTILINE)


class Passage(Struct, frozen=True):
    """A title, a summary or a paragraph; `kind` says which, `line` is the one it begins on."""

    kind: str
    line: int
    text: str

    def line_at(self, position: int) -> int:
        """The file's line of a position in the text."""
        return self.line + self.text.count("\n", 0, position)


def passages(document: Document) -> Iterator[Passage]:
    """The title, the summary and every paragraph of a document."""
    matter = document.matter
    for key in ("title", "summary"):
        if words := getattr(matter, key):
            yield Passage(key, matter.line(key), words)
    text = words_only(document.source)
    for match in PARAGRAPH.finditer(text):
        line = document.source_line + text.count("\n", 0, match.start())
        yield Passage("text", line, match[0].rstrip("\n"))


def words_only(source: str) -> str:
    """A text with all that is not words blanked out, every other character where it was."""
    text = NOT_WORDS.sub(_blank, without_code(source))
    # Most texts have no address of their own, and looking for one at every word takes long.
    has_address = "://" in text or "www." in text or "@" in text
    return ADDRESS.sub(_blank, text) if has_address else text


def without_tables(passage: Passage) -> str:
    """The passage's text with table rows blanked out: their cells are padded with spaces."""
    return TABLE_ROW.sub(_blank, passage.text) if "|" in passage.text else passage.text


def _blank(match: re.Match[str]) -> str:
    """As many private characters as there were: they are no words, no spaces and no punctuation."""
    return NOT_NEWLINE.sub("\ue00f", match[0])
