"""Admonitions and expandable blocks in every dialect: `!!!`, `???`, `:::`, `> [!NOTE]`, `<details>`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from plugins.markdown.lines import ADMONITION, FENCED_DIV, FENCED_DIV_END, LEAST_INDENT, indentation
from plugins.markdown.raw_html import ADMONITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown.blockparser import BlockParser

    from plugins.markdown.lists import Lists
    from plugins.markdown.parse_context import ParseContext

ALERT = re.compile(r"\[!(?P<kind>\w+)\](?P<fold>[-+]?) *(?P<title>[^\n]*)(?:\n|$)")
SYNONYMS = {"caution": "warning", "info": "note", "hint": "tip"}
"""GitHub's and Docusaurus' names for kinds that the theme has."""
DETAILS = re.compile(r"<(?P<end>/?)details(?P<open>[ ]+open(?:=\"\"|=\"open\")?)?[ ]*>", re.IGNORECASE)
SUMMARY = re.compile(r"\s*<summary>(.*?)</summary>\s*", re.IGNORECASE | re.DOTALL)
MOST_INDENT = 4
"""Spaces before the lines within an admonition that are no part of their text."""


class ContainerBuilder:
    """Builds admonitions and `<details>` and parses what is within."""

    def __init__(self, parser: BlockParser, lists: Lists, get_context: Callable[[], ParseContext]) -> None:
        self.parser = parser
        self.lists = lists
        self.get_context = get_context

    def admonition(self, parent: Element, typed: str, title: str, sign: str) -> Element:
        """An admonition without its text; an unknown kind is an error."""
        kind = SYNONYMS.get(typed.lower(), typed.lower())
        if kind not in ADMONITIONS:
            context = self.get_context()
            kinds = ", ".join(sorted(ADMONITIONS))
            context.report(
                context.lines.find(f"{sign}{typed}", sign.strip()), "admonition", kind=kind, kinds=kinds
            )
        element = SubElement(parent, "div", {"class": f"admonition {kind}"})
        if title := title or self.get_context().labels.get(kind, ""):
            SubElement(element, "p", {"class": "admonition-title"}).text = title
        return element

    def details(self, parent: Element, summary: str, sign: str, *, is_open: bool) -> Element:
        """An expandable block without its text; one without a summary is an error."""
        if not summary:
            context = self.get_context()
            context.report(context.lines.find(sign), "details-title", sign=sign)
        element = SubElement(parent, "details", {"open": "open"} if is_open else {})
        SubElement(element, "summary").text = summary
        return element

    def alert(self, parent: Element, text: str) -> tuple[Element, str]:
        """A quote, or an admonition for `[!NOTE]` on its first line, and the text left to parse."""
        match = ALERT.match(text)
        if not match:
            return SubElement(parent, "blockquote"), text
        element = self.admonition(parent, match["kind"], match["title"].strip(), "[!")
        return element, text[match.end() :]

    def parse(self, element: Element, text: str, *, gaps: int | None = None) -> None:
        """Parse a text into a container; its blank lines (`gaps`) do not make a list around it loose."""
        outer = self.lists.gaps
        blocks = text.split("\n\n")
        inner = sum(bool(block.strip()) for block in blocks) - 1 if gaps is None else gaps
        self.parser.state.set("container")
        self.parser.parseBlocks(element, blocks)
        self.parser.state.reset()
        self.lists.gaps = outer + inner


class Admonitions(BlockProcessor):
    """`!!! note "Title"` and `??? "Title"` with the indented lines below."""

    def __init__(self, parser: BlockParser, builder: ContainerBuilder) -> None:
        super().__init__(parser)
        self.builder = builder

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the block begins with the sign and, maybe, a kind and a title."""
        return ADMONITION.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Build the container; False if there is no text in it."""
        match = ADMONITION.match(blocks[0])
        lines = blocks[0].split("\n")[1:]
        after = list(blocks[1:])
        within = _indented(lines)
        text = lines[:within]
        while within == len(lines) and after and indentation(after[0].lstrip("\n")) >= LEAST_INDENT:
            lines = after.pop(0).split("\n")
            within = _indented(lines)
            text += ["", *lines[:within]]
        if match is None or not any(line.strip() for line in text):
            return False
        blocks[:] = [*(["\n".join(lines[within:])] if within < len(lines) else []), *after]
        title = match["title"] or ""
        if match["sign"] == "!!!":
            element = self.builder.admonition(parent, match["kind"], title, "!!! ")
        else:
            element = self.builder.details(parent, title, match["sign"], is_open=match["sign"].endswith("+"))
        margin = min(MOST_INDENT, *(indentation(line) for line in text if line.strip()))
        self.builder.parse(element, "\n".join(line[margin:] for line in text))
        return True


def _indented(lines: list[str]) -> int:
    """The number of lines up to the first that is not indented."""
    return next(
        (n for n, line in enumerate(lines) if line.strip() and indentation(line) < LEAST_INDENT), len(lines)
    )


class FencedDivs(BlockProcessor):
    """`::: note Title` up to `:::`."""

    def __init__(self, parser: BlockParser, builder: ContainerBuilder) -> None:
        super().__init__(parser)
        self.builder = builder

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the block begins with the sign and a kind."""
        return FENCED_DIV.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Build the container; False if it is not closed."""
        match = FENCED_DIV.match(blocks[0])
        lines = "\n\n".join(blocks).split("\n")
        end = _closing_line(lines)
        if match is None or not end:
            return False
        blocks[:] = "\n".join(lines[end + 1 :]).split("\n\n") if lines[end + 1 :] else []
        if match["kind"].lower() == "details":
            element = self.builder.details(parent, match["title"], ":::", is_open=False)
        else:
            element = self.builder.admonition(parent, match["kind"], match["title"], "::: ")
        self.builder.parse(element, "\n".join(lines[1:end]))
        return True


def _closing_line(lines: list[str]) -> int:
    """The line that closes what the first one opens; 0 if none does."""
    depth = 0
    for number, line in enumerate(lines):
        if FENCED_DIV_END.match(line):
            depth -= 1
            if not depth:
                return number
        elif FENCED_DIV.match(line):
            depth += 1
    return 0


class Details(BlockProcessor):
    """`<details>` with Markdown within."""

    def __init__(self, parser: BlockParser, builder: ContainerBuilder) -> None:
        super().__init__(parser)
        self.builder = builder

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the block begins with the tag and no attribute but `open`."""
        match = DETAILS.match(block.lstrip())
        return bool(match and not match["end"])

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Build the element; False if it is not closed or has no summary."""
        text = "\n\n".join(blocks)
        found = _closing_tag(text)
        first = DETAILS.search(text)
        if found is None or first is None:
            return False
        within = text[first.end() : found.start()]
        summary = SUMMARY.match(within)
        if summary is None:
            return False
        after = text[found.end() :].lstrip(" ").removeprefix("\n")
        blocks[:] = after.split("\n\n") if after else []
        element = self.builder.details(parent, summary[1].strip(), "<details", is_open=bool(first["open"]))
        self.builder.parse(element, within[summary.end() :].strip("\n"))
        return True


def _closing_tag(text: str) -> re.Match[str] | None:
    """The tag that closes the first one."""
    depth = 0
    for match in DETAILS.finditer(text):
        depth += -1 if match["end"] else 1
        if not depth:
            return match
    return None
