"""The words of a document for advice on style; what is no prose is blanked, so that positions stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.markdown.parse_context import blank_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.document import Document

# Each alternative begins with a literal, so that the search is fast.
MARKUP = re.compile(
    r"\]\([^)\n]*\)"  # a link's address
    r"|\[(?<=^\[)[^\]\n]+\]:.*$"  # a link definition
    r"|\[\^[^\]\n]+\]:?"  # a footnote's label
    r"|</?\w[^>\n]*>"  # a tag or an autolink
    r"|\{[\w:.#][^}\n]*\}(?:[\w.|-]*\w)?",  # a figure, a card or attributes
    re.MULTILINE,
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
PARAGRAPH = re.compile(r"(?:^(?!\s*$).*(?:\n|\Z))+", re.MULTILINE)
NOT_NEWLINE = re.compile(r"[^\n]")
TABLE_ROW = re.compile(r"^.*\|.*$", re.MULTILINE)


class TextSegment(Struct, frozen=True):
    """A title, a summary or a paragraph (`kind`) that begins on `line`."""

    kind: str
    line: int
    text: str

    def line_at(self, position: int) -> int:
        """The line of a position in the text."""
        return self.line + self.text.count("\n", 0, position)


def text_segments(document: Document) -> Iterator[TextSegment]:
    """The title, the summary and every paragraph of a document."""
    matter = document.matter
    for key in ("title", "summary"):
        if words := getattr(matter, key):
            yield TextSegment(key, matter.line(key), words)
    text = blank_markup(document.source)
    for match in PARAGRAPH.finditer(text):
        line = document.source_line + text.count("\n", 0, match.start())
        yield TextSegment("text", line, match[0].rstrip("\n"))


def blank_markup(source: str) -> str:
    """A text with everything but words replaced by private-use characters."""
    text = MARKUP.sub(_to_private_use, blank_code(source))
    # Most texts have no address, and the pattern is tried at every word.
    has_address = "://" in text or "www." in text or "@" in text
    return ADDRESS.sub(_to_private_use, text) if has_address else text


def blank_tables(segment: TextSegment) -> str:
    """The text with table rows replaced: their cells are padded with spaces."""
    return TABLE_ROW.sub(_to_private_use, segment.text) if "|" in segment.text else segment.text


def _to_private_use(match: re.Match[str]) -> str:
    """Private-use characters: neither words nor spaces nor punctuation."""
    return NOT_NEWLINE.sub("\ue00f", match[0])
