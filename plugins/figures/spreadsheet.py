"""The cells of a spreadsheet, and CSV as programs and people save it."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

MAX_BYTES = 5_000_000
MAX_ROWS, MAX_COLUMNS = 2000, 100
DELIMITERS = "\t;,"
MAX_CONTROL_CHARACTER = 0x1F
LETTERS = 26


class TableError(ValueError):
    """A spreadsheet cannot be read: a problem's code, the cell (or empty), the row, and values."""

    def __init__(self, code: str, cell: str = "", row: int = 1, **values: object) -> None:
        super().__init__(code)
        self.code, self.row = code, row
        self.values = {"cell": cell, **values}


class Cell(NamedTuple):
    """A cell: its text as shown, its place, and what a spreadsheet program knows of it."""

    text: str
    row: int
    column: int
    number: Decimal | None = None
    day: dt.date | None = None
    percent: bool = False

    @property
    def address(self) -> str:
        """The name that spreadsheet programs give it: `B7`."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, LETTERS)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


class Grid(NamedTuple):
    """The rows of a sheet, all of one length, and how the file separated its cells (empty: XLSX)."""

    rows: tuple[tuple[Cell, ...], ...]
    delimiter: str = ""


def read_file(file: Path) -> bytes:
    """The bytes of a spreadsheet; raises `TableError` if it is too large, and `OSError`."""
    if file.stat().st_size > MAX_BYTES:
        raise TableError("figures-data-large", size=f"{MAX_BYTES // 1_000_000} MB")
    return file.read_bytes()


def check_size(grid: Grid) -> Grid:
    """The grid; raises `TableError` if it has more cells than a table for readers can have."""
    if len(grid.rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in grid.rows):
        raise TableError("figures-data-large", size=f"{MAX_ROWS} × {MAX_COLUMNS}")
    return grid


def read_csv(content: bytes) -> Grid:
    """The cells of a CSV file in any dialect that spreadsheet programs write; raises `TableError`."""
    text = _decode(content)
    first, _, rest = text.partition("\n")
    if first.strip().startswith("sep="):  # Excel's own note of the delimiter
        delimiter, text, offset = first.strip()[4:] or ";", rest, 1
    else:
        delimiter, offset = _find_delimiter(text), 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[Cell, ...]] = []
    try:
        for typed in reader:
            row = offset + len(rows) + 1
            rows.append(tuple(Cell(cell.strip(), row, column) for column, cell in enumerate(typed, 1)))
    except csv.Error as error:
        line = offset + reader.line_num
        raise TableError("figures-data-quotes", row=line, line=line) from error
    return check_size(Grid(_rectangular(rows), delimiter))


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 (Excel's “Unicode text”) or Windows-1251 (Excel in Russian); raises `TableError`.

    Every byte is a letter in Windows-1251, so “año” of another code page would become “aсo”: text in which
    most words with Cyrillic letters have Latin ones too is not taken for it.
    """
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1251" and _mixes_alphabets(text):
            continue
        if not any(ord(char) <= MAX_CONTROL_CHARACTER and char not in "\t\r\n" for char in text):
            return text
    raise TableError("figures-data-encoding")


def _mixes_alphabets(text: str) -> bool:
    """Whether more than half of the words with letters beyond ASCII have ASCII letters as well."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    return 2 * sum(any(map(str.isascii, word)) for word in words) > len(words)


def _find_delimiter(text: str) -> str:
    """The delimiter that most lines have; a tab or a semicolon wins over commas, which decimals have too."""
    lines = [line for line in _outside_quotes(text).splitlines() if line.strip()]
    counts = {each: sum(each in line for line in lines) for each in DELIMITERS}
    best = max(
        DELIMITERS, key=lambda each: (2 * counts[each] >= len(lines), each in "\t;" and counts[each] > 0)
    )
    return best if counts[best] else ","


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])


def _rectangular(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple(
        (*row, *(Cell("", number, column) for column in range(len(row) + 1, width + 1)))
        for number, row in enumerate(rows, (rows[0][0].row if rows and rows[0] else 1))
    )
