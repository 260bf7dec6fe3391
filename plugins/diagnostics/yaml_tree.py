"""YAML as a tree with line numbers; every scalar stays text (`no` is not false).

Anchors, aliases and tags are rejected: content needs none, and they make small files huge.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING
from unicodedata import normalize

import yaml
from msgspec import Struct

from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.text_safety import (
    RIGHT_TO_LEFT,
    check_written_hosts,
    check_zero_width,
    control_char_fault,
    find_conflict_marker,
    find_control_chars,
)
from plugins.diagnostics.yaml_prose import find_escape, protect_prose, quoted, single_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE_BYTES = 500_000
"""For any file of the content that people write: about eighty printed pages."""
MAX_DEPTH = 12
QUOTED_STYLES = frozenset("'\"|>")


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


class _RejectedError(Exception):
    """Ends parsing at what the content may not use."""

    def __init__(self, found: Problem) -> None:
        self.problem = found


def load_yaml(file: Path, path: str) -> Tree | Problem | None:
    """The tree of a file, or what is wrong with it; None if there is none."""
    content = read_regular_file(file, path)
    if not isinstance(content, bytes):
        return content
    try:
        return parse_yaml(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        return problem(path, content.count(b"\n", 0, error.start) + 1, "not-utf-8")


def read_regular_file(file: Path, path: str, most: int = MAX_FILE_BYTES) -> bytes | Problem | None:
    """The bytes of a file (no link, no device), or what is wrong with it; None if there is none."""
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            return problem(path, 1, "not-a-file")
        if status.st_size > most:
            return file_too_large(path, status.st_size)
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return problem(path, 1, "unreadable", reason=error.strerror or error)


def file_too_large(path: str, size: int) -> Problem:
    """The problem of a file of `size` bytes."""
    return problem(path, 1, "file-too-large", size=size // 1000, most=MAX_FILE_BYTES // 1000)


def parse_yaml(text: str, path: str, first_line: int = 1) -> Tree | Problem:
    """The tree of a YAML document whose first line is `first_line` of its file, or the first problem."""
    if conflict := find_conflict_marker(text):
        line, fault = conflict
        return problem(path, first_line + line, fault.code, **fault.values)
    if found := _find_control_char(text):
        fault = control_char_fault(found[0])
        return problem(path, first_line + text.count("\n", 0, found.start()), fault.code, **fault.values)
    protected = protect_prose(text, path, first_line)
    if isinstance(protected, Problem):
        return protected
    try:
        events = yaml.parse(protected, Loader=yaml.CSafeLoader)
        return _Builder(path, first_line, protected.split("\n") if "\\" in text else []).document(events)
    except _RejectedError as rejected:
        return rejected.problem
    except yaml.MarkedYAMLError as error:
        code, line = _classify_syntax_error(error, text)
        lines = text.splitlines()
        return problem(
            path, first_line + line, code, right=what_to_type(code, "".join(lines[line : line + 1]))
        )


def _find_control_char(text: str) -> re.Match[str] | None:
    """The first character that a text must not have; what right-to-left text needs is allowed beside it."""
    found = find_control_chars(text, right_to_left=bool(RIGHT_TO_LEFT.search(text)))
    return next(found, None)


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, path: str, first_line: int, lines: list[str]) -> None:
        self.path = path
        self.first_line = first_line
        self.lines = lines
        """Empty if no line has a backslash."""

    def document(self, events: Iterator[yaml.Event]) -> Tree:
        tree: Tree = Mapping({}, {}, self.first_line)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                tree = self.tree(event, events, 0)
        return tree

    def tree(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        self.check_event(event, line, depth)
        if isinstance(event, yaml.ScalarEvent):
            text = normalize("NFC", event.value)
            self.check_text(text, line)
            if event.style == '"' and self.lines and event.start_mark and event.end_mark:
                start, end = event.start_mark, event.end_mark
                self.check_escapes(start.line, start.column, end.line, end.column)
            return Scalar(text, line, quoted=event.style in QUOTED_STYLES)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.sequence(events, depth)), line)
        return self.mapping(events, line, depth)

    def check_event(self, event: yaml.Event, line: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _RejectedError(problem(self.path, line, "yaml-too-deep", most=MAX_DEPTH))
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _RejectedError(problem(self.path, line, "yaml-anchor"))

    def check_text(self, text: str, line: int) -> None:
        r"""Between double quotes YAML can spell any character: `"\u202E"`."""
        found = _find_control_char(text)
        fault = control_char_fault(found[0]) if found else check_zero_width(text)
        if fault := fault or next((fault for _, fault in check_written_hosts(text)), None):
            raise _RejectedError(problem(self.path, line, fault.code, **fault.values))

    def check_escapes(self, line: int, column: int, last_line: int, last_column: int) -> None:
        r"""Between double quotes `\n` is a line break: `"C:\new"` would become two lines."""
        lines = self.lines[line : last_line + 1]
        lines[-1] = lines[-1][:last_column]
        lines[0] = lines[0][column:]
        raw = "\n".join(lines)
        if find_escape(raw):
            right = single_quoted(raw[1:-1])
            raise _RejectedError(problem(self.path, self.first_line + line, "yaml-escape", right=right))

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
                raise _RejectedError(problem(self.path, key.line, "yaml-key"))
            if key.text in values:
                raise _RejectedError(
                    problem(self.path, key.line, "duplicate-key", key=key.text, first=lines[key.text])
                )
            values[key.text] = self.tree(next(events), events, depth + 1)
            lines[key.text] = key.line
        return Mapping(values, lines, line)


UNCLOSED = (
    ("quoted scalar", "yaml-quote"),
    ("flow sequence", "yaml-bracket"),
    ("flow mapping", "yaml-bracket"),
)
"""Reported on the line where it was opened, not where its end was missed."""
COLON = re.compile(r":(?:\s|$)")


VALUE = re.compile(r"\s*(?:- +)*(?P<key>[^\s:]+):\s+(?P<value>\S.*?)\s*")


def what_to_type(code: str, typed: str) -> str:
    """The line as it should be typed, without its indent, for errors that quotes mend; else empty."""
    found = VALUE.fullmatch(typed)
    if found is None:
        return ""
    if code == "yaml-escape":
        return single_quoted(found["value"].strip('"'))
    single = code == "yaml-after-quote" or '"' in found["value"]
    return f"{found['key']}: {single_quoted(found['value']) if single else quoted(found['value'])}"


def _classify_syntax_error(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    if "escape" in (error.problem or "") or "hexdecimal" in (error.problem or ""):
        return "yaml-escape", error.context_mark.line if error.context_mark else line
    for message, code in UNCLOSED:
        if message in (error.context or ""):
            began = error.context_mark.line if error.context_mark else line
            return _unclosed(code, text.splitlines()[began : began + 1]), began
    return _classify_line(f"{error.context or ''} {error.problem or ''}", text.splitlines(), line)


def _unclosed(code: str, typed: list[str]) -> str:
    """A bracket that is closed on its line is cut off by `#`, or a sign in the text ends it too early."""
    closed = code == "yaml-bracket" and typed and typed[0].count("{") == typed[0].count("}") > 0
    return "yaml-flow-text" if closed else code


def _classify_line(message: str, lines: list[str], line: int) -> tuple[str, int]:
    typed = lines[line] if line < len(lines) else ""
    if "\t" in typed[: len(typed) - len(typed.lstrip())]:
        return "yaml-tab", line
    if "mapping values are not allowed" in message:
        return _second_colon(typed, line)
    if "simple key" in message or "expected ':'" in message:
        last = max((number for number, text in enumerate(lines[: line + 1]) if text.strip()), default=line)
        return "yaml-key-without-colon", last
    if "cannot start any token" in message:
        return "yaml-sign", line
    if re.search(r""":\s+["'].*["'].*\S""", typed):
        return "yaml-after-quote", line
    return "yaml-syntax", line


def _second_colon(typed: str, line: int) -> tuple[str, int]:
    """A misplaced colon: in a value, in an indented line, or after a line without one."""
    if len(COLON.findall(typed)) > 1:
        return "yaml-colon", line
    return ("yaml-indent", line) if typed.startswith(" ") else ("yaml-key-without-colon", line - 1)
