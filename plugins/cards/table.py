"""Lays out a table: names left, numbers right with their hedges, hairlines between the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import Weight, text_width, wrap_text
from plugins.cards.frame import hairline_box
from plugins.cards.scene import Mark, TextMark, align_right
from plugins.cards.text_layout import Phrase, middle_baseline, number_phrase, place_phrase, snap

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row, RowGroup
    from plugins.cards.design import Area, Format, TypeSize

MAX_TABLE_ROWS = {"share": 4, "post": 8, "story": 8}
MAX_PITCH = 2.6  # in leadings of a label
COLUMN_GAP = 30  # in pixels
HEAD_LINES = NAME_LINES = 2
MAX_HEAD_SHARE = 0.4  # of the width


class Columns(NamedTuple):
    """A table's type, its pitch and the right edges of its columns in pixels, and the names' lines.

    `stacked`: hedges stand above their numbers.
    """

    kind: TypeSize
    pitch: int
    edges: list[float]
    names: list[tuple[str, ...]]
    stacked: bool


def layout_table(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out a table; the last rows go first, and the card says so. Raises `TooLongError`."""
    groups = card.groups[: MAX_TABLE_ROWS[size.name]]
    omitted: list[Mark] = []
    if len(groups) < len(card.groups):
        text = card.omitted.format(shown=len(groups), count=len(card.groups))
        omitted = [TextMark(text, body.left, body.bottom - STEP // 2, size.small.size, color=Color.MUTED)]
        body = body._replace(bottom=body.bottom - size.small.leading)
    heads = [_head_lines(head, size) for head in card.heads]
    area = body._replace(top=body.top + size.small.leading * max(map(len, heads)))
    columns = _fit_columns(card, groups, size, area)
    rows = [
        mark
        for n, group in enumerate(groups)
        for mark in _row_marks(group, columns, size, (n, area), card.unknown)
    ]
    return [*_head_marks(heads, columns.edges, size, area.top), *rows, *omitted]


def _head_lines(head: str, size: Format) -> tuple[str, ...]:
    lines = wrap_text(head, Weight.REGULAR, size.small.size, size.content_width * MAX_HEAD_SHARE)
    if not 0 < len(lines) <= HEAD_LINES:
        raise TooLongError(head)
    return lines


def _fit_columns(card: CardText, groups: tuple[RowGroup, ...], size: Format, area: Area) -> Columns:
    """The largest type in which names and numbers fit; hedges go above their numbers if need be."""
    pitch = min(snap(area.height / len(groups)), round(size.label.leading * MAX_PITCH))
    for stacked in (False, True):
        for kind in (size.label, size.small):
            lines = min(NAME_LINES, pitch // kind.leading)
            widths = _column_widths(card, groups, kind.size, size, stacked=stacked)
            room = area.width - sum(widths) - COLUMN_GAP * len(widths)
            if lines < (NAME_LINES if stacked else 1) or room < kind.size:
                continue
            names = [wrap_text(group.label, Weight.BOLD, kind.size, room) for group in groups]
            if all(0 < len(each) <= lines for each in names):
                widest = max(text_width(line, Weight.BOLD, kind.size) for each in names for line in each)
                edges = _right_edges(widths, area, room - widest)
                return Columns(kind, pitch, edges, names, stacked)
    raise TooLongError(max((group.label for group in groups), key=len))


def _column_widths(
    card: CardText, groups: tuple[RowGroup, ...], kind: int, size: Format, *, stacked: bool
) -> list[float]:
    """The width of each column in pixels: of its head, its numbers, or the word for an unknown one."""
    widths = []
    for index, head in enumerate(card.heads):
        width = max(text_width(line, Weight.REGULAR, size.small.size) for line in _head_lines(head, size))
        cells = [
            _cell_lines(group.rows[index], card.unknown, kind, size, stacked=stacked) for group in groups
        ]
        widths.append(max([width, *(phrase.width for lines in cells for phrase in lines)]))
    return widths


def _cell_lines(row: Row | None, unknown: str, kind: int, size: Format, *, stacked: bool) -> list[Phrase]:
    """The lines of a cell: the number with its hedge beside it or above it."""
    if row is None:
        text = TextMark(unknown, 0, 0, kind, color=Color.MUTED)
        return [Phrase([text], text.width)]
    if not (stacked and row.hedge):
        return [number_phrase(row, kind, size)]
    hedge = TextMark(row.hedge, 0, 0, kind)
    lines = [Phrase([hedge], hedge.width), number_phrase(replace(row, hedge=""), kind, size)]
    return lines[::-1] if row.hedge_follows else lines


def _right_edges(widths: list[float], body: Area, spare: float) -> list[float]:
    """The right edges of the columns; what is spare goes before each of them."""
    edges = [float(body.right)]
    for width in reversed(widths[1:]):
        edges.insert(0, edges[0] - width - COLUMN_GAP - spare / len(widths))
    return edges


def _head_marks(heads: list[tuple[str, ...]], edges: list[float], size: Format, bottom: int) -> list[Mark]:
    kind = size.small
    return [
        align_right(
            TextMark(
                line, edge, bottom - STEP - kind.leading * (len(lines) - 1 - n), kind.size, color=Color.MUTED
            )
        )
        for lines, edge in zip(heads, edges, strict=True)
        for n, line in enumerate(lines)
    ]


def _row_marks(
    group: RowGroup, columns: Columns, size: Format, place: tuple[int, Area], unknown: str
) -> list[Mark]:
    """A row with the hairline above it; `place` is its number and the area of all rows."""
    n, area = place
    kind, top = columns.kind, area.top + n * columns.pitch
    middle = middle_baseline(top, columns.pitch, kind.size)
    weight = Weight.BOLD if group.accent else Weight.REGULAR
    marks: list[Mark] = [hairline_box(area.left, area.right, top, Color.LINE if n else Color.TEXT)]
    names = columns.names[n]
    for line, text in enumerate(names):
        baseline = round(middle + kind.leading * (line - (len(names) - 1) / 2))
        marks.append(TextMark(text, area.left, baseline, kind.size, weight))
    for row, edge in zip(group.rows, columns.edges, strict=True):
        lines = _cell_lines(row, unknown, kind.size, size, stacked=columns.stacked)
        for line, phrase in enumerate(lines):
            baseline = round(middle + kind.leading * (line - (len(lines) - 1) / 2))
            marks += place_phrase(phrase, edge - phrase.width, baseline)
    return marks
