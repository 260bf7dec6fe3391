"""`./inv check --fix`: mends what needs no decision, line by line; all other bytes of a file stay."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import defaultdict
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct

from plugins.build.files import FileSnapshot
from plugins.diagnostics.problem import escape_unprintable
from plugins.editor.line_fixes import FIXES
from plugins.editor.report import kind_table, load_ui_text
from plugins.markdown.fences import find_fences
from plugins.model.document import HEADING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.diagnostics.problem import Problem

MAX_ROUNDS = 12
"""A mended line may show another problem behind the first; each round costs a check."""
LINE_END = re.compile(r"\r\n|\n|\r")
UNDERLINE = re.compile(r"(?:=+|-+) *")
SUFFIXES = (".markdown", ".mdown", ".mkd", ".MD", ".Md")
"""Of Markdown files, which are called `.md` here."""
MAX_LEVEL = 6
MAX_SHOWN = 160
"""Characters of a line in the report."""


class Fix(Struct, frozen=True):
    """What was mended: a line (from 1; 0 for the name of a file), for which problem, before and after."""

    path: str
    line: int
    code: str
    before: str
    after: str | None


def fix_content(options: BuildOptions, check: Callable[[], Iterable[Problem]]) -> list[Fix]:
    """Mend the content folder until nothing more can be mended; `check` finds the problems anew."""
    done: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        files = _files(options)
        found: dict[str, list[Problem]] = defaultdict(list)
        for each in check():
            if each.path in files and (each.code in FIXES or each.code in WHOLE_FILE):
                found[each.path].append(each)
        mended = [fix for path, problems in found.items() for fix in _fix_file(files[path], path, problems)]
        mended += _rename_files(options, files)
        if not mended:
            break
        done += mended
    return done


def _files(options: BuildOptions) -> dict[str, Path]:
    """The content's regular files by their names in messages."""
    start = len(str(options.content)) + 1
    states = FileSnapshot.at(str(options.content)).states
    relative = [file[start:] for file, state in states if state is not None]
    return {normalize("NFC", f"{options.display_name}/{name}"): options.content / name for name in relative}


def _fix_file(file: Path, path: str, problems: Sequence[Problem]) -> Iterator[Fix]:
    """Mend a file in place, at most one problem of a line; yields what was mended."""
    content = file.read_bytes()
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    try:
        text = content[len(mark) :].decode()
    except UnicodeDecodeError:
        return
    ends = [*LINE_END.findall(text), ""]
    lines: list[str | None] = [*LINE_END.split(text)]
    codes = {found.code for found in problems}
    fixes = list(_lower_headings(path, lines)) if codes & WHOLE_FILE else []
    fixes = fixes or list(_line_fixes(path, lines, problems))
    for fix in fixes:
        lines[fix.line - 1] = fix.after
    if fixes:
        kept = (line + end for line, end in zip(lines, ends, strict=True) if line is not None)
        file.write_bytes(mark + "".join(kept).encode())
    yield from fixes


def suggest_fixes(path: str, lines: Sequence[str], found: Problem) -> tuple[Fix, ...]:
    """What would mend one problem of a text, line by line; nothing if that needs a decision."""
    if found.code in WHOLE_FILE:
        return tuple(_lower_headings(path, lines))
    return tuple(_line_fixes(path, lines, [found]))


def _line_fixes(path: str, lines: Sequence[str | None], problems: Iterable[Problem]) -> Iterator[Fix]:
    taken: set[int] = set()
    for found in problems:
        line = lines[found.line - 1] if 0 < found.line <= len(lines) else None
        if line is None or found.line in taken or found.code not in FIXES:
            continue
        after = FIXES[found.code](line, {**dict(found.values), "code": found.code})
        if after != line:
            taken.add(found.line)
            yield Fix(path, found.line, found.code, line, after)


def _lower_headings(path: str, lines: Sequence[str | None]) -> Iterator[Fix]:
    """All headings of a text go down a level, if all can; underlined ones get number signs."""
    typed = [line or "" for line in lines]
    headings = list(_headings(typed))
    if max((level for _, level in headings), default=MAX_LEVEL) >= MAX_LEVEL:
        return
    for number, level in headings:
        line = typed[number]
        if line.startswith("#"):
            yield Fix(path, number + 1, "heading-one", line, f"#{line}")
        else:
            yield Fix(path, number + 1, "heading-one", line, f"{'#' * (level + 1)} {line.strip()}")
            yield Fix(path, number + 2, "heading-one", typed[number + 1], None)


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The number of each heading's line from 0, and its level; an unclear one has the deepest level."""
    start = [number for number, line in enumerate(lines) if line.rstrip() == "---"][1:2]
    code = {number for fence in find_fences(lines) for number in range(fence.start, fence.end)}
    for number in range(start[0] + 1 if start else len(lines), len(lines)):
        line, above = lines[number], lines[number - 1]
        if number in code:
            continue
        if HEADING.match(line):
            yield number, len(line) - len(line.lstrip("#"))
        elif UNDERLINE.fullmatch(line) and above.strip() and number - 1 > start[0]:
            is_single = not lines[number - 2].strip() or number - 2 == start[0]
            yield number - 1, (1 if line.startswith("=") else 2) if is_single else MAX_LEVEL


WHOLE_FILE = frozenset({"heading-one"})
"""Problems that are mended in a whole text at once: the other headings keep their places below."""


def _rename_files(options: BuildOptions, files: dict[str, Path]) -> Iterator[Fix]:
    """Texts whose names end in another suffix of Markdown; none is overwritten."""
    for path, file in sorted(files.items()):
        if file.suffix in SUFFIXES and file.stem in options.languages:
            right = file.with_suffix(".md")
            if not right.exists() or right.samefile(file):
                file.rename(right)
                yield Fix(path, 0, "file-unknown", file.name, right.name)


def format_fixes(fixes: Sequence[Fix], language: str) -> str:
    """Every line that was mended, before and after, and how many of each kind in which files."""
    texts = load_ui_text(language)
    if not fixes:
        return texts.text("mended-none")
    lines = [
        f"{escape_unprintable(fix.path)}{f':{fix.line}' if fix.line else ''}: {_shown(fix.before)} → "
        + (texts.text("mended-deleted") if fix.after is None else _shown(fix.after))
        for fix in fixes
    ]
    table = kind_table([(fix.code, escape_unprintable(fix.path)) for fix in fixes], language)
    return "\n".join([texts.text("heading-mended"), *lines, "", *table])


def _shown(line: str) -> str:
    """A line with its spaces, and what is invisible as code points, cut to a readable length."""
    text = escape_unprintable(line.strip())
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
