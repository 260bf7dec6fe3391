"""Read a document: decode a file, split off the front matter, convert the text to HTML."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import problem
from plugins.diagnostics.text_safety import (
    CONTROL_CHARS,
    ZERO_WIDTH,
    ZERO_WIDTH_CHARS,
    check_written_hosts,
    check_zero_width,
    control_char_fault,
)
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, file_too_large
from plugins.markdown.converter import convert
from plugins.markdown.front_matter import read_front_matter
from plugins.markdown.parse_context import MAX_FENCES, Lines, ParseContext, excess_fence_line
from plugins.model.document import Document, FrontMatter
from plugins.model.text import LazyText

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem
    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases


MAX_LINE_LENGTH = 20_000
MAX_REPORTED = 10
"""Control characters reported in one file."""

OPENING = re.compile(r"---[ \t]*")
CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
CHAR_REFERENCE = re.compile(r"&(?:#0*\d{1,7}|#[xX]0*[\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});?")
SUSPECT = re.compile(f"[&{ZERO_WIDTH_CHARS}{CONTROL_CHARS.pattern[1:]}")
"""What the checks look for: a text without any of it is searched once instead of three times."""
C1_CONTROLS = range(0x80, 0xA0)
"""Browsers read references to them as Windows-1252: letters."""


class SourceParts(Struct, frozen=True):
    """A file's front matter and text, and the line that each begins on."""

    front_matter: str | None
    body: str
    front_matter_line: int
    body_line: int


def decode(content: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file without BOM, carriage returns and control characters; and its problems."""
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
    if len(text) > MAX_LINE_LENGTH and (long := _long_line(text)):
        return "", [problem(path, long, "line-too-long", most=MAX_LINE_LENGTH)]
    wrong = [
        problem(path, text.count("\n", 0, at) + 1, fault.code, **fault.values)
        for at, fault in islice(check_written_hosts(text), MAX_REPORTED)
    ]
    if not SUSPECT.search(text):
        return text, wrong
    wrong += _check_control_chars(text, path) + _check_hosts(text, path)
    return CHAR_REFERENCE.sub(_drop_control_reference, CONTROL_CHARS.sub("", text)), wrong


def _long_line(text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE_LENGTH), 0)


def _check_control_chars(text: str, path: str) -> list[Problem]:
    problems = []
    references = CHAR_REFERENCE.finditer(text) if "&" in text else ()
    for match in (*islice(CONTROL_CHARS.finditer(text), MAX_REPORTED), *references):
        if char := CONTROL_CHARS.search(_decode_reference(match[0])):
            fault = control_char_fault(char[0])
            line = text.count("\n", 0, match.start()) + 1
            problems.append(problem(path, line, fault.code, **fault.values))
        if len(problems) == MAX_REPORTED:
            break
    return problems


def _check_hosts(text: str, path: str) -> list[Problem]:
    if "&" not in text and not ZERO_WIDTH.search(text):
        return []
    faults = ((number, check_zero_width(line)) for number, line in enumerate(text.split("\n"), 1))
    found = (problem(path, number, fault.code, **fault.values) for number, fault in faults if fault)
    return list(islice(found, MAX_REPORTED))


def _drop_control_reference(match: re.Match[str]) -> str:
    """A character reference, or nothing if it is to a control character."""
    return "" if CONTROL_CHARS.search(_decode_reference(match[0])) else match[0]


def _decode_reference(typed: str) -> str:
    """The character of a reference as browsers decode it; `html.unescape` omits some."""
    if not typed.startswith("&#"):
        return unescape(typed)
    digits = typed[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number <= sys.maxunicode and number not in C1_CONTROLS else ""


def split_front_matter(text: str, path: str) -> tuple[SourceParts, list[Problem]]:
    """The front matter between its `---` lines, and the text after it."""
    start = len(text) - len(text.lstrip())
    line = text.count("\n", 0, start) + 1
    opening = OPENING.match(text, start)
    if opening is None or text[opening.end() : opening.end() + 1] not in {"\n", ""}:
        return SourceParts(None, text, line, 1), [problem(path, line, "front-matter-missing")]
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        return SourceParts(None, "", line, line), [problem(path, line, "front-matter-unclosed")]
    matter = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.start()) + 1
    return SourceParts(matter, text[closing.end() :], line, body_line), []


def read_document(
    content: bytes, path: str, phrases: Phrases, *, id_prefix: str = "", heading_offset: int = 0
) -> Document:
    """The document of a file; never raises, all problems are in it.

    `path` is shown to editors. If several documents share a page, `id_prefix` begins every id and
    `heading_offset` levels are added to the headings.
    """
    text, problems = decode(content, path)
    if not text:
        return Document(path=path, matter=FrontMatter(), problems=tuple(problems))
    source, found = split_front_matter(text, path)
    problems += found
    matter, found = _read_front_matter(source, path, phrases.language)
    problems += found
    source, found = _within_fence_limit(source, path)
    problems += found
    lines = Lines(source.body, source.body_line)
    context = ParseContext(
        path, lines, phrases.typography, phrases.telephones, id_prefix, heading_offset, problems=problems
    )
    html = convert(source.body, context)
    return Document(
        path=path,
        matter=matter,
        body=LazyText(source.body, html),
        source_line=source.body_line,
        has_references="{" in source.body,
        headings=tuple(context.headings),
        links=tuple(context.links),
        pictures=tuple(context.pictures),
        figures=tuple(context.figures),
        problems=tuple(sorted(set(context.problems))),
    )


def _within_fence_limit(source: SourceParts, path: str) -> tuple[SourceParts, list[Problem]]:
    """The parts without the body if that has too many fences to be parsed in time."""
    line = excess_fence_line(source.body)
    if not line:
        return source, []
    wrong = problem(path, source.body_line + line, "fences-too-many", most=MAX_FENCES)
    return replace(source, body=""), [wrong]


def _read_front_matter(
    source: SourceParts, path: str, language: Language
) -> tuple[FrontMatter, list[Problem]]:
    """The front matter and its problems; month names are tried in the file's own language first."""
    if source.front_matter is None:
        return FrontMatter(), []
    languages = (language.locale.language, "ru", "en")
    return read_front_matter(source.front_matter, path, source.front_matter_line, languages)
