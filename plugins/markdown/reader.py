"""Read a document: decode a file, split off the front matter, convert the text to HTML."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import FileContext
from plugins.diagnostics.text_safety import (
    CONTROL_CHARS,
    ZERO_WIDTH,
    ZERO_WIDTH_CHARS,
    check_written_hosts,
    check_zero_width,
    control_char_fault,
    find_conflict_marker,
    find_control_chars,
    remove_control_chars,
)
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, file_too_large
from plugins.markdown.converter import convert
from plugins.markdown.front_matter import read_front_matter
from plugins.markdown.parse_context import Lines, ParseContext
from plugins.markdown.unfinished import find_unfinished, second_front_matter_line
from plugins.markdown.unparsed_markup import check_source
from plugins.model.document import Document, FrontMatter
from plugins.model.text import LazyText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.diagnostics.text_safety import TextFault
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


def decode_text(content: bytes, file: FileContext, *, right_to_left: bool = False) -> str:
    """The text of a file without BOM, carriage returns and control characters; empty if it is unreadable.

    `right_to_left` languages need direction marks and isolates.
    """
    text = _decode_bytes(content, file)
    if conflict := find_conflict_marker(text):
        file.report_fault(conflict[0] + 1, conflict[1])
        return ""
    if len(text) > MAX_LINE_LENGTH and (long := _long_line(text)):
        file.report(long, "line-too-long", most=MAX_LINE_LENGTH)
        return ""
    for at, fault in islice(check_written_hosts(text), MAX_REPORTED):
        file.report_fault(text.count("\n", 0, at) + 1, fault)
    if not SUSPECT.search(text):
        return text
    for line, fault in (*_control_char_faults(text, right_to_left=right_to_left), *_host_faults(text)):
        file.report_fault(line, fault)
    text = remove_control_chars(text, right_to_left=right_to_left)
    return CHAR_REFERENCE.sub(
        lambda match: "" if _refers_to_control(match[0], right_to_left=right_to_left) else match[0], text
    )


def _decode_bytes(content: bytes, file: FileContext) -> str:
    """The text of a file in NFC with line feeds; empty, and reported, if there is none."""
    if len(content) > MAX_FILE_BYTES:
        file.problems.append(file_too_large(file.path, len(content)))
        return ""
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        file.report(content.count(b"\n", 0, error.start) + 1, "not-utf-8")
        return ""
    if not text or text.isspace():
        file.report(1, "file-empty")
        return ""
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


def _fill_matter(matter: FrontMatter, phrases: Phrases) -> FrontMatter:
    """The front matter with the site's name and number in its texts."""
    fill = phrases.fill_site_values
    return replace(
        matter,
        title=fill(matter.title),
        summary=fill(matter.summary),
        reason=fill(matter.reason),
        corrections=tuple(
            replace(each, text=fill(each.text), was=fill(each.was)) for each in matter.corrections
        ),
        changes=tuple(replace(each, text=fill(each.text)) for each in matter.changes),
    )


def _long_line(text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE_LENGTH), 0)


def _control_char_faults(text: str, *, right_to_left: bool) -> Iterator[tuple[int, TextFault]]:
    """The lines of the first control characters, typed or as references, and their faults."""
    typed = islice(find_control_chars(text, right_to_left=right_to_left), MAX_REPORTED)
    references = CHAR_REFERENCE.finditer(text) if "&" in text else ()
    found = [
        *((match, match[0]) for match in typed),
        *(
            (match, _decode_reference(match[0])[:1])
            for match in references
            if _refers_to_control(match[0], right_to_left=right_to_left)
        ),
    ]
    for match, char in found[:MAX_REPORTED]:
        yield text.count("\n", 0, match.start()) + 1, control_char_fault(char)


