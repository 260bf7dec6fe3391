"""A file's bytes become text, and the text its two parts, or the editor is told why not."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import problem
from plugins.diagnostics.text_safety import (
    CONTROL_CHARS,
    ZERO_WIDTH,
    ZERO_WIDTH_CHARS,
    check_zero_width,
    control_char_fault,
)
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, file_too_large

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem

LONGEST_LINE = 20_000
"""Characters in a line."""
SHOWN = 10
"""Invisible characters told of in one file; more would only repeat."""

FENCE = re.compile(r"---[ \t]*")
CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
SPELLED = re.compile(r"&(?:#0*\d{1,7}|#[xX]0*[\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});?")
"""A character by its number or name."""
DOUBTFUL = re.compile(f"[&{ZERO_WIDTH_CHARS}{CONTROL_CHARS.pattern[1:]}")
"""What one of the checks looks for. Most texts hold none of it, and are read once instead of three times."""


class Source(Struct, frozen=True):
    """A file's front matter and text; `matter_line` and `body_line` are the lines each begins on."""

    matter: str | None
    body: str
    matter_line: int
    body_line: int


def decode(content: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file (no BOM, lines ended alike, nothing invisible) and what is wrong with it."""
    if len(content) > MAX_FILE_BYTES:
        return "", [file_too_large(path, len(content))]
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return "", [problem(path, content.count(b"\n", 0, error.start) + 1, "not-utf-8")]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        return "", [problem(path, 1, "file-empty")]
    if len(text) > LONGEST_LINE and (long := _long_line(text)):
        return "", [problem(path, long, "line-too-long", most=LONGEST_LINE)]
    if not DOUBTFUL.search(text):
        return text, []
    wrong = _invisible(text, path) + _hidden_in_hosts(text, path)
    return SPELLED.sub(_without_invisible, CONTROL_CHARS.sub("", text)), wrong


def _long_line(text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE), 0)


def _invisible(text: str, path: str) -> list[Problem]:
    problems = []
    spelled = SPELLED.finditer(text) if "&" in text else ()
    for match in (*islice(CONTROL_CHARS.finditer(text), SHOWN), *spelled):
        if char := CONTROL_CHARS.search(_spelled(match[0])):
            fault = control_char_fault(char[0])
            line = text.count("\n", 0, match.start()) + 1
            problems.append(problem(path, line, fault.code, **fault.values))
        if len(problems) == SHOWN:
            break
    return problems


def _hidden_in_hosts(text: str, path: str) -> list[Problem]:
    if "&" not in text and not ZERO_WIDTH.search(text):
        return []
    faults = ((number, check_zero_width(line)) for number, line in enumerate(text.split("\n"), 1))
    found = (problem(path, number, fault.code, **fault.values) for number, fault in faults if fault)
    return list(islice(found, SHOWN))


def _without_invisible(match: re.Match[str]) -> str:
    """A reference as typed, unless it spells what may not be typed: the text goes on to be read."""
    return "" if CONTROL_CHARS.search(_spelled(match[0])) else match[0]


def _spelled(typed: str) -> str:
    """The character a reference spells, as browsers read it; `html.unescape` leaves some of them out."""
    if not typed.startswith("&#"):
        return unescape(typed)
    digits = typed[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number <= sys.maxunicode and not 0x80 <= number <= 0x9F else ""  # noqa: PLR2004 - Windows-1252: letters


def split(text: str, path: str) -> tuple[Source, list[Problem]]:
    """The front matter between its `---` lines, and the text after it."""
    start = len(text) - len(text.lstrip())
    line = text.count("\n", 0, start) + 1
    opening = FENCE.match(text, start)
    if opening is None or text[opening.end() : opening.end() + 1] not in {"\n", ""}:
        return Source(None, text, line, 1), [problem(path, line, "front-matter-missing")]
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        return Source(None, "", line, line), [problem(path, line, "front-matter-unclosed")]
    matter = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.start()) + 1
    return Source(matter, text[closing.end() :], line, body_line), []
