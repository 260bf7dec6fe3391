"""Block processors by CommonMark in place of the library's: headings, paragraphs, quotes, tables, HTML."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.def_list import DefListIndentProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import AtomicString, nearing_recursion_limit

from plugins.markdown.lines import (
    DELIMITER_ROW,
    HEADING,
    HTML,
    ITEM,
    MAX_INDENT,
    QUOTE,
    RULE,
    STASHED,
    UNDERLINE,
    indentation,
    starts_block,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown.blockparser import BlockParser

    from plugins.markdown.containers import ContainerBuilder
    from plugins.markdown.parse_context import ParseContext

DASHED = re.compile(r" {0,3}[—–] ")
"""A line of a dialogue, or an item of a list as typewriters set it."""
NOT_PROSE = re.compile(r"\n(?:(?![^\W\d_])|[^\W\d_]\))")
LOOSE_ITEM = re.compile(r" {0,3}(?:\d{1,9}[.)] ?|[-–—]|[^\W\d_]\) ?)(?=[^\W\d_])")
"""`1.Words`, `-words`, `a) words`: what was meant as an item, without its space, or makes no list."""
HARD_BREAK = re.compile(r"(?:  |\\)$")
MIN_NUMBERED = 2
"""Numbered lines in a row that make a list within a paragraph."""
ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<script", "</script"), ("<style", "</style"))
"""HTML that goes on over blank lines, up to its own end."""


class PlainParagraphs(ParagraphProcessor):
    """Takes at once what is certainly a paragraph: every line begins with a letter."""

    def test(self, _parent: Element, block: str) -> bool:
        """Whether no line begins with a sign or a digit."""
        return block[:1].isalpha() and not NOT_PROSE.search(block)


class Paragraphs(BlockProcessor):
    """Ends a paragraph at the line that starts another block; keeps the lines of a dialogue apart."""

    def __init__(self, parser: BlockParser, table: Tables, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(parser)
        self.table = table
        self.get_context = get_context

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the block has several lines, the first of a paragraph or a table."""
        return "\n" in block and not HEADING.match(block) and not QUOTE.match(block)

    def run(self, _parent: Element, blocks: list[str]) -> bool:
        """Split the first block; False if it is one paragraph or a table."""
        lines = blocks[0].split("\n")
        if RULE.match(lines[0]) or STASHED.match(lines[0]) or HTML.match(lines[0]):
            end = 1
        elif self.table.is_table(lines):
            end = next((n for n, line in enumerate(lines[2:], 2) if starts_block(line)), len(lines))
        else:
            end = self._paragraph_end(lines)
        if end < len(lines):
            blocks[0:1] = ["\n".join(lines[:end]), "\n".join(lines[end:])]
            return True
        text = _break_lines(lines)
        changed = text != blocks[0]
        blocks[0] = text
        return changed

    def _paragraph_end(self, lines: Sequence[str]) -> int:
        for number, line in enumerate(lines[1:], 1):
            if UNDERLINE.match(line):
                if number > 1:
                    context = self.get_context()
                    context.report(
                        context.lines.find(f"{lines[number - 1]}\n{line}"), "heading-lines", typed=line
                    )
                continue
            if starts_block(line) or _starts_numbers(lines[number:]) or self.table.is_table(lines[number:]):
                return number
        return len(lines)


def _starts_numbers(lines: Sequence[str]) -> bool:
    """Whether consecutive numbered lines begin: then a list may interrupt a paragraph with any number."""
    items = [ITEM.match(line) for line in lines[:MIN_NUMBERED]]
    numbers = [int(item["number"]) for item in items if item and item["number"]]
    return len(numbers) == MIN_NUMBERED and numbers[1] == numbers[0] + 1


def _break_lines(lines: Sequence[str]) -> str:
    """The text with hard line breaks before lines with a dash, and between lines that look like items."""
    looks = [bool(LOOSE_ITEM.match(line)) for line in lines]
    text = lines[0]
    for number, (before, line) in enumerate(pairwise(lines), 1):
        beside = looks[number - 1] or any(looks[number + 1 : number + 2])
        apart = DASHED.match(line) or (looks[number] and beside)
        text += ("  \n" if apart and not HARD_BREAK.search(before) else "\n") + line
    return text


