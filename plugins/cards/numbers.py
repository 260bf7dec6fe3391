"""Lays out a single large number, and a grid of two to six numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import Area, Color, TooLongError
from plugins.cards.font import (
    CAP_HEIGHT,
    Weight,
    balance_lines,
    largest_fitting_size,
    text_width,
    wrap_text,
)
from plugins.cards.frame import compose_lines, shift_down
from plugins.cards.scene import Box, Mark, Stroke, Text, align_right

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Format

COMMA_DEPTH = 0.08  # of a comma below the baseline, in type sizes
UNIT_GAP = 0.45  # from the number to the unit, in sizes of the unit
HEDGE_GAP = 0.36  # from the hedge to the number, in sizes of the hedge
COLUMNS = {2: 2, 3: 3, 4: 2, 5: 3, 6: 3}  # of a wide grid, by the number of figures
MAX_STACKED_CELLS = 4  # in the single column of a story
GUTTER = 1.4  # between columns, in label sizes
MAX_CELL_LINES = 3
GAP_BELOW = 0.6  # from the number to the text below it, in type sizes
CELL_LINE_HEIGHT = 1.22  # in type sizes
GAP_ABOVE = 1.85  # from the hairline to the number, with the hedge between, in type sizes


def layout_number(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out one large number with hedge, unit and period; below it its whole and its change."""
    below = _below_marks(card, size, body)
    bottom = min((round(mark.bounds.top) for mark in below), default=body.bottom)
    return [*_main_marks(card.rows[0], size, body._replace(bottom=bottom)), *below]


