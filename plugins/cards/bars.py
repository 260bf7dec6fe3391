"""Lays out bar charts: ranked bars, and the parts of a whole as one stacked bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, text_width, wrap_text
from plugins.cards.scene import Box, Fill, Mark, Text, align_right

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Area, Format

MIN_LABEL_SHARE, MAX_LABEL_SHARE = 0.2, 0.46  # of the body's width
MIN_BAR_SHARE = 0.22  # the length of the longest bar, of the width beside the labels
MAX_THICKNESS_BESIDE, MAX_THICKNESS_BELOW = 1.5, 2.2  # of a bar beside or below its label, in type sizes
MAX_ROWS_BELOW = 8  # labels stand above their bars up to this number of rows
PART_COLORS = (Color.ACCENT, Color.BAR, Color.MIDDLE, Color.MUTED, Color.TEXT, Color.ALERT)
PART_GAP = 4  # between parts, in pixels
MIN_PART_WIDTH = 3  # in pixels
LABEL_LINE_HEIGHT = 1.15  # in type sizes


class Columns(NamedTuple):
    """Left edges and widths of labels and bars in pixels; `beside`: labels beside their bars, not above."""

    left: int
    label_width: int
    bar_left: int
    max_bar_width: int
    type_size: int
    beside: bool


def layout_bars(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out bars in rows of the same height."""
    beside = size.wide or len(card.rows) > MAX_ROWS_BELOW
    pitch = body.height / len(card.rows)
    type_size = size.label if pitch >= size.label * (1.3 if beside else 2.6) else size.small
    if pitch < type_size * (1.2 if beside else 2.5):
        raise TooLongError(card.rows[-1].label)
    pitch = min(pitch, type_size * (3.0 if beside else 5.6))
    columns = _compute_columns(card, type_size, body, beside=beside)
    top_value = max(row.value for row in card.rows) or 1
    marks: list[Mark] = []
    for index, row in enumerate(card.rows):
        top = body.top + pitch * index
        length = round(columns.max_bar_width * row.value / top_value)
        color = Color.ACCENT if card.ranked and row.value == top_value else Color.BAR
        marks += _bar_marks(row, columns, (top, pitch), length, color)
    return marks


def _compute_columns(card: CardText, type_size: int, body: Area, *, beside: bool) -> Columns:
    values = max(text_width(row.marked_amount, Weight.BOLD, type_size) for row in card.rows)
    labels = _label_width(card, type_size, body) if beside else 0
    bar_left = body.left + labels + (round(type_size * 0.6) if labels else 0)
    max_bar_width = body.right - bar_left - round(values + type_size * 0.5)
    if max_bar_width < MIN_BAR_SHARE * (body.width - labels):
        raise TooLongError(max((row.label for row in card.rows), key=len))
    return Columns(body.left, labels or body.width, bar_left, max_bar_width, type_size, beside)


def _label_width(card: CardText, type_size: int, body: Area) -> int:
    widest = max(text_width(row.label, Weight.REGULAR, type_size) for row in card.rows)
    return round(min(max(widest, MIN_LABEL_SHARE * body.width), MAX_LABEL_SHARE * body.width)) + 1