class Headings(BlockProcessor):
    """`## Words`: closing signs only after a space, so that «C#» keeps its own."""

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the first line is a heading."""
        return HEADING.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Build the heading; other lines of the block follow."""
        line, _, after = blocks.pop(0).partition("\n")
        match = HEADING.match(line)
        if match:
            SubElement(parent, f"h{len(match['level'])}").text = match["header"].strip()
        if after:
            blocks.insert(0, after)


class Quotes(BlockProcessor):
    """`> quote`: two with a blank line between are two."""

    def __init__(self, parser: BlockParser, builder: ContainerBuilder) -> None:
        super().__init__(parser)
        self.builder = builder

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the first line is quoted."""
        return QUOTE.match(block) is not None and not nearing_recursion_limit()

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Build the quote; lines without a sign go on with its last paragraph."""
        lines = blocks.pop(0).split("\n")
        quoted: list[str] = []
        for line in lines:
            if match := QUOTE.match(line):
                quoted.append(line[match.end() :])
            elif quoted[-1].strip() and not STASHED.match(quoted[-1]) and not starts_block(line):
                quoted.append(line)
            else:
                break
        if len(quoted) < len(lines):
            blocks.insert(0, "\n".join(lines[len(quoted) :]))
        text = "\n".join(line if line.strip() else "" for line in quoted)
        element, text = self.builder.alert(parent, text)
        self.builder.parse(element, text, gaps=0)


class DefinitionIndent(DefListIndentProcessor):
    """Indented blocks after a definition; lists take their own."""

    ITEM_TYPES = ["dd"]  # noqa: RUF012 - the library's attribute
    LIST_TYPES = ["dl"]  # noqa: RUF012 - the library's attribute


class Tables(TableProcessor):
    """GitHub's tables; a row with more cells than the header is an error, because they would not be shown."""

    def __init__(self, parser: BlockParser, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(parser, {"use_align_attribute": True})
        self.get_context = get_context

    def is_table(self, lines: Sequence[str]) -> bool:
        """Whether the first two lines are a header and the row under it."""
        if len(lines) <= 1 or "|" not in lines[0] or not DELIMITER_ROW.match(lines[1]):
            return False
        return indentation(lines[0]) <= MAX_INDENT and super().test(None, "\n".join(lines[:2]))  # type: ignore[arg-type] # it does not look at the parent

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the block begins with a table."""
        return self.is_table(block.split("\n", 2)[:2])

    def _split_row(self, row: str) -> list[str]:
        """The cells; an escaped `|` is a sign even in code."""
        return [cell.replace("\\|", "|") for cell in super()._split_row(row)]  # type: ignore[misc] # not in its stubs

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc] # not in its stubs
        cells = [cell.strip() for cell in self._split_row(row)]
        if "|" not in row and len(align) > 1:
            context = self.get_context()
            context.advise(context.lines.find(row), "table-line", text=row.strip())
        if any(cells[len(align) :]):
            context = self.get_context()
            extra = " | ".join(cells[len(align) :])
            context.report(context.lines.find(row), "table-cells", most=len(align), text=extra)


class RawHtml(BlockProcessor):
    """Sets HTML aside up to a blank line, or to its own end; the converter checks it."""

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the first line begins with a tag of a block, a comment or the like."""
        return HTML.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Put a placeholder in place of the HTML; False if it has no end."""
        start = blocks[0].lstrip().lower()
        end = next((end for sign, end in ENDS if start.startswith(sign)), ">")
        count = next((n for n, block in enumerate(blocks, 1) if end in block.lower()), 0)
        if not count or (end == ">" and count > 1):
            return False
        raw = "\n\n".join(blocks[:count])
        del blocks[:count]
        SubElement(parent, "p").text = AtomicString(self.parser.md.htmlStash.store(raw.strip("\n")))
        return True
