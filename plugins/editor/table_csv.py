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
    """The table of a CSV file with a line for each time; None if it has another form, or faults."""
    try:
        grid = read_csv(content)
        table, problems = read_table(grid, words)
    except TableError:
        return None
    if table is None or problems:
        return None
    names = [*(each.name for each in (*table.columns, *table.totals))]
    header = [cell.text for cell in grid.rows[0]][1:]
    return table if header == names and len(grid.rows) == len(table.times) + 1 else None


def with_line(content: bytes, table: DataTable, head: str, numbers: Sequence[str]) -> bytes:
    """A CSV file with one line more, in its own code page, with its delimiter, marks and line ends.

    `numbers` are those of all columns and totals, with a decimal point; empty where there is none.
    """
    encoding = _encoding(content)
    text, grid = content.decode(encoding), read_csv(content)
    marks = find_marks((cell.text for line in grid.rows[1:] for cell in line[1:]), grid.delimiter)
    cells = [head]
    for column, number in zip((*table.columns, *table.totals), numbers, strict=True):
        written = number if marks is Marks.POINT else number.replace(".", ",")
        cells.append(written + ("%" if number and column.percent else ""))
    file = StringIO(newline="")
    end = "\r\n" if "\r\n" in text else "\n"
    csv.writer(file, delimiter=grid.delimiter, lineterminator=end).writerow(cells)
    gap = "" if text.endswith(("\n", "\r")) else end
    return content + f"{gap}{file.getvalue()}".encode(encoding)


def _encoding(content: bytes) -> str:
    """The code page of a CSV file, by which more can be added to it."""
    if content[:2] in UTF_16:
        return UTF_16[content[:2]]
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"
