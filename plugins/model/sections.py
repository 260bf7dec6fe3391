"""Parts: what a translation is compared with, piece by piece: title and summary, beginning, each section.

A translation keeps the prints of the parts it was made from, in their order, as `translated_from`; which of
them are no longer the original's tells what has to be translated anew.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.document import Document

HEADING = re.compile(r"#{1,6}[ \t]+(?P<words>.*?)[ \t#]*$")
FENCE = re.compile(r"(`{3,}|~{3,})")
NOT_WORDS = re.compile(r"[\W_]+")
HASH_DIGITS = 8


class TextSection(Struct, frozen=True):
    """A piece of a document: its heading (none for what stands before the first), its text, its line."""

    heading: str
    text: str
    line: int

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when the words do, and not with spaces and punctuation."""
        words = NOT_WORDS.sub(" ", unicodedata.normalize("NFC", self.text)).strip()
        return hashlib.sha256(words.encode()).hexdigest()[:HASH_DIGITS]


def text_sections(document: Document) -> tuple[TextSection, ...]:
    """The title with the summary, what stands before the first heading, and every section."""
    matter = document.matter
    head = TextSection("", f"{matter.title}\n{matter.summary}", matter.line("title"))
    return (head, *_sections(document))


def section_hashes(document: Document) -> str:
    """What a translation made from this text keeps: the print of every part, a space between."""
    return " ".join(part.digest for part in text_sections(document))


def changed_sections(kept: str, original: Document) -> tuple[TextSection, ...]:
    """The original's parts that are new or other than those a translation was made from.

    A part that was taken out is told by the part that stands in its place, or the last one.
    """
    now = text_sections(original)
    matcher = SequenceMatcher(None, kept.split(), [part.digest for part in now], autojunk=False)
    found: list[TextSection] = []
    for tag, _, _, first, last in matcher.get_opcodes():
        if tag != "equal":
            found += now[first : max(last, first + 1)] or now[-1:]
    return tuple(dict.fromkeys(found))


def _sections(document: Document) -> Iterator[TextSection]:
    heading, lines, began = "", list[str](), document.source_line
    fence = ""
    for number, line in enumerate(document.source.split("\n"), document.source_line):
        fence = _fence_after(line, fence)
        match = None if fence else HEADING.match(line)
        if match:
            yield TextSection(heading, "\n".join(lines), began)
            heading, lines, began = match["words"], [], number
        lines.append(line)
    yield TextSection(heading, "\n".join(lines), began)


def _fence_after(line: str, fence: str) -> str:
    """The fence of the code block that a line opens or stands in; a heading sign in code is no heading."""
    match = FENCE.match(line)
    if not match:
        return fence
    return "" if fence and match[1].startswith(fence) else fence or match[1]
