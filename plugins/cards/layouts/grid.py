"""Two to six figures at a glance, all numbers in one size, each under a hairline with its name below it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.formats import Area
from plugins.cards.marks import Box, Ink, Mark, Text
from plugins.cards.wrap import TooLongError, balanced, wrapped

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.formats import Format

COLUMNS = {2: 2, 3: 3, 4: 2, 5: 3, 6: 3}
GUTTER = 1.4  # between columns, in label sizes
LINES = 3
UNDER = 0.6  # from the number to the words below it, in type sizes: a comma hangs there
STEP = 1.22
OVER = 1.85  # from the hairline to the number, in type sizes: the hedge stands there


class Cell(NamedTuple):
    """A figure's texts broken for its cell, and how high they are together."""

    row: Row
    words: tuple[str, ...]
    numeral: int
    type_size: int
    height: int


def grid_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """The figures in rows, in reading order."""
    columns = columns_of(len(poster.rows), size)
    gutter = round(size.label * GUTTER)
    width = (body.width - gutter * (columns - 1)) // columns
    rows = -(-len(poster.rows) // columns)
    cells = largest_cells(poster, size, width, (body.height - size.small // 2) // rows)
    tops = spread(cells, columns, body)
    marks: list[Mark] = []
    for index, cell in enumerate(cells):
        left = body.left + (index % columns) * (width + gutter)
        marks += cell_marks(cell, Area(left, tops[index // columns], left + width, body.bottom))
    return marks


def columns_of(count: int, size: Format) -> int:
    """Side by side on a wide card, in two columns on a square, under one another on a tall one."""
    if size.wide:
        return COLUMNS[count]
    return 1 if size.height > size.width * 1.5 and count <= 4 else 2  # noqa: PLR2004 - four rows fill a story


def largest_cells(poster: CardText, size: Format, width: int, height: int) -> list[Cell]:
    """Every cell with the largest number size in which all of them fit; raises `TooLongError`."""
    roomy = [(size.label, numeral) for numeral in size.numerals[2:-1]]
    tight = [(size.small, numeral) for numeral in size.numerals[2:]]
    for type_size, numeral in (*roomy, *tight):
        cells = [cell_of(row, numeral, type_size, width) for row in poster.rows]
        if all(cell and cell.height <= height for cell in cells):
            return [cell for cell in cells if cell]
    raise TooLongError(max((f"{row.number} {row.unit} {row.label}" for row in poster.rows), key=len))


def cell_of(row: Row, numeral: int, type_size: int, width: int) -> Cell | None:
    """A cell's texts at a size, or nothing where they do not fit."""
    number = f"{row.number}*" if row.unfinished else row.number
    text = " ".join(filter(None, (row.unit, row.label)))
    words = wrapped(text, Weight.REGULAR, type_size, width)
    if width_of(number, Weight.BOLD, numeral) > width or not 0 < len(words) <= LINES:
        return None
    words = balanced(text, Weight.REGULAR, type_size, width, len(words))
    over = round(type_size * OVER)
    height = over + round(numeral * CAPITAL + type_size * UNDER) + round(type_size * STEP) * len(words)
    return Cell(row, words, numeral, type_size, height + round(type_size * 0.25))


def spread(cells: list[Cell], columns: int, body: Area) -> list[int]:
    """Where each row begins: the room left over goes between the rows."""
    heights = [
        max(cell.height for cell in cells[first : first + columns]) for first in range(0, len(cells), columns)
    ]
    spare = body.height - sum(heights)
    air = min(spare // len(heights), heights[0] // 2)
    tops = [body.top + min(air // 2, max(0, spare - air * (len(heights) - 1)))]
    for height, _ in pairwise([*heights, 0]):
        tops.append(tops[-1] + height + air)
    return tops


def cell_marks(cell: Cell, area: Area) -> list[Mark]:
    """Hairline, hedge, number, and what it counts."""
    over = round(cell.type_size * OVER)
    baseline = area.top + over + round(cell.numeral * CAPITAL)
    number = f"{cell.row.number}*" if cell.row.unfinished else cell.row.number
    step = round(cell.type_size * STEP)
    first = baseline + round(cell.type_size * UNDER) + cell.type_size
    marks: list[Mark] = [
        Box(area.left, area.top, area.right, area.top + 3, Ink.ACCENT),
        Text(number, area.left, baseline, cell.numeral, Weight.BOLD, Ink.ACCENT),
        *(Text(line, area.left, first + n * step, cell.type_size) for n, line in enumerate(cell.words)),
    ]
    if cell.row.hedge:
        hedge_line = area.top + round(cell.type_size * 1.4)
        marks.append(Text(cell.row.hedge, area.left, hedge_line, cell.type_size, ink=Ink.SOFT))
    return marks
