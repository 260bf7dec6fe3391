"""New rows of a set of figures: the next point of a series, one more bar, part or line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.acts.figure_act import typed_number
from plugins.editor.acts.item_edit import refusal
from plugins.editor.slugs import free_name, slugify
from plugins.figures.card_reader import LISTS
from plugins.figures.figure_text import format_decimal
from plugins.figures.model import Approx, Kind
from plugins.model.partial_date import Step, parse_partial_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.editor.yaml_nodes import Value
    from plugins.figures.data_table import DataTable
    from plugins.model.partial_date import PartialDate

    Card = Mapping[str, Value]

VALUE = "value"


class RowForm(Struct, frozen=True):
    """What a new row is asked for: the time `at` (with the one that comes next) or a label, and values.

    `values` are the names of the values by language, by their keys; with `units` each row has its own unit.
    """

    timed: bool
    values: dict[str, dict[str, str]]
    next: str = ""
    units: bool = False


class NewRow(Struct, frozen=True):
    """A row as typed; `source` and `approx` are empty where they are the card's, or exact."""

    values: dict[str, str]
    at: str = ""
    label: dict[str, str] = {}
    unit: str = ""
    source: str = ""
    approx: str = ""


def row_form(card: Card) -> RowForm | None:
    """What a new row of a card is asked for; None if the card has no rows, or a table's."""
    kind = card.get("kind")
    if kind == Kind.SERIES:
        series = _entries(card, "series")
        lists = [_all(each, "points") for each in series] if series else [_all(card, "points")]
        if not all(lists):
            return None
        names = {str(each["id"]): _texts(each, "label") for each in series if "id" in each}
        return RowForm(timed=True, values=names or {VALUE: {}}, next=_next_time(card, lists[0]))
    if kind == Kind.TABLE:
        columns = _entries(card, "columns")
        return RowForm(timed=False, values={str(each.get("id")): _texts(each, "label") for each in columns})
    if kind == Kind.SHARES:
        timed = any("at" in row for row in _entries(card, "rows"))
        return RowForm(timed=timed, values={"part": _texts(card, "part"), "whole": {}})
    if kind in set(LISTS):
        return RowForm(timed=False, values={VALUE: {}}, units="unit" not in card)
    return None


def with_row(card: Card, row: NewRow) -> tuple[str, Value]:
    """The key of a card's list, and the list with one row more; raises `ContentError` for no number."""
    kind = Kind(str(card["kind"]))
    if kind is Kind.SERIES:
        return _with_points(card, row)
    if kind is Kind.TABLE:
        cells: dict[str, Value] = {key: _figure(row, key) for key in row.values if row.values[key].strip()}
        return "rows", (*_all(card, "rows"), {**_named(card, "rows", row), "cells": cells})
    if kind is Kind.SHARES:
        named: dict[str, Value] = {"at": row.at} if row.at.strip() else _named(card, "rows", row)
        return "rows", (
            *_all(card, "rows"),
            {**named, **{key: _figure(row, key) for key in ("part", "whole")}},
        )
    key = LISTS[kind]
    unit: dict[str, Value] = {"unit": row.unit} if row.unit else {}
    return key, (*_all(card, key), {**_named(card, key, row), **_figure(row, VALUE), **unit})


def table_form(table: DataTable) -> RowForm | None:
    """What a new line of a set's table is asked for; None if its lines are no times."""
    if table.step is None:
        return None
    values: dict[str, dict[str, str]] = {each.name: {} for each in (*table.columns, *table.totals)}
    return RowForm(timed=True, values=values, next=str(table.step.next(table.times[-1])))


def _with_points(card: Card, row: NewRow) -> tuple[str, Value]:
    series = _entries(card, "series")
    if not series:
        return "points", (*_all(card, "points"), _point(card, _all(card, "points"), row, VALUE))
    longer: list[Value] = []
    for each in series:
        points, key = _all(each, "points"), str(each.get("id"))
        is_given = bool(row.values.get(key, "").strip())
        longer.append({**each, "points": (*points, _point(card, points, row, key))} if is_given else each)
    return "series", tuple(longer)


def _point(card: Card, points: tuple[Value, ...], row: NewRow, key: str) -> Value:
    """A point of a series: with a gap before it if others are missing, and until when it is counted."""
    step, at = Step(str(card.get("step", Step.DAY))), parse_partial_date(row.at.strip())
    if at is None or at.step is not step.precision:
        raise refusal("figure-time", typed=row.at, step=step)
    point: dict[str, Value] = {"at": str(at), **_figure(row, key)}
    last = _time(points[-1]) if points else None
    if last and at > step.next(last):
        point["gap"] = "true"
    counted, span = parse_partial_date(str(card.get("as_of", ""))), step.span(at)
    if counted and not row.source and span.first.first_day <= counted.last_day < span.last.last_day:
        point["until"] = str(counted)
    return (str(at), point[VALUE]) if point.keys() == {"at", VALUE} else point


def _next_time(card: Card, points: tuple[Value, ...]) -> str:
    step, last = card.get("step", Step.DAY), _time(points[-1])
    return str(Step(str(step)).next(last)) if last and step in set(Step) else ""


def _time(point: Value) -> PartialDate | None:
    typed = point.get("at", "") if isinstance(point, dict) else point[0] if point else ""
    return parse_partial_date(str(typed))


def _figure(row: NewRow, key: str) -> dict[str, Value]:
    """A figure as a mapping of its value and what is its own."""
    figure: dict[str, Value] = {VALUE: format_decimal(typed_number(row.values.get(key, "")))}
    if row.approx and row.approx != Approx.EXACT:
        figure["approx"] = row.approx
    return figure | ({"source": row.source} if row.source else {})


def _named(card: Card, key: str, row: NewRow) -> dict[str, Value]:
    """The id of a new entry of a list, which no other has, and its label."""
    taken = {str(each.get("id", "")) for each in _entries(card, key)}
    label = {code: text for code, text in row.label.items() if text.strip()}
    name = slugify(next(iter(label.values()), "")) or "row"
    return {"id": free_name(name, taken), "label": dict(label)}


def _all(card: Card, key: str) -> tuple[Value, ...]:
    found = card.get(key)
    return found if isinstance(found, tuple) else ()


def _entries(card: Card, key: str) -> list[dict[str, Value]]:
    return [each for each in _all(card, key) if isinstance(each, dict)]


def _texts(card: Card, key: str) -> dict[str, str]:
    found = card.get(key)
    return {code: str(text) for code, text in found.items()} if isinstance(found, dict) else {}
