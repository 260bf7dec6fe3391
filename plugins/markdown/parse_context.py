"""The file being parsed: its lines, what was found in it, and whether it is within the limits."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import FileContext
from plugins.markdown.fences import find_fences, has_fence
from plugins.markdown.lines import MAX_QUOTE_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.i18n.phrases import Typography
    from plugins.i18n.telephones import TelephoneCustoms
    from plugins.model.document import FigureReference, Heading, LinkReference, PictureReference, Quotation


@dataclass(slots=True, kw_only=True)
class ParseContext(FileContext):
    """The file and what was found in it.

    `direction` is `ltr` or `rtl`; `id_prefix` begins ids, `heading_offset` is added to levels; `labels` are
    the titles of admonitions by kind, where none is typed.
    """

    lines: Lines
    typography: Typography
    telephones: TelephoneCustoms
    direction: str = "ltr"
    id_prefix: str = ""
    heading_offset: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    links: list[LinkReference] = field(default_factory=list)
    pictures: list[PictureReference] = field(default_factory=list)
    figures: list[FigureReference] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)


CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
NOT_NEWLINE = re.compile(r"[^\n]")


ENDS_OPEN = re.compile(r"[\w/-]$")
CONTINUES = re.compile(r"[\w/|%=&#?*-]|[.:]\w")


class Lines:
    """Finds the line on which a piece of text was typed: Python-Markdown reports no positions.

    The second link to an address is where the address occurs the second time, code excluded.
    """

    def __init__(self, text: str, first: int) -> None:
        self.text = blank_code(text.expandtabs(4))  # as Python-Markdown does
        self.first = first
        self.positions: dict[str, int] = {}

    def find(self, *pieces: str) -> int:
        """The line of the next occurrence of the first of these pieces that occurs at all.

        A piece that ends like a word is not found where a longer one begins, unless it is nowhere else.
        """
        for piece in pieces:
            start = self.positions.get(piece, -1) + 1
            position = self._whole(piece, start)
            if position < 0 and start:
                position = self._whole(piece, 0)
            if position < 0:
                position = self.text.find(piece)
            if position >= 0:
                self.positions[piece] = position
                return self.line_at(position)
        return self.first + self.leading_lines

    def _whole(self, piece: str, start: int) -> int:
        """The position of a piece that does not go on as a word or an address; -1 if there is none."""
        position = self.text.find(piece, start)
        while position >= 0 and ENDS_OPEN.search(piece) and CONTINUES.match(self.text, position + len(piece)):
            position = self.text.find(piece, position + 1)
        return position

    def line_at(self, position: int) -> int:
        """The line of a position in the text."""
        return self.first + bisect_right(self.newlines, position - 1)

    @cached_property
    def newlines(self) -> list[int]:
        """Positions of line ends."""
        return [match.start() for match in re.finditer("\n", self.text)]

    @property
    def last(self) -> int:
        """The last line of the file."""
        return self.first + len(self.newlines)

    @cached_property
    def leading_lines(self) -> int:
        """Empty lines before the text."""
        return self.text.count("\n", 0, len(self.text) - len(self.text.lstrip()))


def blank_code(text: str) -> str:
    """The text with code replaced by spaces, so that positions stay."""
    if has_fence(text):
        lines = text.split("\n")
        for fence in find_fences(lines):
            for number in range(fence.start, fence.end):
                lines[number] = " " * len(lines[number])
        text = "\n".join(lines)
    return CODE_SPAN.sub(_blank, text) if "`" in text else text


def _blank(match: re.Match[str]) -> str:
    return NOT_NEWLINE.sub(" ", match[0])


# Limits: beyond them Python-Markdown would take minutes, because its time is quadratic in these counts.
MAX_UNPAIRED = 100
"""Brackets without a closing one, which is searched for to the end of the text."""
MAX_FOOTNOTE_MARKS = 1_000
"""A footnote has at least two: its reference and its definition."""
MAX_CONTAINERS = 400
"""Beginnings of blocks whose end is searched for to the end of the text."""
CONTAINERS = (":::", "<details")
MAX_BLOCK_LINES = 1_000
"""Lines without an empty one: the rest of a block is copied for each line of a list or a rule."""
LINE_MARKERS = re.compile(r"^[>*+.\d \t-]+", re.MULTILINE)
"""Markers of quotes and lists at the beginning of a line."""


def is_within_limits(context: ParseContext) -> bool:
    """Whether the text is within the limits; reports the first excess."""
    found = next(_find_excess(context.lines.text), None)
    if found:
        position, code, values = found
        context.report(context.lines.line_at(position), code, **values)
    return not found


def _find_excess(text: str) -> Iterator[tuple[int, str, dict[str, object]]]:
    for opening, closing in ("[]", "()", "<>"):
        if text.count(opening) - text.count(closing) > MAX_UNPAIRED:
            yield text.find(opening), "brackets-unpaired", {"opening": opening, "closing": closing}
    for sign in CONTAINERS:
        if text.count(sign) > MAX_CONTAINERS:
            yield text.find(sign), "containers-too-many", {"sign": sign, "most": MAX_CONTAINERS}
    if text.count("[^") > MAX_FOOTNOTE_MARKS:
        yield text.find("[^"), "footnotes-too-many", {"most": MAX_FOOTNOTE_MARKS // 2}
    for markers in LINE_MARKERS.finditer(text) if ">" in text else ():
        if markers[0].count(">") > MAX_QUOTE_DEPTH:
            yield markers.start(), "quotes-too-deep", {"most": MAX_QUOTE_DEPTH}
            return
    position = lines = 0
    for line in text.split("\n") if text.count("\n") > MAX_BLOCK_LINES else ():
        lines = lines + 1 if line.strip() else 0
        if lines > MAX_BLOCK_LINES:
            yield position, "block-too-long", {"most": MAX_BLOCK_LINES}
            return
        position += len(line) + 1
