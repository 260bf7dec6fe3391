"""The converter: Python-Markdown with this site's extensions, made once and reset between files."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.tables import TableExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from plugins.markdown.blocks import Admonitions, SafeAttributes, SafeFences
from plugins.markdown.bounds import is_bounded
from plugins.markdown.footnotes import Footnotes, finish_footnote_link, is_footnote_link
from plugins.markdown.headings import TAGS, heading_lines, read_headings
from plugins.markdown.inline import Inline
from plugins.markdown.lists import ListAfterParagraph, NestedLists
from plugins.markdown.marks import CLOSE, FORM, OPEN, mark
from plugins.markdown.raw_html import check_balance, check_raw, clean
from plugins.markdown.references import WITH_FORM, FigureMark, TypedMark, read_link, read_picture
from plugins.markdown.shortcuts import Shortened
from plugins.markdown.telephones import TELEPHONE, link_telephones
from plugins.markdown.text_tree import set_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from plugins.markdown.reading import Reading

PICTURE = re.compile(f'<img src="({OPEN}picture:\\d+{CLOSE})">')
OWN_BLOCK = re.compile(f"<p>\\s*({OPEN}(?:picture|card):\\d+{CLOSE})\\s*</p>")


def convert(text: str, reading: Reading) -> str:
    """The HTML of a text, marks in place of what is still unknown; the rest is put down in `reading`."""
    if not is_bounded(reading):
        return ""
    converter = _converter()
    converter.reading = reading
    try:
        html = converter.markdown.reset().convert(WITH_FORM.sub(rf"\1{FORM}", text))
    except Exception as error:  # noqa: BLE001 - the library lists no errors; a text must not stop the others
        _converter.cache_clear()
        reading.note(reading.lines.first, "markdown-unreadable", detail=f"{type(error).__name__}: {error}")
        return ""
    converter.check(html)
    if reading.pictures or reading.figures:
        html = _lift_marks(html, reading)
    return clean(html)


def _lift_marks(html: str, reading: Reading) -> str:
    """Marks of pictures out of their tags, those that stand alone out of their paragraphs."""
    html = PICTURE.sub(r"\1", html).replace(FORM, "|")
    alone = set(OWN_BLOCK.findall(html))
    for number, figure in enumerate(reading.figures):
        if figure.kind == "card" and mark("card", number) not in alone:
            reading.note(figure.line, "card-not-alone", name=figure.name)
    for number, picture in enumerate(reading.pictures):
        if picture.caption and mark("picture", number) not in alone:
            reading.note(picture.line, "caption-not-alone", name=picture.name)
    return OWN_BLOCK.sub(r"\1", html)


@cache
def _converter() -> Converter:
    return Converter()


class Converter(Extension):
    """The one Markdown of the process; `reading` is the file in hand."""

    reading: Reading
    inline: Inline

    def __init__(self) -> None:
        super().__init__()
        self.footnotes = Footnotes()
        self.fences = 0
        self.heading_lines: dict[Element, int] = {}
        parts = [TableExtension(use_align_attribute=True), DefListExtension(), FencedCodeExtension()]
        self.markdown = Shortened(extensions=[*parts, self.footnotes, self], output_format="html")
        self.inline.take_patterns()
        self.markdown.parser.take_processors()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the parts; the numbers are Python-Markdown's priorities, highest first."""
        reading = self._reading
        md.preprocessors.register(SafeFences(md, reading), "fenced_code_block", 25)
        md.preprocessors.register(_CountFences(self), "count_fences", 24)
        md.preprocessors.register(ListAfterParagraph(md), "list_after_paragraph", 23)
        md.preprocessors.register(NestedLists(md), "nested_lists", 22)
        md.parser.blockprocessors.register(Admonitions(md.parser, reading), "admonition", 105)
        md.inlinePatterns.register(FigureMark(reading), "figure_mark", 178)
        md.inlinePatterns.register(TypedMark(), "typed_mark", 177)
        self.inline = Inline(md)
        md.treeprocessors.register(self.inline, "inline", 20)
        md.treeprocessors.register(_HeadingLines(self), "heading_lines", 21)
        md.treeprocessors.register(SafeAttributes(md, reading), "attributes", 18)
        md.treeprocessors.register(_Text(self), "text", 12)

    def _reading(self) -> Reading:
        return self.reading

    def check(self, html: str) -> None:
        """Tell what is wrong with the HTML an editor typed, and with footnotes."""
        for label in self.footnotes.unused():
            self.reading.note(self.reading.lines.line(f"[^{label}]:"), "footnote-unused", label=label)
        stash = [str(raw) for raw in self.markdown.htmlStash.rawHtmlBlocks[self.fences :]]
        for raw in stash:
            check_raw(raw, self.reading)
        if any(raw.startswith("<") for raw in stash):
            check_balance(html, self.reading)


class _CountFences(Preprocessor):
    """Fenced code is the first to be put away: whatever HTML is put away later was typed as HTML."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def run(self, lines: list[str]) -> list[str]:
        self.converter.fences = self.converter.markdown.htmlStash.html_counter
        return lines


class _HeadingLines(Treeprocessor):
    """Looks headings up while their text is still as typed."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in TAGS]
        self.converter.heading_lines = heading_lines(headings, self.converter.reading) if headings else {}


class _Text(Treeprocessor):
    """Typography, headings, links, pictures and telephone numbers, once all inline markup is read."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def run(self, root: Element) -> None:
        reading = self.converter.reading
        text = set_text(root, reading)
        for element in root.iter():
            if element.items():
                _read_element(element, reading)
        if TELEPHONE.search(text):
            link_telephones(root)
        read_headings(self.converter.heading_lines, reading)


def _read_element(element: Element, reading: Reading) -> None:
    if element.tag == "a" and is_footnote_link(element):
        finish_footnote_link(element, reading)
    elif element.tag == "a":
        read_link(element, reading)
    elif element.tag == "img":
        read_picture(element, reading)
    elif align := element.attrib.pop("align", None):
        element.set("class", f"{element.get('class', '')} {align.replace('center', 'centre')}".strip())
    elif element.tag not in TAGS and (id_ := element.get("id")):
        element.set("id", reading.anchors + id_)
