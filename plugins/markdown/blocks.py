"""Attribute lists and admonitions with only what the theme knows: a heading's id, a few classes and kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from plugins.markdown.headings import TAGS
from plugins.markdown.raw_html import ADMONITIONS, CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockparser import BlockParser

    from plugins.markdown.reading import Reading

ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class SafeAttributes(AttrListTreeprocessor):
    """`{.lead}` after a block, `{#id}` after a heading; anything else is an error."""

    def __init__(self, md: Markdown, reading: Callable[[], Reading]) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, root: Element) -> None:
        """Nothing where no brace was typed: 2 % of all conversion."""
        if any("{" in line for line in self.md.lines):  # type: ignore[attr-defined] # not in its stubs
            super().run(root)

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Put the attributes on the element; returns what of the text is none of them."""
        attributes, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        for name, value in attributes:
            if name == "." and value in CLASSES:
                elem.set("class", f"{elem.get('class', '')} {value}".strip())
            elif name == "id" and elem.tag in TAGS and value and ID.fullmatch(value):
                elem.set("id", value)
            else:
                self.refuse(attrs_string)
        return remainder

    def refuse(self, typed: str) -> None:
        """Tell that these attributes are none of the theme's."""
        reading = self.reading()
        line = reading.lines.line(f"{{{typed}}}", f"{{: {typed}}}", typed)
        reading.note(line, "attribute", text=typed, classes=", ".join(sorted(CLASSES)))


class SafeFences(FencedBlockPreprocessor):
    """Fenced code names its language; with an id or other classes it could pose as a part of the page."""

    def __init__(self, md: Markdown, reading: Callable[[], Reading]) -> None:
        super().__init__(md, {"lang_prefix": "language-"})
        self.reading = reading

    def run(self, lines: list[str]) -> list[str]:
        """Nothing where no line begins code: the library's pattern is tried at every character."""
        return super().run(lines) if any(line.startswith(("```", "~~~")) for line in lines) else lines

    def handle_attrs(self, attrs: Iterable[tuple[str, str]]) -> tuple[str, list[str], dict[str, Any]]:
        """The language alone; the rest is told."""
        id_, classes, configs = super().handle_attrs(attrs)
        if id_ or classes[1:] or configs:
            reading = self.reading()
            typed = " ".join([*(f"#{id_}" for _ in id_[:1]), *(f".{name}" for name in classes), *configs])
            reading.note(reading.lines.first, "attribute", text=typed, classes=", ".join(sorted(CLASSES)))
        return "", classes[:1], {}


class Admonitions(AdmonitionProcessor):
    """`!!! note "Title"`: no title is made up, it would be in English."""

    def __init__(self, parser: BlockParser, reading: Callable[[], Reading]) -> None:
        super().__init__(parser)
        self.reading = reading

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """The kind and the title typed."""
        kind = match[1].lower()
        if kind not in ADMONITIONS:
            reading = self.reading()
            kinds = ", ".join(sorted(ADMONITIONS))
            reading.note(reading.lines.line(f"!!! {match[1]}", "!!!"), "admonition", kind=kind, kinds=kinds)
        return kind, match[2] or None
