"""YAML as nodes with their places in the text as typed, for editing it in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from unicodedata import normalize

import yaml
from msgspec import Struct

from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_prose import protect_prose
from plugins.diagnostics.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_END = re.compile(r"\r\n|\n|\r")
BLOCK_STYLES = frozenset("|>")
Value = str | tuple["Value", ...] | dict[str, "Value"]
"""What a node says: a text with white space collapsed, a list, or a mapping."""


class _Mark(Protocol):
    """A place in what the parser was given, from 0."""

    line: int
    column: int


class Node(Struct, frozen=True):
    """A value from `start` to `end` (offsets in the text); a list's `items`, a mapping's `entries`.

    `style` is a scalar's quote, `|` or `>`; a list or mapping in brackets is `flow`.
    """

    start: int
    end: int
    value: Value
    style: str = ""
    flow: bool = False
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()


class SourceLines:
    """A YAML text with line ends of any kind: offsets of its lines, and of places in its protected form."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = LINE_END.split(text)
        self.ends = [*LINE_END.findall(text), ""]
        self.starts = [0]
        for line, end in zip(self.lines, self.ends, strict=True):
            self.starts.append(self.starts[-1] + len(line) + len(end))
        self.joined = "\n".join(self.lines)
        protected = protect_prose(self.joined, "", 1)
        self.protected = self.joined if isinstance(protected, Problem) else protected
        self.protected_lines = self.protected.split("\n")

    def line_of(self, offset: int) -> int:
        """The number, from 0, of the line at an offset; a line end belongs to the line it ends."""
        return next(
            (number for number, start in enumerate(self.starts[1:]) if offset < start), len(self.lines) - 1
        )

    def offset(self, mark: _Mark | None) -> int:
        """Where a parser's mark in the protected text is in the text as typed."""
        if mark is None or mark.line >= len(self.lines):
            return len(self.text)
        line, column = mark.line, mark.column
        typed, protected = self.lines[line], self.protected_lines[line]
        if typed != protected and column > _common_prefix(typed, protected):
            column = max(0, len(typed) - (len(protected) - column))
        return self.starts[line] + min(column, len(typed))


def _common_prefix(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def read_nodes(text: str, path: str, first_line: int) -> tuple[SourceLines, Node] | Problem:
    """The lines and the root of a YAML text that is valid by the rules of the content, or its first problem.

    The root of a text without keys is an empty mapping in a block.
    """
    source = SourceLines(text)
    tree = parse_yaml(source.joined, path, first_line)
    if isinstance(tree, Problem):
        return tree
    events = yaml.parse(source.protected, Loader=yaml.CSafeLoader)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return source, _node(event, events, source)
    return source, Node(len(text), len(text), {})


def _node(event: yaml.Event, events: Iterator[yaml.Event], source: SourceLines) -> Node:
    start, end = source.offset(event.start_mark), source.offset(event.end_mark)
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or ""
        if style in BLOCK_STYLES:
            end = _block_end(source, start, end)
        return Node(start, end, " ".join(normalize("NFC", event.value).split()), style)
    children: list[Node] = []
    for each in events:
        if isinstance(each, yaml.CollectionEndEvent):
            end = source.offset(each.end_mark)
            break
        children.append(_node(each, events, source))
    flow = bool(getattr(event, "flow_style", False))
    end = end if flow or not children else children[-1].end
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(start, end, tuple(each.value for each in children), flow=flow, items=tuple(children))
    entries = tuple(zip(children[::2], children[1::2], strict=True))
    return Node(start, end, {str(key.value): node.value for key, node in entries}, flow=flow, entries=entries)


def _block_end(source: SourceLines, start: int, end: int) -> int:
    """The end of the last line with text of a block scalar; comments and blank lines after it are not its."""
    first = source.line_of(start)
    last = source.line_of(max(start, end - 1))
    inside = range(first + 1, min(last + 1, len(source.lines)))
    indents = {
        number: len(line) - len(line.lstrip(" "))
        for number in inside
        if (line := source.lines[number]).strip()
    }
    indent = next(iter(indents.values()), 0)
    number = max((number for number, each in indents.items() if each >= indent), default=first)
    return source.starts[number] + len(source.lines[number])
