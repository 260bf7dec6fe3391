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
    r"|\{[\w:.#][^}\n]*\}(?:[\w.|-]*\w)?"  # a figure, a card, a placeholder or attributes
    r"|&(?:#\w{1,8}|[A-Za-z]\w{1,31});",  # an entity
    re.MULTILINE,
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
PARAGRAPH = re.compile(r"(?:^(?!\s*$).*(?:\n|\Z))+", re.MULTILINE)
NOT_NEWLINE = re.compile(r"[^\n]")
TABLE_ROW = re.compile(r"^.*\|.*$", re.MULTILINE)


SPACES = re.compile(" +")
INDENT = re.compile(r" {4}|\t")
CONTAINER = re.compile(r"\s*(?:[-*+:]|\d{1,9}[.)]|\[\^[^\]]+\]:|!!!|\?\?\?|///|:::)")
"""The first line of what may have indented paragraphs: a list, a definition, a footnote, an admonition."""
BLANKED = "\ue00f"


class TextSegment(Struct, frozen=True):
    """A title, a summary or a paragraph (`kind`) that begins on `line`.

    `text` is `typed` with everything but words replaced by private-use characters.
    """

    kind: str
    line: int
    text: str
    typed: str

    def line_at(self, position: int) -> int:
        """The line of a position in the text."""
        return self.line + self.text.count("\n", 0, position)


def text_segments(document: Document) -> Iterator[TextSegment]:
    """The title, the summary and every paragraph of a document."""
    matter = document.matter
    for key in ("title", "summary"):
        if words := getattr(matter, key):
            yield TextSegment(key, matter.line(key), MARKUP.sub(_to_private_use, words), words)
    source = document.source
    text = blank_markup(source)
    for match in PARAGRAPH.finditer(text):
        line, words = document.source_line + text.count("\n", 0, match.start()), match[0].rstrip("\n")
        yield TextSegment("text", line, words, source[match.start() : match.start() + len(words)])


def blank_markup(source: str) -> str:
    """A text with everything but words replaced by private-use characters."""
    text = MARKUP.sub(_to_private_use, _blank_indented(_mark_code(source)))
    # Most texts have no address, and the pattern is tried at every word.
    has_address = "://" in text or "www." in text or "@" in text
    return ADDRESS.sub(_to_private_use, text) if has_address else text


def _mark_code(source: str) -> str:
    """The text with code replaced; spaces in its place would look like spaces between words."""
    blanked = blank_code(source)
    if blanked == source:
        return source

    def mark(spaces: re.Match[str]) -> str:
        typed = source[spaces.start() : spaces.end()]
        begins, ends = len(typed) - len(typed.lstrip()), len(typed.rstrip())
        return " " * begins + BLANKED * (ends - begins) + " " * (len(typed) - max(begins, ends))

    return SPACES.sub(mark, blanked)


def _blank_indented(text: str) -> str:
    """The text with indented code replaced: four spaces after an empty line, outside lists and the like."""
    if "\n    " not in text and "\n\t" not in text:
        return text
    lines, is_code, after_blank, in_container = [], False, True, False
    for line in text.split("\n"):
        if not line.strip():
            after_blank = True
        elif INDENT.match(line):
            is_code = is_code or (after_blank and not in_container)
            after_blank = False
        else:
            is_code, after_blank, in_container = False, False, bool(CONTAINER.match(line))
        lines.append(BLANKED * len(line) if is_code and INDENT.match(line) else line)
    return "\n".join(lines)


def blank_tables(segment: TextSegment) -> str:
    """The text with table rows replaced: their cells are padded with spaces."""
    return TABLE_ROW.sub(_to_private_use, segment.text) if "|" in segment.text else segment.text


def _to_private_use(match: re.Match[str]) -> str:
    """Private-use characters: neither words nor spaces nor punctuation."""
    return NOT_NEWLINE.sub(BLANKED, match[0])