def _main_marks(row: Row, size: Format, area: Area) -> list[Mark]:
    """The number, as large as it fits and centered vertically; raises `TooLongError`."""
    label = size.large_label
    unit_lines, unit_height = compose_lines(Text(row.below, area.left, 0, label), area.width, max_lines=2)
    hedge_height = round(label * (1 + HEDGE_GAP)) if row.hedge_above else 0
    room = area.height - hedge_height - unit_height - round(label * UNIT_GAP)
    sizes = [each for each in size.number_sizes if each * (CAP_HEIGHT + COMMA_DEPTH) <= room]
    if not sizes:
        raise TooLongError(row.number)
    number_size = largest_fitting_size([row.number], Weight.BOLD, sizes, area.width)
    height = round(number_size * CAP_HEIGHT)
    top = area.top + max(0, (room - height - round(number_size * COMMA_DEPTH)) // 2)
    baseline = top + hedge_height + height
    marks: list[Mark] = [Text(row.number, area.left, baseline, number_size, Weight.BOLD, Color.ACCENT)]
    if row.hedge_above:
        marks.append(Text(row.hedge_above, area.left, top + round(label * 0.9), label, color=Color.MUTED))
    unit_top = baseline + round(number_size * COMMA_DEPTH + label * UNIT_GAP)
    return [*marks, *shift_down(unit_lines, unit_top)]


def _below_marks(card: CardText, size: Format, body: Area) -> list[Mark]:
    marks: list[Mark] = []
    bottom = body.bottom - round(size.small * 0.5)
    if card.whole:
        marks += _whole_marks(card, card.whole.value, size, body._replace(bottom=bottom))
        bottom = min(round(mark.bounds.top) for mark in marks) - round(size.label * 0.5)
    if card.change:
        marks += _change_marks(card, size, body._replace(bottom=bottom))
    return marks


def _whole_marks(card: CardText, whole: float, size: Format, area: Area) -> list[Mark]:
    label, row = size.label, card.rows[0]
    text = Text(card.whole_text, area.left, 0, label, color=Color.MUTED)
    lines, height = compose_lines(text, area.width, max_lines=2)
    share_width = text_width(row.share, Weight.BOLD, label)
    beside = text_width(card.whole_text, Weight.REGULAR, label) + share_width + label <= area.width
    bar, gap = round(label * 0.85), round(label * 0.2)
    drop = 0 if beside or not row.share else round(label * 1.34)
    top = area.bottom - height - drop - bar - gap
    part = round(area.width * min(1.0, row.value / whole)) if whole else 0
    below = top + bar + gap
    marks: list[Mark] = [
        Box(area.left, top, area.right, top + bar, Color.TINT, radius=bar // 2),
        Box(area.left, top, area.left + part, top + bar, Color.ACCENT, radius=bar // 2),
    ]
    if row.share:
        marks.append(Text(row.share, area.left, below + label, label, Weight.BOLD, Color.ACCENT))
    if row.share and beside:
        line = lines[0]._replace(x=area.right, baseline=lines[0].baseline + below)
        return [*marks, align_right(line)]
    return [*marks, *shift_down(lines, below + drop)]


def _change_marks(card: CardText, size: Format, area: Area) -> list[Mark]:
    text = f"{card.change} ({card.before})"
    arrow = round(size.label * 0.8) if card.rising is not None else 0
    left = area.left + (arrow + round(size.label * 0.4) if arrow else 0)
    lines, height = compose_lines(Text(text, left, 0, size.label), area.right - left, max_lines=3)
    top = area.bottom - height
    marks = shift_down(lines, top)
    if not arrow:
        return [*marks]
    high, low = top + round(size.label * 0.28), top + round(size.label * 0.28) + arrow
    tip, base = (high, low) if card.rising else (low, high)
    points = ((area.left, base), (area.left + arrow, base), (area.left + arrow / 2, tip))
    return [Stroke(points, Color.ACCENT, filled=True), *marks]


class Cell(NamedTuple):
    """The lines of a figure's cell, its type sizes and its height in pixels."""

    row: Row
    lines: tuple[str, ...]
    number_size: int
    type_size: int
    height: int


def layout_grid(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out the figures in rows, all numbers in one size."""
    columns = _count_columns(len(card.rows), size)
    gutter = round(size.label * GUTTER)
    width = (body.width - gutter * (columns - 1)) // columns
    rows = -(-len(card.rows) // columns)
    cells = _largest_cells(card, size, width, (body.height - size.small // 2) // rows)
    tops = _row_tops(cells, columns, body)
    marks: list[Mark] = []
    for index, cell in enumerate(cells):
        left = body.left + (index % columns) * (width + gutter)
        marks += _cell_marks(cell, Area(left, tops[index // columns], left + width, body.bottom))
    return marks


def _count_columns(count: int, size: Format) -> int:
    if size.wide:
        return COLUMNS[count]
    return 1 if size.height > size.width * 1.5 and count <= MAX_STACKED_CELLS else 2


def _largest_cells(card: CardText, size: Format, width: int, height: int) -> list[Cell]:
    """All cells in the largest sizes in which they fit; raises `TooLongError`."""
    large = [(size.label, number_size) for number_size in size.number_sizes[2:-1]]
    small = [(size.small, number_size) for number_size in size.number_sizes[2:]]
    for type_size, number_size in (*large, *small):
        cells = [_compose_cell(row, number_size, type_size, width) for row in card.rows]
        if all(cell and cell.height <= height for cell in cells):
            return [cell for cell in cells if cell]
    raise TooLongError(max((f"{row.number} {row.unit} {row.label}" for row in card.rows), key=len))


def _compose_cell(row: Row, number_size: int, type_size: int, width: int) -> Cell | None:
    """A cell in these sizes, or None if its texts do not fit."""
    number = f"{row.number}*" if row.unfinished else row.number
    text = row.below
    lines = wrap_text(text, Weight.REGULAR, type_size, width)
    if text_width(number, Weight.BOLD, number_size) > width or not 0 < len(lines) <= MAX_CELL_LINES:
        return None
    lines = balance_lines(text, Weight.REGULAR, type_size, width, len(lines))
    height = round(type_size * GAP_ABOVE) + round(number_size * CAP_HEIGHT + type_size * GAP_BELOW)
    height += round(type_size * CELL_LINE_HEIGHT) * len(lines) + round(type_size * 0.25)
    return Cell(row, lines, number_size, type_size, height)


def _row_tops(cells: list[Cell], columns: int, body: Area) -> list[int]:
    heights = [
        max(cell.height for cell in cells[first : first + columns]) for first in range(0, len(cells), columns)
    ]
    spare = body.height - sum(heights)
    air = min(spare // len(heights), heights[0] // 2)
    tops = [body.top + min(air // 2, max(0, spare - air * (len(heights) - 1)))]
    for height in heights:
        tops.append(tops[-1] + height + air)
    return tops


def _cell_marks(cell: Cell, area: Area) -> list[Mark]:
    baseline = area.top + round(cell.type_size * GAP_ABOVE) + round(cell.number_size * CAP_HEIGHT)
    number = f"{cell.row.number}*" if cell.row.unfinished else cell.row.number
    step = round(cell.type_size * CELL_LINE_HEIGHT)
    first = baseline + round(cell.type_size * GAP_BELOW) + cell.type_size
    marks: list[Mark] = [
        Box(area.left, area.top, area.right, area.top + 3, Color.ACCENT),
        Text(number, area.left, baseline, cell.number_size, Weight.BOLD, Color.ACCENT),
        *(Text(line, area.left, first + n * step, cell.type_size) for n, line in enumerate(cell.lines)),
    ]
    if cell.row.hedge_above:
        hedge_line = area.top + round(cell.type_size * 1.4)
        marks.append(Text(cell.row.hedge_above, area.left, hedge_line, cell.type_size, color=Color.MUTED))
    return marks