def _bar_marks(
    row: Row, columns: Columns, place: tuple[float, float], length: int, color: Color
) -> list[Mark]:
    """A label, its bar and its value; `place` is the top and the height of the row."""
    top, pitch = place
    type_size, beside = columns.type_size, columns.beside
    room = pitch if beside else pitch - type_size * 1.3
    max_thickness = MAX_THICKNESS_BESIDE if beside else MAX_THICKNESS_BELOW
    thickness = round(min(room * 0.62, type_size * max_thickness))
    middle = top + (pitch / 2 if beside else type_size * 1.3 + min(room, thickness * 1.2) / 2)
    fill = Fill.OUTLINE if row.remainder else Fill.STRIPED if row.unfinished else Fill.SOLID
    upper = round(middle - thickness / 2)
    left, right = columns.bar_left, columns.bar_left + max(length, 2)
    baseline = round(middle + CAP_HEIGHT * type_size / 2)
    text_color = Color.ACCENT if color is Color.ACCENT else Color.TEXT
    return [
        Box(left, upper, right, upper + thickness, color, fill, radius=min(6, thickness // 4)),
        Text(row.marked_amount, right + type_size * 0.4, baseline, type_size, Weight.BOLD, text_color),
        *_bar_label_marks(row.label, columns, (top, middle, pitch)),
    ]


def _bar_label_marks(label: str, columns: Columns, place: tuple[float, float, float]) -> list[Mark]:
    top, middle, pitch = place
    if columns.beside:
        return _label_marks(label, columns.type_size, columns.left, columns.label_width, (middle, pitch))
    if text_width(label, Weight.REGULAR, columns.type_size) > columns.label_width:
        raise TooLongError(label)
    return [Text(label, columns.left, round(top + columns.type_size), columns.type_size)]


def layout_share(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out a stacked bar, and the rows of its parts below it in the same order."""
    bar_height = round(min(body.height * 0.24, size.label * (2.6 if size.wide else 4.5)))
    total = card.whole.value if card.whole else sum(row.value for row in card.rows)
    rows_top = body.top + bar_height + round(size.label * 0.5)
    pitch = min((body.bottom - rows_top) / len(card.rows), size.label * (3 if size.wide else 4))
    type_size = size.label if pitch >= size.label * 1.25 else size.small
    if pitch < type_size * 1.2:
        raise TooLongError(card.rows[-1].label)
    marks = _stacked_bar_marks(card, body, bar_height, total)
    for index, row in enumerate(card.rows):
        middle = rows_top + pitch * (index + 0.5)
        if index:
            line = round(middle - pitch / 2)
            marks.append(Box(body.left, line - 1, body.right, line + 1, Color.LINE))
        marks += _part_marks(row, _part_color(row, index), type_size, body, (middle, pitch))
    return marks


def _stacked_bar_marks(card: CardText, body: Area, height: int, total: float) -> list[Mark]:
    top = body.top + round(height * 0.06)
    edges = [float(body.left)]
    for row in card.rows:
        edges.append(edges[-1] + body.width * (row.value / total if total else 0))
    marks: list[Mark] = []
    for index, row in enumerate(card.rows):
        left, right = round(edges[index]), round(edges[index + 1]) - PART_GAP
        right = min(max(right, left + MIN_PART_WIDTH), body.right)
        left = min(left, body.right - MIN_PART_WIDTH)
        fill = Fill.OUTLINE if row.remainder else Fill.SOLID
        marks.append(Box(left, top, right, top + height, _part_color(row, index), fill, radius=6))
    return marks


def _part_color(row: Row, index: int) -> Color:
    """Grey for the remainder, a color by position for the others."""
    return Color.BAR if row.remainder else PART_COLORS[index % len(PART_COLORS)]


def _part_marks(row: Row, color: Color, type_size: int, body: Area, place: tuple[float, float]) -> list[Mark]:
    middle, _ = place
    baseline = round(middle + CAP_HEIGHT * type_size / 2)
    side = round(type_size * 0.8)
    top = round(middle - side / 2)
    fill = Fill.OUTLINE if row.remainder else Fill.SOLID
    percent = align_right(Text(row.share, body.right, baseline, type_size, Weight.BOLD, Color.TEXT))
    edge = body.right - round(type_size * 5.2 if row.share else 0)
    edge = min(edge, round(percent.x - type_size)) if row.share else body.right
    number = align_right(Text(row.amount, edge, baseline, type_size, Weight.REGULAR, Color.TEXT))
    left = body.left + side + round(type_size * 0.5)
    swatch = Box(body.left, top, body.left + side, top + side, color, fill, radius=4)
    width = number.x - type_size * 0.6 - left
    return [swatch, *_label_marks(row.label, type_size, left, width, place), number, percent]


def _label_marks(
    label: str, type_size: int, left: int, width: float, place: tuple[float, float]
) -> list[Mark]:
    middle, pitch = place
    step = round(type_size * LABEL_LINE_HEIGHT)
    lines = wrap_text(label, Weight.REGULAR, type_size, width)
    if not lines or len(lines) > max(1, int(pitch // step)):
        raise TooLongError(label)
    first = middle + CAP_HEIGHT * type_size / 2 - step * (len(lines) - 1) / 2
    return [Text(line, left, round(first + n * step), type_size) for n, line in enumerate(lines)]
