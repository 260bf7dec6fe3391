"""Advice for readers who cannot see the page: words of links, descriptions of pictures, headings.

A screen reader lists the links and the headings of a page by themselves, and reads pictures' descriptions.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import advice
from plugins.markdown.parse_context import blank_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.diagnostics.problem import Problem
    from plugins.model.document import Document

WORDS = Path(__file__).with_name("vague_words.toml")
LINK = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]+)\]\((?P<target>[^()\s]+)[^()\n]*\)")
MARKS = re.compile(r"[*_«»“”„\"'.…:→>]+")
BOLD_LINE = re.compile(r"(?:\*\*|__)(?P<words>(?![*_])[^*_\n]{2,80}?[^*_\s.!?…:;,])(?:\*\*|__):?[ \t]*")
MAX_ALT = 250
"""Characters: a screen reader cannot stop within a description and go on from there."""


class VagueWords(Struct, frozen=True):
    """Words of links that say nothing without the text around them; words that descriptions begin with."""

    links: frozenset[str]
    pictures: tuple[str, ...]


@cache
def vague_words(language: str) -> VagueWords:
    """The words of a language; none if they are not known."""
    found = tomllib.loads(WORDS.read_text(encoding="utf-8")).get(language, {})
    return VagueWords(frozenset(found.get("links", ())), tuple(found.get("pictures", ())))


def accessibility_advice(document: Document, language: str) -> Iterator[Problem]:
    """Links called “here”, descriptions too long or beginning with “photo of”, bold lines as headings."""
    words = vague_words(language)
    lines = blank_code(document.source).split("\n")
    for number, line in enumerate(lines, document.source_line):
        for link in LINK.finditer(line):
            if _bare(link["words"]) in words.links:
                yield advice(document.path, number, "link-vague", words=link["words"], target=link["target"])
    yield from _bold_headings(document, lines)
    for picture in document.pictures:
        first, _, rest = picture.alt.partition(" ")
        if rest and _bare(first) in words.pictures:
            yield advice(document.path, picture.line, "alt-of-picture", name=picture.name, word=first)
        elif len(picture.alt) > MAX_ALT:
            yield advice(
                document.path,
                picture.line,
                "alt-long",
                name=picture.name,
                size=len(picture.alt),
                most=MAX_ALT,
            )


def _bold_headings(document: Document, lines: list[str]) -> Iterator[Problem]:
    """Paragraphs of one bold line with more text below."""
    for number, line in enumerate(lines):
        around = (
            lines[max(0, number - 1)] if number else "",
            lines[number + 1] if number + 1 < len(lines) else "",
        )
        below = any(each.strip() for each in lines[number + 1 :])
        found = BOLD_LINE.fullmatch(line)
        if found and below and not any(each.strip() for each in around):
            yield advice(document.path, document.source_line + number, "heading-bold", words=found["words"])


def _bare(words: str) -> str:
    """Words in small letters without marks around them."""
    return " ".join(MARKS.sub(" ", words).lower().split())
