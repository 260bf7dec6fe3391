"""Reads the cells of an Excel file (XLSX)."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from plugins.figures.spreadsheet import Cell, Grid, TableError, check_size, read_csv, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as BookCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_UNPACKED_BYTES = 100_000_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password
XLSX = b"PK\x03\x04"
DECIMALS = 6
TOO_GREAT = 10**15  # for a figure, and for decimals to be exact


def read_table_file(file: Path, sheet: str = "") -> Grid:
    """The cells of a CSV or XLSX file; raises `TableError`, and `OSError` if it cannot be read."""
    content = read_file(file)
    if content.startswith(OLD_OFFICE):
        raise TableError("figures-data-old-excel")
    return check_size(read_workbook(content, sheet)) if content.startswith(XLSX) else read_csv(content)


def read_workbook(content: bytes, sheet: str = "") -> Grid:
    """The cells of a sheet, with the values that the program last computed; raises `TableError`."""
    book = _load(content, values=True)
    chosen = _choose_sheet(book.worksheets, sheet)
    rows = [
        tuple(_book_cell(cell, number, column) for column, cell in enumerate(row, 1))
        for number, row in enumerate(chosen.iter_rows(), 1)
    ]
    formulas = _load(content, values=False)[chosen.title]
    for cell in (cell for row in rows for cell in row if not cell.text):
        if formulas.cell(cell.row, cell.column).data_type == "f":
            raise TableError("figures-data-formula", cell.address, cell.row)
    return Grid(tuple(rows))


def _load(content: bytes, *, values: bool) -> Workbook:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        book = load_workbook(BytesIO(content), data_only=values) if unpacked <= MAX_UNPACKED_BYTES else None
    except Exception as error:  # openpyxl raises what the damaged part of a file happens to raise
        raise TableError("figures-data-damaged") from error
    if book is None:
        raise TableError("figures-data-large", size=f"{MAX_UNPACKED_BYTES // 1_000_000} MB")
    return book


def _choose_sheet(sheets: Sequence[Worksheet], name: str) -> Worksheet:
    """The sheet of that name, or the only one with cells; raises `TableError`."""
    filled = [sheet for sheet in sheets if any(_values(sheet))]
    chosen = [sheet for sheet in sheets if sheet.title.casefold() == name.casefold()] if name else filled
    names = ", ".join(sheet.title for sheet in filled)
    if name and not chosen:
        raise TableError("figures-data-no-sheet", typed=name, names=names)
    if not chosen:
        raise TableError("figures-data-empty")
    if len(chosen) > 1:
        raise TableError("figures-data-sheets", names=names)
    return chosen[0]


def _values(sheet: Worksheet) -> Iterator[object]:
    return (value for row in sheet.iter_rows(values_only=True) for value in row if value is not None)


def _book_cell(cell: BookCell | MergedCell, row: int, column: int) -> Cell:
    """A cell of a workbook; a number keeps its digits, and a percentage is a number of hundredths."""
    value = cell.value
    if isinstance(value, dt.datetime):
        return Cell(value.date().isoformat(), row, column, day=value.date())
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), row, column, day=value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < TOO_GREAT:
        percent = "%" in cell.number_format
        number = round(Decimal(repr(value)) * (100 if percent else 1), DECIMALS).normalize()
        return Cell(f"{number:f}", row, column, number=number + 0, percent=percent)
    return Cell("" if value is None else str(value).strip(), row, column)
