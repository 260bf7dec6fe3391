"""Python-Markdown extensions: restricted attributes, footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.footnotes import FootnoteExtension

from plugins.markdown.headings import TAGS
from plugins.markdown.raw_html import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from plugins.markdown.parse_context import ParseContext

HEADING_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
ATTRIBUTE_SIGN = re.compile(r"[:.# ]*[.#:]|\s*[\w-]+\s*=")
"""What attributes in braces begin with: anything else is text."""
LAST_ATTRIBUTES = re.compile(r"(?<=\S) +(?=\{:? *[.#][^{}\n]*\} *$)")
"""The space before attributes that end a paragraph on its last line; the library expects them below it."""


class SafeAttributes(AttrListTreeprocessor):
    """`{.lead}` after a block, `{#id}` after a heading; anything else is an error."""

    def __init__(self, md: Markdown, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(md)
        self.get_context = get_context

    def run(self, doc: Element) -> None:
        """Apply the attributes of every element."""
        if "{" not in self.get_context().lines.text:
            return
        for paragraph in doc.iter("p"):
            if len(paragraph) and paragraph[-1].tail:
                paragraph[-1].tail = LAST_ATTRIBUTES.sub("\n", paragraph[-1].tail)
            elif paragraph.text and not len(paragraph):
                paragraph.text = LAST_ATTRIBUTES.sub("\n", paragraph.text)
        super().run(doc)

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Set the allowed attributes; returns the text that is not an attribute."""
        if strict and not ATTRIBUTE_SIGN.match(attrs_string):
            return attrs_string
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


class LinkDefinitions(dict[str, tuple[str, str]]):
    """The definitions `[name]: address` of a text, and the names of those that links refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.used.add(name)
        return super().__getitem__(name)

    def clear(self) -> None:
        """Forget the definitions of the last text."""
        super().clear()
        self.used.clear()
