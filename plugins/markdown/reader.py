"""Reading a document: the bytes of one Markdown file become a `Document` with everything wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.problem import problem
from plugins.markdown.bounds import MOST_FENCES, many_fences
from plugins.markdown.converter import convert
from plugins.markdown.front_matter import read_front_matter
from plugins.markdown.lines import Lines
from plugins.markdown.reading import Reading
from plugins.markdown.source import decode, split
from plugins.model.document import Document, FrontMatter
from plugins.model.lazy_text import Body

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem
    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Typography
    from plugins.markdown.source import Source


def read_document(  # noqa: PLR0913 - the file, whose customs it follows, and where on a page it stands
    content: bytes,
    path: str,
    *,
    typography: Typography,
    language: Language,
    anchors: str = "",
    deeper: int = 0,
) -> Document:
    """The document in a file's bytes; never raises, all problems are in it.

    `path` is the file's as editors see it, `anchors` begins every id (several texts may share a page),
    `deeper` moves headings down so many levels.
    """
    text, problems = decode(content, path)
    if not text:
        return Document(path=path, matter=FrontMatter(), problems=tuple(problems))
    source, found = split(text, path)
    problems += found
    matter, found = _matter(source, path, language)
    problems += found
    source, found = _bounded(source, path)
    problems += found
    reading = Reading(
        path, Lines(source.body, source.body_line), typography, anchors, deeper, problems=problems
    )
    html = convert(source.body, reading)
    return Document(
        path=path,
        matter=matter,
        body=Body(source.body, html),
        source_line=source.body_line,
        has_references="{" in source.body,
        headings=tuple(reading.headings),
        links=tuple(reading.links),
        pictures=tuple(reading.pictures),
        figures=tuple(reading.figures),
        problems=tuple(sorted(set(reading.problems))),
    )


def _bounded(source: Source, path: str) -> tuple[Source, list[Problem]]:
    """The file without its text where that has more fences than can be read in time."""
    line = many_fences(source.body)
    if not line:
        return source, []
    wrong = problem(path, source.body_line + line, "fences-too-many", most=MOST_FENCES)
    return replace(source, body=""), [wrong]


def _matter(source: Source, path: str, language: Language) -> tuple[FrontMatter, list[Problem]]:
    """The front matter and what is wrong with it; a month may be named in the file's own language first."""
    if source.matter is None:
        return FrontMatter(), []
    tongues = (language.locale.language, "ru", "en")
    return read_front_matter(source.matter, path, source.matter_line, tongues)
