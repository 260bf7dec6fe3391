"""The table of a set of figures as CSV: composed, understood, and one line longer."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from plugins.figures.figure_text import format_decimal
from plugins.figures.spreadsheet import TableError, read_csv
from plugins.figures.table_reader import read_table
from plugins.figures.typed_numbers import Marks, find_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.figures.data_table import Column, DataTable
    from plugins.figures.data_words import DataWords
    from plugins.figures.spreadsheet import Grid

BYTE_ORDER_MARK = "\ufeff"
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Code pages by the mark that a file begins with."""


def compose_table(table: DataTable, delimiter: str, decimal: str) -> str:
    """The table as CSV: times or names down, topics across, so that the next month is one more line.

    The delimiter and the decimal mark are those of the editors' program, which opens and saves it again.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    columns = [*table.columns, *table.totals]
    writer.writerow([table.corner or "…", *(column.name for column in columns)])
    for place, head in enumerate(map(str, table.times) if table.step else table.rows):
        writer.writerow([head, *(_cell(column, place).replace(".", decimal) for column in columns)])
    return BYTE_ORDER_MARK + file.getvalue()


def _cell(column: Column, place: int) -> str:
    value = column.values[place]
    return "" if value is None else format_decimal(value) + ("%" if column.percent else "")


def read_lines(content: bytes, words: DataWords) -> DataTable | None:
    """The table of a CSV file with a line for each time or name; None if it has another form, or faults."""
    try:
        grid = read_csv(content)
        table, problems = read_table(grid, words)
    except TableError:
        return None
    if table is None or problems:
        return None
    names = [*(each.name for each in (*table.columns, *table.totals))]
    header = [cell.text for cell in grid.rows[0]][1:]
    return table if header == names and len(grid.rows) == len(line_heads(table)) + 1 else None


def line_heads(table: DataTable) -> list[str]:
    """What begins each line: the times as YYYY-MM-DD, or the names of rows."""
    return [str(time) for time in table.times] if table.step else [*table.rows]


def with_line(content: bytes, table: DataTable, head: str, numbers: Sequence[str]) -> bytes:
    """A CSV file with one line more, in its own code page, with its delimiter, marks and line ends.

    `numbers` are those of all columns and totals, with a decimal point; empty where there is none.
    """
    encoding, grid = _encoding(content), read_csv(content)
    text = content.decode(encoding)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith(("\n", "\r")) else end
    columns = (*table.columns, *table.totals)
    cells = [head, *(_number(each, column, grid) for column, each in zip(columns, numbers, strict=True))]
    return content + f"{gap}{_line(cells, grid)}{end}".encode(encoding)


def with_cell(content: bytes, table: DataTable, head: str, name: str, number: str) -> bytes | None:
    """A CSV file with another number in a column of a line; None if the line cannot be told from others."""
    encoding, grid = _encoding(content), read_csv(content)
    lines = content.decode(encoding).splitlines(keepends=True)
    columns = (*table.columns, *table.totals)
    rows = [row for row, each in zip(grid.rows[1:], line_heads(table), strict=True) if each == head]
    places = [place for place, each in enumerate(columns, 1) if each.name == name]
    if len(rows) != 1 or len(places) != 1 or rows[0][0].row > len(lines):
        return None
    row, place = rows[0], places[0]
    line = lines[row[0].row - 1]
    cells = next(csv.reader([line.lstrip(BYTE_ORDER_MARK)], delimiter=grid.delimiter))
    if [cell.strip() for cell in cells] != [cell.text for cell in row[: len(cells)]]:
        return None
    cells[place] = _number(number, columns[place - 1], grid)
    lines[row[0].row - 1] = _line(cells, grid) + line[len(line.rstrip("\r\n")) :]
    return "".join(lines).encode(encoding)


def _line(cells: Sequence[str], grid: Grid) -> str:
    """Cells as a line without its end."""
    file = StringIO(newline="")
    csv.writer(file, delimiter=grid.delimiter, lineterminator="").writerow(cells)
    return file.getvalue()


def _number(number: str, column: Column, grid: Grid) -> str:
    """A number with a decimal point as the file writes it."""
    marks = find_marks((cell.text for line in grid.rows[1:] for cell in line[1:]), grid.delimiter)
    written = number if marks is Marks.POINT else number.replace(".", ",")
    return written + ("%" if number and column.percent else "")


def _encoding(content: bytes) -> str:
    """The code page of a CSV file, by which more can be added to it."""
    if content[:2] in UTF_16:
        return UTF_16[content[:2]]
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"
