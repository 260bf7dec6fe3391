"""A file's bytes become text, and the text its two parts, or the editor is told why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.editions.errors import problem

if TYPE_CHECKING:
    from plugins.editions.errors import Problem

LARGEST = 500_000
"""Bytes in a file: some eighty printed pages."""
LONGEST_LINE = 20_000
"""Characters in a line."""
SHOWN = 10
"""Invisible characters told of in one file; more would only repeat."""

FENCE = re.compile(r"---[ \t]*")
CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000f0000-\U0010ffff]"
)
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's front matter and text; `matter_line` and `body_line` are the lines each begins on."""

    matter: str | None
    body: str
    matter_line: int
    body_line: int


def decode(content: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file (no BOM, lines ended alike, nothing invisible) and what is wrong with it."""
    if len(content) > LARGEST:
        return "", [problem(path, 1, "file-too-large", size=len(content) // 1000, most=LARGEST // 1000)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [problem(path, content.count(b"\n", 0, error.start) + 1, "not-utf-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return "", [problem(path, 1, "file-empty")]
    if len(text) > LONGEST_LINE and (long := _long_line(text)):
        return "", [problem(path, long, "line-too-long", most=LONGEST_LINE)]
    return INVISIBLE.sub("", text), _invisible(text, path)


def _long_line(text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE), 0)


def _invisible(text: str, path: str) -> list[Problem]:
    problems = []
    for match in INVISIBLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        problems.append(problem(path, line, _kind(match[0]), character=f"U+{ord(match[0]):04X}"))
        if len(problems) == SHOWN:
            break
    return problems


def _kind(char: str) -> str:
    return "bidi-character" if char in BIDI else "control-character"


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
