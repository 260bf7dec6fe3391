"""Understands a sheet as a table: topics over months, years, weeks or days, or topics and their numbers.

Times may stand down the first column or across the header; months down and years across are one series.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.figures.data_table import Column, DataTable, check_names, find_table
from plugins.figures.data_words import normalize_words
from plugins.figures.spreadsheet import Cell, TableError
from plugins.figures.time_labels import TimeLabel, parse_time_label
from plugins.figures.typed_numbers import find_marks, is_ambiguous, parse_number
from plugins.model.partial_date import PartialDate, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.figures.data_table import Line, Sheet
    from plugins.figures.data_words import DataWords
    from plugins.figures.spreadsheet import Grid

TOO_GREAT = 10**12  # for a figure of a hotline
MAX_SHOWN = 40  # characters of a cell in a message


def read_table(grid: Grid, words: DataWords, year: int = 0) -> tuple[DataTable | None, list[TableError]]:
    """Understand a grid; `year` is that of months and weeks without one. No table if there are problems."""
    try:
        sheet = find_table(grid)
        problems = [*check_names(sheet)]
        if problems:
            return None, problems
        return _Interpreter(sheet, words, year, grid.delimiter).table()
    except TableError as error:
        return None, [error]


class _Interpreter:
    """Interprets the header and lines of a table; problems of cells are collected."""

    def __init__(self, sheet: Sheet, words: DataWords, year: int, delimiter: str) -> None:
        self.sheet, self.words, self.year = sheet, words, year
        self.problems: list[TableError] = []
        values = [cell for line in sheet.lines for cell in line[1:] if cell.number is None]
        self.marks = find_marks((cell.text for cell in values), delimiter)

    def table(self) -> tuple[DataTable | None, list[TableError]]:
        header, lines = self.sheet.header, self.sheet.lines
        across, down = self._times(header[1:]), self._times([line[0] for line in lines])
        if down and across and self._are_months_by_years(down, across):
            table = self._months_by_years(down, across)
        elif down:
            table = self._over_time(down, header, lines)
        elif across:
            turned = tuple(zip(header, *lines, strict=True))
            table = self._over_time(across, turned[0], turned[1:])
        else:
            table = self._without_times()
        return (None if self.problems else table), self.problems

    def _times(self, cells: Sequence[Cell]) -> list[TimeLabel]:
        """The times that cells name; none if they name topics. Raises `TableError` if only some are times."""
        named = [cell for cell in cells if not self._is_total(cell)]
        labels = [parse_time_label(cell, self.words) for cell in named]
        times = [label for label in labels if label]
        if len(times) * 2 <= len(named):
            return []
        for cell, label in zip(named, labels, strict=True):
            if label is None:
                raise TableError("figures-data-time", cell.address, cell.row, typed=cell.text[:MAX_SHOWN])
        return times

    def _is_total(self, cell: Cell) -> bool:
        return normalize_words(cell.text).rstrip(":") in self.words.total

    @staticmethod
    def _are_months_by_years(down: Sequence[TimeLabel], across: Sequence[TimeLabel]) -> bool:
        months = all(label.step is Step.MONTH and not label.year for label in down)
        return months and all(label.step is Step.YEAR for label in across)

    def _months_by_years(self, months: Sequence[TimeLabel], years: Sequence[TimeLabel]) -> DataTable:
        """Months down and years across: one column over all months."""
        lines = [line for line in self.sheet.lines if not self._is_total(line[0])]
        cells = [
            (label._replace(year=year.year), line[place])
            for place, year in enumerate(years, 1)
            for label, line in zip(months, lines, strict=True)
        ]
        while cells and not self._is_given(cells[-1][1]):
            cells.pop()
        column = self._column(
            self.sheet.header[0].text or self.sheet.caption or "1", [cell for _, cell in cells]
        )
        return self._ordered([label for label, _ in cells], [cell for _, cell in cells], [column], [])

    def _over_time(self, times: Sequence[TimeLabel], header: Line, lines: Sequence[Line]) -> DataTable:
        """Times down, topics across; lines at the end that have no values yet are left out."""
        dated = [line for line in lines if not self._is_total(line[0])]
        while dated and not any(map(self._is_given, dated[-1][1:])):
            dated.pop()
        if not dated:
            raise TableError("figures-data-no-rows", header[0].address, header[0].row)
        columns, totals = self._columns(header, dated)
        self._check_sum_line(header, [line for line in lines if self._is_total(line[0])], (*columns, *totals))
        heads = [line[0] for line in dated]
        return self._ordered(list(times[: len(dated)]), heads, columns, totals)

    def _without_times(self) -> DataTable:
        header, lines = self.sheet.header, [line for line in self.sheet.lines if not self._is_total(line[0])]
        columns, totals = self._columns(header, lines)
        summed = [line for line in self.sheet.lines if self._is_total(line[0])]
        self._check_sum_line(header, summed, (*columns, *totals))
        return DataTable(
            columns=tuple(columns),
            rows=tuple(line[0].text for line in lines),
            totals=tuple(totals),
            caption=self.sheet.caption,
            corner=header[0].text,
            checked_totals=len(summed),
        )

    def _columns(self, header: Line, lines: Sequence[Line]) -> tuple[list[Column], list[Column]]:
        """The topics and the totals; reports totals that are not the sum of the topics."""
        columns: list[Column] = []
        totals: list[Column] = []
        for place, head in enumerate(header[1:], 1):
            column = self._column(head.text, [line[place] for line in lines])
            (totals if self._is_total(head) else columns).append(column)
        if not columns:
            columns, totals = totals, []
        places = [place for place, head in enumerate(header[1:], 1) if self._is_total(head)]
        for column, place in zip(totals, places, strict=False):
            for number, line in enumerate(lines):
                self._check_sum([each.values[number] for each in columns], column.values[number], line[place])
        return columns, totals

    def _check_sum_line(self, header: Line, lines: Iterable[Line], columns: Sequence[Column]) -> None:
        """Compare a line of totals with the sums of the columns."""
        by_name = {column.name: column for column in columns}
        for line in lines:
            for place, head in enumerate(header[1:], 1):
                column = by_name[head.text]
                if self._is_given(line[place]) and not column.percent:
                    self._check_sum(column.values, self._number(line[place]), line[place])

    def _check_sum(self, values: Sequence[Decimal | None], total: Decimal | None, cell: Cell) -> None:
        known = [value for value in values if value is not None]
        if total is None or len(known) < len(values) or self.problems or cell.text.endswith("%"):
            return
        if sum(known) != total:
            values_of = {"total": f"{total:f}", "sum": f"{sum(known, Decimal(0)):f}"}
            self.problems.append(TableError("figures-data-sum", cell.address, cell.row, **values_of))

    def _column(self, name: str, cells: Sequence[Cell]) -> Column:
        given = [cell for cell in cells if self._is_given(cell)]
        percent = [cell.percent or cell.text.rstrip().endswith("%") for cell in given]
        if any(percent) and not all(percent):
            odd = given[percent.index(False)]
            self.problems.append(TableError("figures-data-percent", odd.address, odd.row, typed=odd.text))
        return Column(name, tuple(map(self._number, cells)), percent=any(percent))

    def _is_given(self, cell: Cell) -> bool:
        return bool(cell.text) and normalize_words(cell.text) not in self.words.missing

    def _number(self, cell: Cell) -> Decimal | None:
        """The number of a cell, None if it has none; reports what is no number."""
        if not self._is_given(cell):
            return None
        number = cell.number if cell.number is not None else parse_number(cell.text, self.marks)
        code = ""
        if cell.text.startswith("#"):
            code = "figures-data-error"
        elif cell.number is None and is_ambiguous(cell.text, self.marks):
            code = "figures-data-ambiguous"
        elif number is None or number >= TOO_GREAT:
            code = "figures-data-number"
        elif number < 0:
            code = "figures-data-negative"
        if code:
            self.problems.append(TableError(code, cell.address, cell.row, typed=cell.text[:MAX_SHOWN]))
        return number

    def _ordered(
        self, labels: list[TimeLabel], cells: Sequence[Cell], columns: list[Column], totals: list[Column]
    ) -> DataTable:
        """The table with its times ascending; raises `TableError` for times that make no series."""
        step = self._common_step(labels, cells)
        dates = []
        for label, cell in zip(labels, cells, strict=True):
            if not (label.year or self.year):
                raise TableError("figures-data-year", cell.address, cell.row, typed=cell.text)
            date = label.date(self.year)
            if date is None:
                raise TableError("figures-data-time", cell.address, cell.row, typed=cell.text)
            dates.append(PartialDate(date.year, date.month) if step is Step.MONTH else date)
        for date, cell in zip(dates, cells, strict=True):
            if dates.count(date) > 1:
                raise TableError("figures-data-twice", cell.address, cell.row, typed=str(date))
        order = sorted(range(len(dates)), key=lambda place: dates[place])
        if order not in (list(range(len(dates))), list(reversed(range(len(dates))))):
            odd = next(place for place, (one, other) in enumerate(pairwise(dates), 1) if other < one)
            raise TableError("figures-data-order", cells[odd].address, cells[odd].row, typed=cells[odd].text)

        def arranged(column: Column) -> Column:
            return column._replace(values=tuple(column.values[place] for place in order))

        table = DataTable(columns=tuple(map(arranged, columns)), totals=tuple(map(arranged, totals)))
        return replace(
            table,
            step=step,
            times=tuple(dates[place] for place in order),
            caption=self.sheet.caption,
            corner=self.sheet.header[0].text,
            checked_totals=len(totals),
        )

    @staticmethod
    def _common_step(labels: Sequence[TimeLabel], cells: Sequence[Cell]) -> Step:
        """The step of all times; first days of months in a spreadsheet's own dates are months."""
        steps = {label.step for label in labels}
        if len(steps) > 1:
            odd = next(
                cell for label, cell in zip(labels, cells, strict=True) if label.step is not labels[0].step
            )
            raise TableError("figures-data-steps", odd.address, odd.row, typed=odd.text)
        months = len(labels) > 1 and all(cell.day and cell.day.day == 1 for cell in cells)
        return Step.MONTH if months else steps.pop()