def _host_faults(text: str) -> Iterator[tuple[int, TextFault]]:
    """The lines of the first hosts with zero-width characters, and their faults."""
    if "&" in text or ZERO_WIDTH.search(text):
        faults = ((number, check_zero_width(line)) for number, line in enumerate(text.split("\n"), 1))
        yield from islice(((number, fault) for number, fault in faults if fault), MAX_REPORTED)


def _refers_to_control(typed: str, *, right_to_left: bool) -> bool:
    """Whether a character reference is to a control character."""
    char = _decode_reference(typed)
    return next(find_control_chars(char, right_to_left=right_to_left), None) is not None


def _decode_reference(typed: str) -> str:
    """The character of a reference as browsers decode it; `html.unescape` omits some."""
    if not typed.startswith("&#"):
        return unescape(typed)
    digits = typed[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number <= sys.maxunicode and number not in C1_CONTROLS else ""


def split_front_matter(text: str, file: FileContext) -> SourceParts:
    """The front matter between its `---` lines, and the text after it."""
    start = len(text) - len(text.lstrip())
    line = text.count("\n", 0, start) + 1
    opening = OPENING.match(text, start)
    if opening is None or text[opening.end() : opening.end() + 1] not in {"\n", ""}:
        file.report(line, "front-matter-missing")
        return SourceParts(None, text, line, 1)
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        file.report(line, "front-matter-unclosed")
        return SourceParts(None, "", line, line)
    matter = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.start()) + 1
    return SourceParts(matter, text[closing.end() :], line, body_line)


def read_document(
    content: bytes, path: str, phrases: Phrases, *, id_prefix: str = "", heading_offset: int = 0
) -> Document:
    """The document of a file; never raises, all problems are in it.

    `path` is shown to editors. If several documents share a page, `id_prefix` begins every id and
    `heading_offset` levels are added to the headings.
    """
    # Month names are tried in the file's own language first.
    file = FileContext(path, (phrases.language.locale.language, "ru", "en"))
    text = decode_text(content, file, right_to_left=phrases.language.direction == "rtl")
    if not text:
        return Document(path=path, matter=FrontMatter(), problems=tuple(file.problems), readable=False)
    source = split_front_matter(text, file)
    matter = _read_matter(source, file, phrases)
    readable, matter, body = matter is not None, matter or FrontMatter(), source.body
    if (second := second_front_matter_line(body)) >= 0:
        file.report(source.body_line + second, "front-matter-twice")
        readable, body = False, ""
    lines = Lines(body, source.body_line)
    context = _parse_context(file, lines, phrases, id_prefix=id_prefix, heading_offset=heading_offset)
    # The source keeps the names: a new number does not make every translation lag.
    html = convert(phrases.fill_site_values(body), context)
    check_source(body, context)
    unfinished = find_unfinished(path, matter, body, source.body_line, html) if readable else []
    return Document(
        path=path,
        matter=matter,
        body=LazyText(body, html),
        source_line=source.body_line,
        has_references="{" in body,
        headings=tuple(context.headings),
        links=tuple(context.links),
        pictures=tuple(context.pictures),
        figures=tuple(context.figures),
        quotations=tuple(context.quotations),
        problems=tuple(sorted(set(context.problems))),
        readable=readable,
        unfinished=tuple(unfinished),
    )


def _read_matter(source: SourceParts, file: FileContext, phrases: Phrases) -> FrontMatter | None:
    if source.front_matter is None:
        return None
    matter = read_front_matter(source.front_matter, source.front_matter_line, file)
    return matter and _fill_matter(matter, phrases)


def _parse_context(
    file: FileContext, lines: Lines, phrases: Phrases, *, id_prefix: str, heading_offset: int
) -> ParseContext:
    return ParseContext(
        file.path,
        file.languages,
        file.problems,
        lines=lines,
        typography=phrases.typography,
        telephones=phrases.telephones,
        direction=phrases.language.direction,
        id_prefix=id_prefix,
        heading_offset=heading_offset,
        labels={"plain": phrases.texts.get("faq.plain", "")},
    )
