"""The table of a set, `data: calls.csv`: what its cards take by the name of a column becomes values.

`points: {column: Calls, last: 12}` are the points of a series, `value: {column: Calls, at: 2026-01}` is one
number; `row:` in place of `at:` names a line of a table without times. Corrected points stand in `was:` by
their times: `points: {column: Calls, was: {2026-01: {value: 12, until: 2026-02-03, why: …}}}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import FileContext
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence
from plugins.figures.data_words import normalize_words
from plugins.figures.figure_text import format_decimal
from plugins.figures.spreadsheet import TableError, read_csv, read_file
from plugins.figures.table_reader import read_table
from plugins.model.partial_date import PartialDate, parse_partial_date

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from plugins.diagnostics.field_reader import FieldReader
    from plugins.diagnostics.yaml_tree import Tree
    from plugins.figures.data_table import Column, DataTable
    from plugins.figures.data_words import DataWords
    from plugins.figures.model import Source

COLUMN_KEYS = frozenset({"column", "last", "at", "row"})
MAX_KNOWN = 12  # names in a message


def read_data_file(file: FieldReader, folder: Path, words: DataWords) -> DataTable | None:
    """The table that a set names with `data:`; reports what is wrong with it, cell by cell."""
    name = file.text("data")
    path = folder / name
    if not name or "/" in name or not path.is_file():
        file.report("data", "figures-data-missing", typed=name)
        return None
    context = FileContext(f"{file.context.path.rpartition('/')[0]}/{name}", file.context.languages)
    try:
        table, problems = read_table(read_csv(read_file(path)), words)
    except TableError as error:
        table, problems = None, [error]
    for each in problems:
        context.report(each.row, each.code, **each.values)
    file.context.problems.extend(context.problems)
    return table


class DataSource(Struct, frozen=True):
    """A set's table and its name; None if the set has none, or one that could not be read."""

    table: DataTable | None
    name: str
    sources: dict[str, Source]

    @property
    def is_broken(self) -> bool:
        """Whether the set names a table that could not be read."""
        return bool(self.name) and self.table is None

    def fill(self, card: FieldReader) -> FieldReader:
        """The card with values in place of what it takes from the table."""
        tree = self._fill(card.tree, card, self._counted_until(card))
        return replace(card, tree=tree) if isinstance(tree, Mapping) else card

    def _counted_until(self, card: FieldReader) -> PartialDate | None:
        """The day until which the last point is counted: that of the card's `as_of`, or of its source."""
        source = self.sources.get(card.text("source", required=False))
        typed = parse_partial_date(card.text("as_of", required=False))
        return typed or (source.date if source else None)

    def _fill(self, tree: Tree, card: FieldReader, until: PartialDate | None) -> Tree:
        if isinstance(tree, Sequence):
            return Sequence(tuple(self._fill(each, card, until) for each in tree.values), tree.line)
        if not isinstance(tree, Mapping):
            return tree
        values = {
            key: self._take(key, value, card, until)
            if isinstance(value, Mapping) and "column" in value.values
            else self._fill(value, card, until)
            for key, value in tree.values.items()
        }
        return Mapping(values, tree.lines, tree.line)

    def _take(self, key: str, tree: Mapping, card: FieldReader, until: PartialDate | None) -> Tree:
        """The points or the value that a mapping with `column:` stands for; an empty one after a problem."""
        fields = replace(card, tree=tree)
        fields.check_keys(*sorted(COLUMN_KEYS), *(["was"] if key == "points" else []))
        empty: Tree = Sequence((), tree.line) if key == "points" else Scalar("0", tree.line)
        if self.table is None:
            if not self.name:
                fields.report("column", "figures-data-unused")
            return empty
        column = self.table.column(fields.text("column"))
        if column is None:
            known = ", ".join(each.name for each in (*self.table.columns, *self.table.totals)[:MAX_KNOWN])
            typed = fields.text("column", required=False)
            fields.report("column", "figures-data-column", typed=typed, file=self.name, known=known)
            return empty
        if key == "points":
            return self._points(column, fields, until)
        return self._value(self.table, column, fields) or empty

    def _points(self, column: Column, fields: FieldReader, until: PartialDate | None) -> Sequence:
        """The points of a series: those of missing values are left out, an unfinished one says until when."""
        last = int(fields.number("last")) if fields.has("last") else 0
        table, line = self.table, fields.line("column")
        points: list[Tree] = []
        gap = False
        corrections = fields.mapping("was") if fields.has("was") else None
        if corrections and table:
            corrections.check_keys(*map(str, table.times))
        pairs = list(zip(table.times, column.values, strict=True)) if table and table.step else []
        for date, value in pairs[-last:]:
            if value is None:
                gap = bool(points)
                continue
            values = {"at": str(date), "value": format_decimal(value)} | ({"gap": "true"} if gap else {})
            span = table.step.span(date) if table and table.step else None
            if until and span and span.first.first_day <= until.last_day < span.last.last_day:
                values["until"] = str(until)
            trees: dict[str, Tree] = {name: Scalar(text, line) for name, text in values.items()}
            if corrections and str(date) in corrections.tree.values:
                trees["was"] = corrections.tree.values[str(date)]
            points.append(Mapping(trees, dict.fromkeys(trees, line), line))
            gap = False
        return Sequence(tuple(points), line)

    def _value(self, table: DataTable, column: Column, fields: FieldReader) -> Scalar | None:
        """The value of a column at a time or in a line; None after a problem."""
        key = "at" if table.step else "row"
        names = [str(date) for date in table.times] if table.step else [*table.rows]
        typed = fields.text(key)
        places = [
            place for place, name in enumerate(names) if normalize_words(name) == normalize_words(typed)
        ]
        if not places:
            values = {"typed": typed, "file": self.name, "known": ", ".join(names[-MAX_KNOWN:])}
            fields.report(key, "figures-data-row", **values)
            return None
        value: Decimal | None = column.values[places[0]]
        if value is None:
            fields.report(key, "figures-data-none", column=column.name, typed=typed)
            return None
        return Scalar(format_decimal(value), fields.line("column"))
