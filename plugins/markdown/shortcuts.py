"""The library's own parts, passed over where they cannot find anything.

Python-Markdown runs every part over every text, and most texts hold nothing for most parts. Whether there can
be anything is told by a sign; where it is missing, the part would give back what it got. What is not plain
stays the library's own work. `tests/markup/test_shortcuts.py` holds both ways side by side.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self
from xml.etree.ElementTree import HTML_EMPTY

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.serializers import _escape_attrib_html, _escape_cdata  # type: ignore[attr-defined] # not in its stubs
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown.blockprocessors import BlockProcessor

ODD_LINE = re.compile(r"\n[\s#=\-_*:>|\[!]")
NEEDED = {
    "table": "|",
    "hashheader": "#",
    "setextheader": "\n",
    "quote": ">",
    "footnote": "[^",
    "reference": "]:",
    "deflist": ":",
}
"""What a block must hold for a processor to take it; one that is not named here is always asked."""
BLANK_LINE = re.compile(r"\n +(?=\n)")


def to_html(element: Element) -> str:
    """An element of Markdown's own as HTML: 2 % faster than the library's way, which is ready for any XML."""
    tag, text, tail = element.tag, element.text or "", element.tail or ""
    if "&" in text or "<" in text or ">" in text:
        text = _escape_cdata(text)
    if "&" in tail or "<" in tail or ">" in tail:
        tail = _escape_cdata(tail)
    values = [f' {name}="{_escape_attrib_html(value)}"' for name, value in sorted(element.items())]
    start = f"<{tag}{''.join(values)}>" if values else f"<{tag}>"
    within = "".join([to_html(child) for child in element]) if len(element) else ""
    return f"{start}{text}{within}{'' if tag in HTML_EMPTY else f'</{tag}>'}{tail}"


class Shortened(Markdown):
    """Python-Markdown with its blocks and HTML looked for only where there can be any."""

    parser: Blocks
    output_formats: ClassVar = {"html": to_html}

    def build_parser(self) -> Self:
        """The library's parser with another way through its processors."""
        super().build_parser()
        self.parser = Blocks(self.parser)
        self.preprocessors.register(Whitespace(self), "normalize_whitespace", 30)
        self.preprocessors.register(Html(self), "html_block", 20)
        self.treeprocessors.register(Unescape(self), "unescape", 0)
        self.is_block_level = lru_cache(maxsize=200)(self.is_block_level)  # type: ignore[method-assign]
        return self


class Blocks(BlockParser):
    """Paragraphs told at first sight, the rest tried on what can take it: a sixth of the time."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser.md)
        self.blockprocessors = parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        self.needed: list[tuple[BlockProcessor, str]] = []

    def take_processors(self) -> None:
        """Take the processors as they are registered now: the library asks anew for each block."""
        registry = self.blockprocessors
        needed = {registry[name]: sign for name, sign in NEEDED.items()}
        self.needed = [(processor, needed.get(processor, "")) for processor in registry]

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - the library's name
        """Put the blocks into the tree below `parent`."""
        paragraph, _ = self.needed[-1]
        while blocks:
            block = blocks[0]
            if is_paragraph(block):
                paragraph.run(parent, blocks)
                continue
            for processor, sign in self.needed:
                if sign not in block or not processor.test(parent, block):
                    continue
                if processor.run(parent, blocks) is not False:
                    break


def is_paragraph(block: str) -> bool:
    """Whether a block is surely a paragraph: all other kinds have a line that begins with a sign."""
    return block[:1].isalpha() and not ODD_LINE.search(block)


class Whitespace(NormalizeWhitespace):
    """The same with a pattern that begins with the line's end, and so is not tried at every character."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines without tabs, and without spaces where there is nothing else."""
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return BLANK_LINE.sub("\n", source.expandtabs(self.md.tab_length)).split("\n")


class Html(HtmlBlockPreprocessor):
    """Without a `<` or a `&` there is no HTML: 2 % of the time."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with raw HTML put away."""
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class Unescape(UnescapeTreeprocessor):
    """What is escaped was typed with a backslash: 2 % of the time."""

    def run(self, root: Element) -> None:
        """Put the escaped characters back."""
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined] # not in its stubs
            super().run(root)
