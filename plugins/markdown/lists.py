"""Lists by CommonMark, with the numbers that were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from plugins.markdown.lines import ITEM, LEAST_INDENT, RULE, STASHED, indentation, starts_block

if TYPE_CHECKING:
    import re

    from markdown.blockparser import BlockParser

CODE_INDENT = 5
"""Spaces after a marker that begin code."""
TASKS = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


class ListItem:
    """An item being read: its number as typed, the column of its text, its lines without indentation."""

    def __init__(self, match: re.Match[str]) -> None:
        spaces = len(match["space"] or "")
        after = match.string[match.end() :]
        code = spaces >= CODE_INDENT
        self.number = int(match["number"]) if match["number"] else None
        end = match.end("marker" if match["marker"] else "sign") + 1
        self.margin = match.end() if after.strip() and not code else end
        self.least = len(match["indent"]) + LEAST_INDENT
        self.indented = False
        self.lines = [" " * (spaces - 1) + after if code else after]

    def holds(self, line: str) -> bool:
        """Whether a line's indentation puts it into the item."""
        return indentation(line) >= min(self.margin, self.least)

    def add(self, line: str) -> None:
        """Add a line of the item."""
        self.indented |= self.holds(line)
        self.lines.append(line[min(self.margin, indentation(line)) :])

    def takes_lazily(self, line: str) -> bool:
        """Whether a line without indentation goes on with the item's last paragraph."""
        last, item = self.lines[-1], ITEM.match(line)
        is_item = item is not None and bool(line[item.end() :].strip())
        return bool(last.strip()) and not (STASHED.match(last) or is_item or starts_block(line))


class ListReader:
    """Reads a list from the beginning of `blocks`; `rest` is what follows, `gaps` the blank lines within."""

    def __init__(self, blocks: list[str]) -> None:
        self.kind = ""
        self.items: list[ListItem] = []
        self.loose = False
        self.gaps = 0
        self.rest: list[str] = []
        for number, block in enumerate(blocks):
            lines = block.split("\n")
            start = next((line for line in lines if line.strip()), "")
            if number and start and not self._continues(start):
                self.rest = blocks[number:]
                return
            self.gaps += bool(number and start)
            end = self._read(lines, blank=number > 0)
            if end < len(lines):
                self.rest = ["\n".join(lines[end:]), *blocks[number + 1 :]]
                return

    def _continues(self, line: str) -> bool:
        return self.items[-1].holds(line) or self._item(line) is not None

    def _item(self, line: str) -> re.Match[str] | None:
        """The next item of the list, if one begins on a line."""
        match = None if RULE.match(line) else ITEM.match(line)
        return match if match and self.kind in {"", _kind(match)} else None

    def _read(self, lines: list[str], *, blank: bool) -> int:
        """Add lines to the list; returns the number of them that belong to it."""
        if blank:
            self.items[-1].lines.append("")
        for number, line in enumerate(lines):
            item = self._item(line)
            if not line.strip():
                blank = True
                self.items[-1].lines.append("")
            elif item and not (self.items and indentation(line) >= self.items[-1].margin):
                self.kind = _kind(item)
                self.loose |= blank
                self.items.append(ListItem(item))
                blank = False
            elif self.items[-1].holds(line) or (not blank and self.items[-1].takes_lazily(line)):
                self.items[-1].add(line)
                blank = False
            else:
                return number
        return len(lines)


def _kind(match: re.Match[str]) -> str:
    """A list has items of one kind: with the same sign, or the same sign after their numbers."""
    return match["delimiter"] or match["marker"] or match["sign"]


class Lists(BlockProcessor):
    """Builds `<ul>` and `<ol>`; `gaps` counts blank lines within lists, which make only these loose."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.gaps = 0

    def test(self, _parent: Element, block: str) -> bool:
        """Whether the first line is an item."""
        first = block.partition("\n")[0]
        return bool(ITEM.match(first)) and not RULE.match(first)

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Build the list that begins with the first block; False if the first line is a sentence."""
        read = ListReader(blocks)
        last = next((_last_number(child) for child in reversed(parent) if child.tag == "ol"), 0)
        if read.items[0].number is not None and not _is_numbered(read.items, last):
            return False
        blocks[:] = read.rest
        self._build(parent, read)
        return True

    def _build(self, parent: Element, read: ListReader) -> None:
        element = SubElement(parent, "ul" if read.items[0].number is None else "ol")
        loose, outer = read.loose, self.gaps
        for item in read.items:
            entry = SubElement(element, "li")
            while len(item.lines) > 1 and not item.lines[-1].strip():
                item.lines.pop()
            for typed, sign in TASKS.items():
                if item.lines[0].startswith(typed):
                    item.lines[0] = sign + item.lines[0].removeprefix(typed)
            blocks = "\n".join(item.lines).split("\n\n")
            between = sum(bool(block.strip()) for block in blocks) - 1
            self.gaps = 0
            self.parser.state.set("item")
            self.parser.parseBlocks(entry, blocks)
            self.parser.state.reset()
            loose |= between > self.gaps
        self.gaps = outer + read.gaps
        set_numbers(element, [item.number for item in read.items if item.number is not None])
        if not loose:
            for entry in element:
                unwrap_paragraphs(entry)


def _is_numbered(items: list[ListItem], last: int) -> bool:
    """Whether the numbers are a list's: `2022. …` alone is a sentence, unless it continues a list above."""
    first = items[0].number or 0
    if first <= 1 or first == last + 1:
        return True
    return items[0].indented or (len(items) > 1 and items[1].number == first + 1)


def set_numbers(element: Element, numbers: list[int]) -> None:
    """Number a list as typed; the same number before all items is Markdown's way to have them counted."""
    if not numbers:
        return
    counted = len(numbers) > 1 and numbers[0] <= 1 and len(set(numbers)) == 1
    if numbers[0] != 1:
        element.set("start", str(numbers[0]))
    expected = numbers[0]
    for entry, number in zip(element, numbers, strict=True):
        if not counted and number != expected:
            entry.set("value", str(number))
            expected = number
        expected += 1


def _last_number(element: Element) -> int:
    """The number of the last item of an `<ol>`."""
    number = int(element.get("start", "1")) - 1
    for entry in element:
        number = int(entry.get("value", number + 1))
    return number


def unwrap_paragraphs(entry: Element) -> None:
    """Put the text of paragraphs straight into an item of a tight list."""
    previous: Element | None = None
    for child in list(entry):
        if child.tag != "p" or child.items() or STASHED.match(child.text or ""):
            previous = child
        elif previous is None:
            entry.text = f"{entry.text}\n{child.text}" if entry.text else child.text
            entry.remove(child)
        else:
            previous.tail = f"{previous.tail}\n{child.text}" if previous.tail else child.text
            entry.remove(child)
