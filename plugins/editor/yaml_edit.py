"""Edits of a YAML mapping in place: a value is set in the form that it has, what stands around it stays."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.yaml_prose import NEEDS_QUOTES, quoted
from plugins.editor.yaml_nodes import BLOCK_STYLES, Node, SourceLines, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COMMENT = re.compile(r"\s#")
"""Is read as text where it is meant so, but only here: other programs take it for a comment."""


class Edit(Struct, frozen=True, order=True):
    """The text between two offsets is replaced."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, which do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class YamlEditor(Struct, frozen=True):
    """Edits of one front matter; `style` is the quote of new texts, of changed ones too if it is `forced`."""

    source: SourceLines
    root: Node
    style: str
    forced: bool

    def change(self, key: str, typed: Node | None, value: Value | None, after: Node | None) -> list[Edit]:
        """Set the key at its typed node, or add it after another one, or delete it."""
        nodes = [(name.start, name, node) for name, node in self.root.entries]
        if typed is None:
            return [] if value is None else [self._added(key, value, after)]
        place = next(at for at, (start, _, _) in enumerate(nodes) if start == typed.start)
        node = nodes[place][2]
        if value is not None:
            return list(self._set(typed, node, value))
        if self.root.flow:
            spans = [Node(name.start, each.end, "") for _, name, each in nodes]
            return [_without(spans, place, place + 1)]
        return [self._without_lines(typed.start, self._with_indented(node) if self.forced else node.end)]

    def _added(self, key: str, value: Value, after: Node | None) -> Edit:
        line = f"{key}: {self.written(value)}"
        node = next((node for name, node in self.root.entries if name is after), None)
        if self.root.flow:
            at = node.end if node else self.root.start + 1
            return Edit(at, at, f", {line}" if node else f"{line}{', ' if self.root.entries else ''}")
        first = self.root.entries[0][0].start if self.root.entries else 0
        indent = first - self.source.starts[self.source.line_of(first)]
        number = self.source.line_of(max(node.end, after.end)) + 1 if node and after else 0
        at = self.source.starts[number]
        end = next((end for end in self.source.ends[max(0, number - 1) :] if end), "\n")
        return Edit(at, at, f"{' ' * indent}{line}{end}")

    def _with_indented(self, node: Node) -> int:
        """The end of the indented comments below a value: without it they would belong to the one above."""
        last = self.source.line_of(max(node.start, node.end - 1))
        while last + 1 < len(self.source.lines) and self.source.lines[last + 1][:1] in {" ", ""}:
            last += 1
        return min(self.source.starts[last] + 1, len(self.source.text))

    def _without_lines(self, start: int, end: int) -> Edit:
        first, last = self.source.line_of(start), self.source.line_of(max(start, end - 1))
        return Edit(self.source.starts[first], self.source.starts[last + 1], "")

    def _set(self, key: Node, node: Node, value: Value) -> Iterator[Edit]:
        """Give a key's value another one, in the form that it has."""
        if isinstance(value, str) and isinstance(node.value, str):
            yield from self._set_text(key, node, value)
        elif isinstance(value, dict) and isinstance(node.value, dict) and value.keys() == node.value.keys():
            for name, each in node.entries:
                new = value[str(name.value)]
                if new != each.value:
                    yield from self._set(name, each, new)
        elif isinstance(value, tuple) and value and node.items and node.flow:
            yield from self._set_flow(node, value)
        elif isinstance(value, tuple) and value and node.items:
            yield from self._set_block(key, node, value)
        elif self.source.line_of(key.end) == self.source.line_of(node.start):
            yield from self._replaced(key, node, self.written(value))
        else:
            at = self._colon(key)
            first, last = self.source.line_of(key.end) + 1, self.source.line_of(node.end - 1)
            yield Edit(at, at, f" {self.written(value)}")
            yield Edit(self.source.starts[first], self.source.starts[last + 1], "")

    def _set_text(self, key: Node, node: Node, value: str) -> Iterator[Edit]:
        if node.style in BLOCK_STYLES and not self.forced and value:
            first, last = self.source.line_of(node.start) + 1, self.source.line_of(node.end)
            line = self.source.lines[min(first, last)]
            indent = " " * (len(line) - len(line.lstrip(" ")) if first <= last else 2)
            start = self.source.starts[first]
            end = node.end if first <= last else start
            yield Edit(start, end, f"{indent}{value}" + ("" if first <= last else self._line_end(first - 1)))
        else:
            style = self.style if self.forced or node.style in BLOCK_STYLES else node.style
            yield from self._replaced(key, node, self.written(value, style))

    def _replaced(self, key: Node, node: Node, text: str) -> Iterator[Edit]:
        if node.start == node.end:
            at = self._colon(key)
            yield Edit(at, at, f" {text}")
        else:
            yield Edit(node.start, node.end, text)

    def _colon(self, key: Node) -> int:
        """The offset after the colon that follows a key."""
        return self.source.text.index(":", key.end) + 1

    def _line_end(self, number: int) -> str:
        return self.source.ends[number] or next((end for end in self.source.ends if end), "\n")

    def _set_flow(self, node: Node, new: tuple[Value, ...]) -> Iterator[Edit]:
        items = node.items
        gap = self.source.text[items[-2].end : items[-1].start] if len(items) > 1 else ", "
        gap = gap if "#" not in gap else ", "
        for tag, old, old_end, first, last in _opcodes(node, new):
            pairs = min(old_end - old, last - first) if tag == "replace" else 0
            for item, value in zip(items[old : old + pairs], new[first : first + pairs], strict=True):
                yield from self._set_item(item, value)
            if old + pairs < old_end and tag != "equal":
                yield _without(items, old + pairs, old_end)
            if first + pairs < last and tag != "equal":
                texts = [self.written(value, self._style_of(items)) for value in new[first + pairs : last]]
                at = items[old_end].start if old_end < len(items) else items[-1].end
                text = "".join(f"{each}{gap}" for each in texts) if old_end < len(items) else ""
                yield Edit(at, at, text or "".join(f"{gap}{each}" for each in texts))

    def _set_item(self, item: Node, value: Value) -> Iterator[Edit]:
        """Give an item of a list another value; only what differs in a mapping with the same keys."""
        if isinstance(item.value, dict) and isinstance(value, dict) and item.value.keys() == value.keys():
            yield from self._set(item, item, value)
        else:
            style = item.style if isinstance(item.value, str) and not self.forced else self.style
            yield Edit(item.start, item.end, self.written(value, style))

    def _set_block(self, key: Node, node: Node, new: tuple[Value, ...]) -> Iterator[Edit]:
        items = node.items
        first_line = self.source.line_of(items[0].start)
        dash = len(self.source.lines[first_line]) - len(self.source.lines[first_line].lstrip(" "))
        head = re.match(r" *- *", self.source.lines[first_line])
        lead = head[0] if head else f"{' ' * dash}- "
        for tag, old, old_end, first, last in _opcodes(node, new):
            pairs = min(old_end - old, last - first) if tag == "replace" else 0
            for item, value in zip(items[old : old + pairs], new[first : first + pairs], strict=True):
                yield from self._set_item(item, value)
            for item in items[old + pairs : old_end] if tag != "equal" else ():
                yield self._without_lines(item.start, item.end)
            if first + pairs < last and tag != "equal":
                before = items[old_end - 1].end - 1 if old_end else key.end
                number = self.source.line_of(before)
                at = self.source.starts[number + 1]
                texts = (self.written(value, self._style_of(items)) for value in new[first + pairs : last])
                yield Edit(at, at, "".join(f"{lead}{each}{self._line_end(number)}" for each in texts))

    def _style_of(self, items: Sequence[Node]) -> str:
        """The quotes of a list's last text."""
        return self.style if self.forced or not isinstance(items[-1].value, str) else items[-1].style

    def written(self, value: Value, style: str | None = None, *, in_mapping: bool = False) -> str:
        """A value on one line: a text with or without quotes, a list or a mapping in brackets."""
        if isinstance(value, tuple):
            return f"[{', '.join(self.written(each) for each in value)}]"
        if isinstance(value, dict):
            written = (f"{key}: {self.written(each, in_mapping=True)}" for key, each in value.items())
            return f"{{{', '.join(written)}}}"
        style = self.style if style is None else style
        if not style and (NEEDS_QUOTES if in_mapping else COMMENT).search(value):
            style = '"'
        if style == "'":
            return "'" + value.replace("'", "''") + "'"
        return quoted(value) if style or not value else value


def _opcodes(node: Node, new: Sequence[Value]) -> list[tuple[str, int, int, int, int]]:
    """What is done to a list's items, as `SequenceMatcher` tells it."""
    old_keys, new_keys = [repr(item.value) for item in node.items], [repr(value) for value in new]
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    return [(tag, old, old_end, first, last) for tag, old, old_end, first, last in matcher.get_opcodes()]


def _without(items: Sequence[Node], first: int, last: int) -> Edit:
    """Items of a list in brackets go, with the comma after or before them."""
    if last < len(items):
        return Edit(items[first].start, items[last].start, "")
    if first:
        return Edit(items[first - 1].end, items[last - 1].end, "")
    return Edit(items[0].start, items[-1].end, "")
