"""Composes a set of figures from a spreadsheet: its cards, and the table that it refers to."""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from plugins.diagnostics.field_reader import UNWRITTEN
from plugins.editor.slugs import free_name
from plugins.figures.card_checks import COLUMN_COUNT, FIGURE_COUNTS, SERIES_COUNT
from plugins.figures.figure_text import format_decimal
from plugins.figures.model import PERCENT, Kind
from plugins.figures.spreadsheet import TableError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from plugins.figures.data_table import Column, DataTable

INDENT = "    "


class SetTexts(Struct, frozen=True):
    """What an editor says of a spreadsheet: titles by language, unit, source and day; empty if not said.

    `labels` are names of the table (columns, rows) in other languages, by the name there. With `into`, the
    key of a source of a set that is there, cards state their values, and have no id that is `taken`.
    """

    languages: tuple[str, ...]
    titles: Mapping[str, str]
    unit: str
    source: str
    day: dt.date
    labels: Mapping[str, Mapping[str, str]] = {}
    into: str = ""
    taken: frozenset[str] = frozenset()


def compose_cards(table: DataTable, texts: SetTexts, slugify: Callable[[str], str]) -> list[str]:
    """The lines of cards for a set that is there; raises `TableError` as `compose_set`."""
    return list(_SetWriter(table, texts, slugify).cards())


def compose_set(
    table: DataTable, name: str, texts: SetTexts, units: str, slugify: Callable[[str], str]
) -> str:
    """The set as YAML; raises `TableError` if a table is larger than cards can be.

    Texts that nobody has given yet are `…`, which the check reports; `units` is a block of YAML or empty.
    """
    writer = _SetWriter(table, texts, slugify)
    head = [
        f"title: {writer.titles()}",
        f"data: {name}.csv",
        *units.strip().splitlines(),
        "",
        *writer.source(),
    ]
    return "\n".join([*head, "", "cards:", *writer.cards()]) + "\n"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _split(columns: Sequence[Column], most: int) -> Iterator[Sequence[Column]]:
    """The columns in as few groups of one unit as there must be, each unit's of about the same size."""
    for percent in (False, True):
        items = [column for column in columns if column.percent is percent]
        size = ceil(len(items) / max(1, ceil(len(items) / most)))
        for start in range(0, len(items), max(1, size)):
            yield items[start : start + size]


