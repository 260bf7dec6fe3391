"""Sections of a text, whose hashes tell what a translation must follow in its changed original."""

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
    """A section: its heading (empty before the first), its text, its first line."""

    heading: str
    text: str
    line: int

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits of the words; spaces and punctuation do not count."""
        words = NOT_WORDS.sub(" ", unicodedata.normalize("NFC", self.text)).strip()
        return hashlib.sha256(words.encode()).hexdigest()[:HASH_DIGITS]


def text_sections(document: Document) -> tuple[TextSection, ...]:
    """Title and summary, the text before the first heading, then each headed section."""
    matter = document.matter
    head = TextSection("", f"{matter.title}\n{matter.summary}", matter.line("title"))
    return (head, *_sections(document))


def section_hashes(document: Document) -> str:
    """The value of `translated_from` for a translation of this text: section hashes, space-separated."""
    return " ".join(part.digest for part in text_sections(document))


def changed_sections(stored: str, original: Document) -> tuple[TextSection, ...]:
    """The original's sections that are new or changed since the stored hashes.

    A deleted section is represented by the one now in its place, or by the last one.
    """
    now = text_sections(original)
    matcher = SequenceMatcher(None, stored.split(), [part.digest for part in now], autojunk=False)
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
    """The open code fence after a line, or empty; a `#` inside a fence is no heading."""
    match = FENCE.match(line)
    if not match:
        return fence
    return "" if fence and match[1].startswith(fence) else fence or match[1]
