"""Markdown to HTML: Python-Markdown with this site's extensions, one instance reset between files."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from plugins.markdown.blocks import (
    DefinitionIndent,
    Headings,
    Paragraphs,
    PlainParagraphs,
    Quotes,
    RawHtml,
    Tables,
)
from plugins.markdown.containers import Admonitions, ContainerBuilder, Details, FencedDivs
from plugins.markdown.emphasis import DialCodes, EmphasisProcessor
from plugins.markdown.extensions import (
    Footnotes,
    LinkDefinitions,
    SafeAttributes,
    is_footnote_link,
    set_footnote_attributes,
)
from plugins.markdown.fast_path import FastInlineProcessor
from plugins.markdown.fences import FencedCode
from plugins.markdown.headings import TAGS, locate_headings, record_headings
from plugins.markdown.inline import (
    ADDRESS,
    ESCAPABLE,
    WWW,
    BackslashBreak,
    BareAddress,
    BareEmail,
    CaptionedPicture,
    EscapedQuote,
)
from plugins.markdown.lists import Lists
from plugins.markdown.parse_context import is_within_limits
from plugins.markdown.quotations import mark_quotations
from plugins.markdown.raw_html import check_raw_html, check_tag_balance, sanitize
from plugins.markdown.references import (
    CLOSE,
    FIGURE_FORM,
    FORM_SEPARATOR,
    OPEN,
    FigureProcessor,
    placeholder,
    record_link,
    record_picture,
)
from plugins.markdown.text_tree import has_spans, mark_spans, typeset_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from plugins.markdown.parse_context import ParseContext

PICTURE_TAG = re.compile(f'<img src="({OPEN}picture:\\d+{CLOSE})">')
HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
LONE_PLACEHOLDER = re.compile(f"<p>\\s*({OPEN}(?:picture|card|regions):\\d+{CLOSE})\\s*</p>")


def convert(text: str, context: ParseContext) -> str:
    """The sanitized HTML of a text, with placeholders for references; findings are added to `context`."""
    if not is_within_limits(context):
        return ""
    converter = _converter()
    converter.context = context
    try:
        html = converter.markdown.reset().convert(FIGURE_FORM.sub(rf"\1{FORM_SEPARATOR}", text))
    except Exception as error:  # noqa: BLE001 - the library documents no errors; one text must not stop the others
        _converter.cache_clear()
        context.report(context.lines.first, "markdown-unreadable", detail=f"{type(error).__name__}: {error}")
        return ""
    converter.check_html(html)
    if context.pictures or context.figures:
        html = _lift_placeholders(html, context)
    clean = sanitize(html)
    if clean.count(' href="') != html.count(' href="'):
        _report_lost_links(html, clean, context)
    return clean


def _report_lost_links(html: str, clean: str, context: ParseContext) -> None:
    """Links that the sanitizer left without an address: readers would see words that lead nowhere."""
    kept = Counter(map(unescape, HREF.findall(clean)))
    told = {value for found in context.problems for name, value in found.values if name == "target"}
    for address in (Counter(map(unescape, HREF.findall(html))) - kept).keys() - told:
        line = next((link.line for link in context.links if link.target == address), context.lines.first)
        context.report(line, "link-broken", target=address)


def _lift_placeholders(html: str, context: ParseContext) -> str:
    """Unwrap placeholders of pictures from their tags, and lone ones from their paragraphs."""
    html = PICTURE_TAG.sub(r"\1", html).replace(FORM_SEPARATOR, "|")
    alone = set(LONE_PLACEHOLDER.findall(html))
    for number, figure in enumerate(context.figures):
        if figure.kind != "figure" and placeholder(figure.kind, number) not in alone:
            context.report(figure.line, "card-not-alone", kind=figure.kind, name=figure.name)
    for number, picture in enumerate(context.pictures):
        if (picture.caption or picture.credit) and placeholder("picture", number) not in alone:
            context.report(picture.line, "caption-not-alone", name=picture.name)
    return LONE_PLACEHOLDER.sub(r"\1", html)


@cache
def _converter() -> Converter:
    return Converter()


class Converter(Extension):
    """The converter of the process; `context` is the file being converted."""

    context: ParseContext
    inline: FastInlineProcessor

    def __init__(self) -> None:
        super().__init__()
        self.footnotes = Footnotes()
        self.fences = 0
        self.heading_lines: dict[Element, int] = {}
        self.abbreviations = AbbrExtension()
        parts = [DefListExtension(), self.abbreviations, self.footnotes, self]
        self.markdown = Markdown(extensions=parts, output_format="html")
        self.definitions = self.markdown.references = LinkDefinitions()
        self.inline.bind_patterns()
        # The library would sort its processors anew for every block.
        self.markdown.parser.blockprocessors = tuple(self.markdown.parser.blockprocessors)  # type: ignore[assignment] # it only iterates

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the extensions; the numbers are Python-Markdown's priorities, highest first."""
        context = self._get_context
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(FencedCode(md, context), "fenced_code", 25)
        md.preprocessors.register(_FenceCounter(self), "count_fences", 24)
        self._register_blocks(md)
        self._register_patterns(md)
        md.treeprocessors.register(self.inline, "inline", 20)
        md.treeprocessors.register(_Step(self._locate_headings), "heading_lines", 21)
        md.treeprocessors.register(SafeAttributes(md, context), "attributes", 18)
        md.treeprocessors.register(_Step(self._mark_quotations), "quotations", 13)
        md.treeprocessors.register(_Step(self._process_text), "text", 12)

    def _register_blocks(self, md: Markdown) -> None:
        """Replace the library's blocks by CommonMark's, and add those of other dialects."""
        parser, blocks, context = md.parser, md.parser.blockprocessors, self._get_context
        for name in ("indent", "olist", "ulist", "quote", "hashheader"):
            blocks.deregister(name)
        lists, tables = Lists(parser), Tables(parser, context)
        builder = ContainerBuilder(parser, lists, context)
        blocks.register(PlainParagraphs(parser), "prose", 95)
        blocks.register(Details(parser, builder), "details", 79)
        blocks.register(RawHtml(parser), "raw_html", 78)
        blocks.register(DefinitionIndent(parser), "defindent", 85)
        blocks.register(lists, "lists", 77)
        blocks.register(Quotes(parser, builder), "quotes", 76)
        blocks.register(Admonitions(parser, builder), "admonitions", 75)
        blocks.register(FencedDivs(parser, builder), "fenced_divs", 74)
        blocks.register(Paragraphs(parser, tables, context), "paragraphs", 73)
        blocks.register(tables, "tables", 72)
        blocks.register(Headings(parser), "headings", 70)

    def _register_patterns(self, md: Markdown) -> None:
        patterns = md.inlinePatterns
        md.ESCAPED_CHARS = ESCAPABLE
        patterns.deregister("em_strong")
        patterns.deregister("em_strong2", strict=False)
        patterns.deregister("not_strong", strict=False)
        patterns.register(EscapedQuote(md), "escaped_quote", 182)
        patterns.register(BackslashBreak(md), "backslash_break", 181)
        patterns.register(DialCodes(), "dial_code", 179)
        patterns.register(FigureProcessor(self._get_context), "figure", 178)
        patterns.register(CaptionedPicture(md, self._get_context), "image_link", 150)
        patterns.register(BareAddress(ADDRESS, md), "bare_address", 78)
        patterns.register(BareAddress(WWW, md), "bare_www", 77)
        patterns.register(BareEmail(md), "bare_email", 76)
        patterns.register(EmphasisProcessor(self._get_context), "emphasis", 60)
        self.inline = FastInlineProcessor(md)

    def _get_context(self) -> ParseContext:
        return self.context

    def _locate_headings(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in TAGS]
        self.heading_lines = locate_headings(headings, self.context) if headings else {}

    def _mark_quotations(self, root: Element) -> None:
        mark_quotations(root, self.context)

    def _process_text(self, root: Element) -> None:
        text = typeset_tree(root, self.context)
        for element in root.iter():
            if element.items():
                _process_element(element, self.context)
        if has_spans(text, self.context):
            mark_spans(root, self.context)
        record_headings(self.heading_lines, self.context)

    def check_html(self, html: str) -> None:
        """Report problems of raw HTML and footnotes."""
        for label in self.footnotes.unused():
            self.context.report(self.context.lines.find(f"[^{label}]:"), "footnote-unused", label=label)
        for name in sorted(self.definitions.keys() - self.definitions.used):
            self.context.report(self.context.lines.find(f"{name}]:"), "reference-unused", name=name)
        for name in sorted(self.abbreviations.abbrs):  # type: ignore[attr-defined] # not in its stubs
            if f'">{escape(name, quote=False)}</abbr>' not in html:
                self.context.report(self.context.lines.find(f"*[{name}]"), "abbreviation-unused", name=name)
        stash = [str(raw) for raw in self.markdown.htmlStash.rawHtmlBlocks[self.fences :]]
        for raw in stash:
            check_raw_html(raw, self.context)
        if any(raw.startswith("<") for raw in stash):
            check_tag_balance(html, self.context)


class _Step(Treeprocessor):
    """A step of the conversion that is a function of the tree."""

    def __init__(self, function: Callable[[Element], None]) -> None:
        super().__init__()
        self.function = function

    def run(self, root: Element) -> None:
        self.function(root)


class _FenceCounter(Preprocessor):
    """Counts stashed fences: whatever HTML is stashed after them was typed as HTML."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self.converter = converter

    def run(self, lines: list[str]) -> list[str]:
        self.converter.fences = self.converter.markdown.htmlStash.html_counter
        return lines


def _process_element(element: Element, context: ParseContext) -> None:
    if element.tag == "a" and is_footnote_link(element):
        set_footnote_attributes(element, context)
    elif element.tag == "a":
        record_link(element, context)
    elif element.tag == "img":
        record_picture(element, context)
    elif align := element.attrib.pop("align", None):
        element.set("class", f"{element.get('class', '')} {align.replace('center', 'centre')}".strip())
    elif element.tag not in TAGS and (id_ := element.get("id")):
        element.set("id", context.id_prefix + id_)
