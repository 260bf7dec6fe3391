"""YAML as editors write it: a tree that knows its lines and never guesses a type.

Every scalar stays the text that was typed (`no` is not false, `2022-12-30` is not yet a date), so the
reader of a field decides what it means and can say exactly where it is wrong. Anchors, aliases and tags
are refused: nothing in the content needs them, and they are how small files become huge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from msgspec import Struct

from plugins.diagnostics.control_chars import INVISIBLE, code_point, invisible_code
from plugins.diagnostics.homoglyph_hosts import hidden_in_host
from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_mistakes import mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 12
QUOTED = frozenset("'\"|>")


class Scalar(Struct, frozen=True):
    """A value as typed; `quoted` tells `"2022"` from `2022`."""

    text: str
    line: int
    quoted: bool = False


class Sequence(Struct, frozen=True):
    """A list of values."""

    values: tuple[Tree, ...]
    line: int


class Mapping(Struct, frozen=True):
    """Keys, each with its own line, and their values."""

    values: dict[str, Tree]
    lines: dict[str, int]
    line: int


Tree = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    def __init__(self, found: Problem) -> None:
        self.problem = found


def read_yaml(text: str, path: str, first_line: int = 1) -> Tree | Problem:
    """The tree of a YAML document, or the first thing wrong with it.

    `first_line` is the line of the file that the text's first line stands on. An empty document is an
    empty mapping.
    """
    if found := INVISIBLE.search(text):
        line = first_line + text.count("\n", 0, found.start())
        return problem(path, line, invisible_code(found[0]), character=code_point(found[0]))
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        return _Builder(path, first_line).document(events)
    except _RefusedError as refused:
        return refused.problem
    except yaml.MarkedYAMLError as error:
        code, line = mistake(error, text)
        return problem(path, first_line + line, code)


class _Builder:
    """Turns the parser's events into a tree, refusing what the content has no use for."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line

    def document(self, events: Iterator[yaml.Event]) -> Tree:
        tree: Tree = Mapping({}, {}, self.first_line)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                tree = self.tree(event, events, 0)
        return tree

    def tree(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        self.refuse(event, line, depth)
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_invisible(event.value, line)
            return Scalar(event.value, line, quoted=event.style in QUOTED)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.sequence(events, depth)), line)
        return self.mapping(events, line, depth)

    def refuse(self, event: yaml.Event, line: int, depth: int) -> None:
        if depth > DEEPEST:
            raise _RefusedError(problem(self.path, line, "yaml-too-deep", most=DEEPEST))
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _RefusedError(problem(self.path, line, "yaml-anchor"))

    def refuse_invisible(self, text: str, line: int) -> None:
        r"""Between double quotes YAML can spell any character: `"\u202E"`."""
        if found := INVISIBLE.search(text):
            code, character = invisible_code(found[0]), code_point(found[0])
            raise _RefusedError(problem(self.path, line, code, character=character))
        if fault := hidden_in_host(text):
            raise _RefusedError(problem(self.path, line, fault.code, **fault.values))

    def sequence(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Tree]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.tree(event, events, depth + 1)

    def mapping(self, events: Iterator[yaml.Event], line: int, depth: int) -> Mapping:
        values: dict[str, Tree] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.tree(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise _RefusedError(problem(self.path, key.line, "yaml-key"))
            if key.text in values:
                raise _RefusedError(
                    problem(self.path, key.line, "duplicate-key", key=key.text, first=lines[key.text])
                )
            values[key.text] = self.tree(next(events), events, depth + 1)
            lines[key.text] = key.line
        return Mapping(values, lines, line)
