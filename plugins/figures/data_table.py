"""The table of a spreadsheet: where it stands on its sheet, and what it says once it is understood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.figures.data_words import normalize_words
from plugins.figures.spreadsheet import Cell, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from plugins.figures.spreadsheet import Grid
    from plugins.model.partial_date import PartialDate, Step

Line = tuple[Cell, ...]
LEAST = 2  # cells of a header, rows of a table


class Column(NamedTuple):
    """A topic and its values, None where the table has none; `percent` if they are percentages."""

    name: str
    values: tuple[Decimal | None, ...]
    percent: bool = False


class DataTable(Struct, frozen=True):
    """A table that was understood: times with their step, or the names of rows, and a column for each topic.

    `totals` are columns that say what all topics make; `caption` is what stood above the table.
    """

    columns: tuple[Column, ...]
    step: Step | None = None
    times: tuple[PartialDate, ...] = ()
    rows: tuple[str, ...] = ()
    totals: tuple[Column, ...] = ()
    caption: str = ""
    corner: str = ""
    checked_totals: int = 0

    def column(self, name: str) -> Column | None:
        """A topic or total by its name, whatever its case."""
        wanted = normalize_words(name)
        return next(
            (each for each in (*self.columns, *self.totals) if normalize_words(each.name) == wanted), None
        )


class Sheet(NamedTuple):
    """The table of a grid: its header, its lines, and what stood above."""

    header: Line
    lines: tuple[Line, ...]
    caption: str


def find_table(grid: Grid) -> Sheet:
    """The header and lines of the one table of a grid; raises `TableError`."""
    filled = [[cell for cell in row if cell.text] for row in grid.rows]
    starts = [number for number, cells in enumerate(filled) if len(cells) >= LEAST]
    if not starts:
        raise TableError("figures-data-empty")
    first = starts[0]
    stop = next((n for n in range(first, len(filled)) if not filled[n]), len(filled))
    if second := next((n for n in starts if n > stop), 0):
        cell = filled[second][0]
        raise TableError("figures-data-two-tables", cell.address, cell.row)
    body = [row for number, row in enumerate(grid.rows) if first <= number < stop]
    columns = [n for n in range(len(body[0])) if any(row[n].text for row in body)]
    lines = tuple(tuple(row[n] for n in columns) for row in body)
    caption = " ".join(cells[0].text for cells in filled[:first] if cells)
    if len(lines) < LEAST:
        raise TableError("figures-data-no-rows", lines[0][0].address, lines[0][0].row)
    return Sheet(lines[0], lines[1:], caption)


def check_names(sheet: Sheet) -> Iterator[TableError]:
    """Report columns and rows without a name, and names that stand twice."""
    for cell in sheet.header[1:]:
        if not cell.text:
            yield TableError("figures-data-no-name", cell.address, cell.row)
    for line in sheet.lines:
        if not line[0].text and any(cell.text for cell in line):
            yield TableError("figures-data-no-name", line[0].address, line[0].row)
    for cells in (sheet.header[1:], [line[0] for line in sheet.lines]):
        names = Counter(normalize_words(cell.text) for cell in cells if cell.text)
        for cell in cells:
            if names[normalize_words(cell.text)] > 1:
                yield TableError("figures-data-twice", cell.address, cell.row, typed=cell.text)
