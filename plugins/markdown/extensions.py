"""Python-Markdown extensions: restricted attributes, fences and admonitions, footnotes, lenient lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.preprocessors import Preprocessor

from plugins.markdown.headings import TAGS
from plugins.markdown.raw_html import ADMONITIONS, CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockparser import BlockParser

    from plugins.markdown.parse_context import ParseContext

HEADING_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class SafeAttributes(AttrListTreeprocessor):
    """`{.lead}` after a block, `{#id}` after a heading; anything else is an error."""

    def __init__(self, md: Markdown, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(md)
        self.get_context = get_context

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Set the allowed attributes; returns the text that is not an attribute."""
        attributes, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        for name, value in attributes:
            if name == "." and value in CLASSES:
                elem.set("class", f"{elem.get('class', '')} {value}".strip())
            elif name == "id" and elem.tag in TAGS and value and HEADING_ID.fullmatch(value):
                elem.set("id", value)
            else:
                self.reject(attrs_string)
        return remainder

    def reject(self, typed: str) -> None:
        """Report attributes that the theme has no styles for."""
        context = self.get_context()
        line = context.lines.find(f"{{{typed}}}", f"{{: {typed}}}", typed)
        context.report(line, "attribute", text=typed, classes=", ".join(sorted(CLASSES)))


class SafeFences(FencedBlockPreprocessor):
    """Fenced code with a language only: an id or other classes could imitate a part of the page."""

    def __init__(self, md: Markdown, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(md, {"lang_prefix": "language-"})
        self.get_context = get_context

    def run(self, lines: list[str]) -> list[str]:
        """Skipped without a fence: the library's pattern is tried at every character."""
        return super().run(lines) if any(line.startswith(("```", "~~~")) for line in lines) else lines

    def handle_attrs(self, attrs: Iterable[tuple[str, str]]) -> tuple[str, list[str], dict[str, Any]]:
        """The language; everything else is an error."""
        id_, classes, configs = super().handle_attrs(attrs)
        if id_ or classes[1:] or configs:
            context = self.get_context()
            typed = " ".join([*(f"#{id_}" for _ in id_[:1]), *(f".{name}" for name in classes), *configs])
            context.report(context.lines.first, "attribute", text=typed, classes=", ".join(sorted(CLASSES)))
        return "", classes[:1], {}


class Admonitions(AdmonitionProcessor):
    """`!!! note "Title"`; the library's default title would be in English."""

    def __init__(self, parser: BlockParser, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(parser)
        self.get_context = get_context

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """The kind and the title, if any."""
        kind = match[1].lower()
        if kind not in ADMONITIONS:
            context = self.get_context()
            kinds = ", ".join(sorted(ADMONITIONS))
            context.report(context.lines.find(f"!!! {match[1]}", "!!!"), "admonition", kind=kind, kinds=kinds)
        return kind, match[2] or None


ROLES = {"footnote-ref": "doc-noteref", "footnote-backref": "doc-backlink"}


class Footnotes(FootnoteExtension):
    """The library's footnotes with numbered ids instead of the labels typed."""

    def makeFootnoteId(self, label: str) -> str:
        """`fn:1`."""
        return f"fn:{self._number(label)}"

    def makeFootnoteRefId(self, label: str, found: bool = False) -> str:
        """`fnref:1`, and `fnref2:1` for the second reference to a footnote."""
        return self.unique_ref(f"fnref:{self._number(label)}", found)

    def _number(self, label: str) -> int:
        return list(self.footnotes).index(label) + 1

    def unused(self) -> list[str]:
        """Labels of footnotes without a reference."""
        return [label for label in self.footnotes if label not in self.footnote_order]


def is_footnote_link(anchor: Element) -> bool:
    """Whether the footnotes extension made the link."""
    return anchor.get("class") in ROLES


def set_footnote_attributes(anchor: Element, context: ParseContext) -> None:
    """Prefix the link's target like every id, and set its ARIA role."""
    anchor.set("href", f"#{context.id_prefix}{anchor.get('href', '#')[1:]}")
    anchor.set("role", ROLES[anchor.get("class", "")])
    anchor.attrib.pop("title", None)


# Possessive quantifiers: without them a line of forty `> ` would backtrack 2⁴⁰ times.
ITEM = re.compile(r"(?P<quote>(?: {0,3}+> ?+)*+) {0,3}+(?:[-*+]|(?P<number>\d{1,9})\.) +\S")
NESTED = re.compile(r"( *)(?:[-*+]|\d{1,9}\.) +\S")
QUOTE = re.compile(r"(?: {0,3}+> ?+)*+")
INDENTED_CODE = 4
NOT_PARAGRAPH = ("\x02", "#", "    ", "\t", "|", "<")


class ListAfterParagraph(Preprocessor):
    """Lists may follow a paragraph without a blank line; runs after fenced code is stashed."""

    def run(self, lines: list[str]) -> list[str]:
        """Insert a blank line before each list that follows a paragraph."""
        result: list[str] = []
        in_list = False
        for line in lines:
            item = ITEM.match(line)
            if not line[QUOTE.match(line).end() :].strip():  # type: ignore[union-attr] # it always matches
                in_list = False
            elif item:
                if not in_list and result and _interrupts_paragraph(item, result[-1]):
                    result.append(item["quote"].rstrip())
                in_list = True
            result.append(line)
        return result


def _interrupts_paragraph(item: re.Match[str], before: str) -> bool:
    """Whether the item interrupts a paragraph; of numbered ones only 1 does, not a year."""
    if item["number"] not in {None, "1"} or before.startswith(NOT_PARAGRAPH):
        return False
    quote = QUOTE.match(before)
    same_depth = quote is not None and quote[0].count(">") == item["quote"].count(">")
    return same_depth and bool(before[quote.end() :].strip()) if quote else False


class NestedLists(Preprocessor):
    """Lists may be nested by two, three or four spaces; the library needs four."""

    def run(self, lines: list[str]) -> list[str]:
        """Indent list items by four spaces a level."""
        result: list[str] = []
        levels: list[int] = []
        for line in lines:
            item = NESTED.match(line)
            if item and (levels or len(item[1]) < INDENTED_CODE):
                levels = [*(inner for inner in levels if inner <= len(item[1])), len(item[1]) + 2]
                result.append(" " * 4 * (len(levels) - 1) + line[len(item[1]) :])
                continue
            if line.strip() and not line.startswith(" "):
                levels = []
            result.append(line)
        return result