class _SetWriter:
    """Writes the lines of a set."""

    def __init__(self, table: DataTable, texts: SetTexts, slugify: Callable[[str], str]) -> None:
        self.table, self.texts = table, texts
        self.ids: dict[str, str] = {}
        for number, text in enumerate(
            [*(each.name for each in (*table.columns, *table.totals)), *table.rows], 1
        ):
            slug = slugify(text)
            self.ids[text] = slug if slug and slug not in self.ids.values() else f"{slug or 'row'}-{number}"

    def titles(self) -> str:
        """The titles as given, in braces, also in languages that figures are not written in yet."""
        given = {code: title for code, title in self.texts.titles.items() if title}
        return self._braced(dict.fromkeys(self.texts.languages, UNWRITTEN) | given)

    def source(self) -> list[str]:
        """The source: an address, a publisher, or both."""
        words = self.texts.source.split()
        url = next((word for word in words if word.startswith(("https://", "http://"))), "")
        name = " ".join(word for word in words if word != url).strip(" ,;")
        publisher = name or (urlsplit(url).hostname or "").removeprefix("www.") or UNWRITTEN
        insecure = ["    insecure: true"] if url.startswith("http:") else []
        return [
            "sources:",
            "  table:",
            f"    publisher: {self._braced(dict.fromkeys(self.texts.languages, publisher))}",
            f"    url: {url or 'none'}",
            *insecure,
            f"    date: {self.texts.day}",
        ]

    def cards(self) -> Iterator[str]:
        """The cards for what the table holds."""
        if self.table.step and len(self.table.times) > 1:
            yield from self._series_cards()
        elif self.table.step or len(self.table.columns) == 1:
            yield from self._bars()
        else:
            yield from self._tables()

    def _series_cards(self) -> Iterator[str]:
        groups = list(_split(self.table.columns, SERIES_COUNT[1]))
        for number, group in enumerate(groups, 1):
            name = "topics" if len(groups) == 1 else f"topics-{number}"
            if len(group) == 1:
                yield from self._head(self.ids[group[0].name], Kind.SERIES, self._unit(group))
                yield f"{INDENT}points: {self._points(group[0])}"
                continue
            yield from self._head(name, Kind.SERIES, self._unit(group))
            if not any(column.percent or None in column.values for column in group):
                yield f"{INDENT}stack: true"
            yield f"{INDENT}series:"
            for column in group:
                key, label = self.ids[column.name], self._label(column.name)
                yield f"{INDENT}  - {{id: {key}, label: {label}, points: {self._points(column)}}}"
        for column in self.table.totals:
            yield from self._head(self.ids[column.name], Kind.SERIES, self._unit([column]))
            yield f"{INDENT}points: {self._points(column)}"

    def _points(self, column: Column) -> str:
        most = FIGURE_COUNTS[Kind.SERIES][1]
        if self.texts.into:
            return self._stated_points(column, most)
        last = f", last: {most}" if len(self.table.times) > most else ""
        return f"{{column: {_quote(column.name)}{last}}}"

    def _stated_points(self, column: Column, most: int) -> str:
        """The points of a series with their values; one after others that are missing says so."""
        points: list[str] = []
        gap = ""
        for time, value in list(zip(self.table.times, column.values, strict=True))[-most:]:
            if value is not None:
                number = format_decimal(value)
                points.append(f"{{at: {time}, value: {number}{gap}}}" if gap else f"[{time}, {number}]")
            gap = ", gap: true" if value is None and points else ""
        return f"[{', '.join(points)}]"

    def _value(self, value: Decimal, column: str, place: str) -> str:
        """A value, or the reference to its cell."""
        return format_decimal(value) if self.texts.into else f"{{column: {_quote(column)}, {place}}}"

    def _bars(self) -> Iterator[str]:
        """Topics of one time, or rows with one number each; counts and percentages have a card each."""
        groups = list(_split(self.table.columns, len(self.table.columns)))
        for number, group in enumerate(groups, 1):
            entries = list(self._bar_entries(group))
            if len(entries) > FIGURE_COUNTS[Kind.BARS][1]:
                raise TableError("figures-data-many", count=len(entries), most=FIGURE_COUNTS[Kind.BARS][1])
            card = "topics" if len(groups) == 1 else f"topics-{number}"
            yield from self._head(card, Kind.BARS, self._unit(group))
            if self.table.step:
                yield f"{INDENT}covers: {self.table.step.span(self.table.times[0])}"
            yield f"{INDENT}bars:"
            for name, column, place, value in entries:
                if value is not None:
                    stated = self._value(value, column, place)
                    yield f"{INDENT}  - {{id: {self.ids[name]}, label: {self._label(name)}, value: {stated}}}"

    def _bar_entries(self, columns: Sequence[Column]) -> Iterator[tuple[str, str, str, Decimal | None]]:
        """The label of each bar, its column, its place there and its value."""
        if self.table.step:
            at = f"at: {self.table.times[0]}"
            for column in columns:
                yield column.name, column.name, at, column.values[0]
            return
        for name, value in zip(self.table.rows, columns[0].values, strict=True):
            yield name, columns[0].name, f"row: {_quote(name)}", value

    def _tables(self) -> Iterator[str]:
        most_rows = FIGURE_COUNTS[Kind.TABLE][1]
        if len(self.table.rows) > most_rows:
            raise TableError("figures-data-many", count=len(self.table.rows), most=most_rows)
        groups = list(_split([*self.table.columns, *self.table.totals], COLUMN_COUNT[1]))
        for number, group in enumerate(groups, 1):
            yield from self._head(
                "table" if len(groups) == 1 else f"table-{number}", Kind.TABLE, self._unit(group)
            )
            yield f"{INDENT}columns:"
            for column in group:
                yield f"{INDENT}  - {{id: {self.ids[column.name]}, label: {self._label(column.name)}}}"
            yield f"{INDENT}rows:"
            for place, name in enumerate(self.table.rows):
                yield f"{INDENT}  - id: {self.ids[name]}"
                yield f"{INDENT}    label: {self._label(name)}"
                yield f"{INDENT}    cells:"
                for column in group:
                    if (value := column.values[place]) is not None:
                        stated = self._value(value, column.name, f"row: {_quote(name)}")
                        yield f"{INDENT}      {self.ids[column.name]}: {{value: {stated}}}"

    def _head(self, name: str, kind: Kind, unit: str) -> list[str]:
        step = [f"{INDENT}step: {self.table.step}"] if kind is Kind.SERIES else []
        dated = [] if self.texts.into else [f"{INDENT}as_of: {self.texts.day}"]
        return [
            f"  - id: {free_name(name, self.texts.taken)}",
            f"{INDENT}kind: {kind}",
            *step,
            f"{INDENT}title: {self.titles()}",
            f"{INDENT}unit: {unit}",
            *dated,
            f"{INDENT}source: {self.texts.into or 'table'}",
        ]

    def _unit(self, columns: Sequence[Column]) -> str:
        return PERCENT.key if all(column.percent for column in columns) else self.texts.unit

    def _label(self, text: str) -> str:
        """A name of the table as the label in the first language; in the others it is yet to be written."""
        first, *others = self.texts.languages
        has_letters = any(map(str.isalpha, text))
        written = {first: text} | dict.fromkeys(others, UNWRITTEN if has_letters else text)
        return self._braced(written | self._given(text))

    def _given(self, text: str) -> dict[str, str]:
        """What the editor calls a name of the table in other languages."""
        given = self.texts.labels.get(text, {})
        return {code: given[code] for code in self.texts.languages[1:] if given.get(code)}

    @staticmethod
    def _braced(texts: Mapping[str, str]) -> str:
        return "{" + ", ".join(f"{code}: {_quote(text)}" for code, text in texts.items()) + "}"
