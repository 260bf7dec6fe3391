"""Reads the lists of a card: borrowed figures, points of a series, and rows of series, shares and tables."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.figures.calculation import Calculation, Operand, Operator
from plugins.figures.figure_reader import (
    VALUE_KEYS,
    Defaults,
    read_figure,
    read_partial_date,
    read_point,
    resolve_unit,
)
from plugins.figures.model import Approx, Figure, FigureRow, Source, Unit
from plugins.model.partial_date import UNKNOWN_DATE, PartialDate, Span, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.diagnostics.field_reader import FieldReader
    from plugins.figures.model import LocalizedText


def read_borrowed(fields: FieldReader, known: dict[str, Figure]) -> Figure:
    """Read a figure of another card, `{figure: set.card}`, which may have another label here."""
    fields.check_keys("figure", "label")
    address = fields.text("figure")
    label = fields.localized("label", required=False)
    if figure := known.get(address):
        return replace(figure, label=label or figure.label)
    nearest = get_close_matches(address, sorted(known), n=3, cutoff=0.4) or sorted(known)[:3]
    fields.report("figure", "figures-unknown-figure", typed=address, nearest=", ".join(nearest))
    return _placeholder_figure(fields, address)


def _placeholder_figure(fields: FieldReader, address: str) -> Figure:
    """A figure in place of an unknown one, so that reading can go on."""
    source = Source("", {}, {}, "", UNKNOWN_DATE)
    path, line = fields.context.path, fields.line("figure")
    return Figure(address, Decimal(0), Unit("", {}), {}, UNKNOWN_DATE, source, path, line)


def read_points(fields: FieldReader, defaults: Defaults, step: Step) -> tuple[Figure, ...]:
    """Read the points of a series: ascending, one step apart unless a point has `gap: true`."""
    points: list[Figure] = []
    previous: PartialDate | None = None
    for tree in fields.sequence("points"):
        point, at, gap = read_point(tree, fields, defaults, step)
        if at.step is not step.precision and at > UNKNOWN_DATE:
            fields.context.report(tree.line, "figures-wrong-step", name=fields.name, at=at, step=step)
        elif previous and not (at > previous if gap else at == step.next(previous)):
            values = {"name": fields.name, "at": at, "expected": step.next(previous)}
            fields.context.report(tree.line, "figures-gap", **values)
        points.append(point)
        previous = at
    return tuple(points)


def read_series(card: FieldReader, defaults: Defaults, step: Step) -> tuple[FigureRow, ...]:
    """Read several series: each has an id, a label and points; they are drawn over the same time."""
    rows = []
    for fields in card.items("series"):
        fields.check_keys("id", "label", "points", "unit", "source", "as_of")
        key, label = fields.identifier("id"), fields.localized("label")
        inner = replace(defaults, address=f"{defaults.address}.{key}", label=label)
        if fields.has("unit"):
            inner = replace(inner, unit=resolve_unit(fields, defaults.lookup))
        rows.append(FigureRow(key, label, read_points(fields, inner, step)))
    return tuple(rows)


def read_shares(card: FieldReader, defaults: Defaults, rest: LocalizedText) -> tuple[FigureRow, ...]:
    """Read parts of several wholes: rows with `part` and `whole`, named by an id and a label, or by `at`.

    The figures of a row are the part, the whole and the computed rest, which is labeled `rest`.
    """
    rows = []
    for fields in card.items("rows"):
        fields.check_keys("id", "label", "at", "part", "whole")
        inner, key = defaults, ""
        if fields.has("at"):
            at = read_partial_date(fields, "at")
            key, inner = str(at), replace(defaults, covers=Span(at, at))
        else:
            key = fields.identifier("id")
        label = fields.localized("label", required=not fields.has("at"))
        inner = replace(inner, address=f"{defaults.address}.{key}", label=label)
        whole = _read_entry(fields.mapping("whole"), inner, f"{inner.address}.whole")
        part = _read_entry(fields.mapping("part"), inner, inner.address)
        if part.value > whole.value:
            fields.report("part", "figures-whole", whole=whole.value, value=part.value)
        other = replace(whole, address=f"{inner.address}.rest", label=rest, remainder=True)
        rows.append(FigureRow(key, label, (part, whole, compute_remainder(other, whole, [part]))))
    return tuple(rows)


def compute_remainder(part: Figure, total: Figure, stated: Sequence[Figure]) -> Figure:
    """Compute the value of a part: what the total has besides the stated parts, at least 0."""
    left = total.value - sum(other.value for other in stated)
    hedged = any(figure.approx is not Approx.EXACT for figure in (total, *stated))
    operands = tuple(Operand(figure.address, figure.value) for figure in (total, *stated))
    return replace(
        part,
        value=max(left, Decimal(0)),
        approx=Approx.ABOUT if hedged else Approx.EXACT,
        calculation=Calculation(Operator.REMAINDER, operands),
    )


def read_table_rows(
    card: FieldReader, defaults: Defaults
) -> tuple[tuple[LocalizedText, ...], tuple[FigureRow, ...]]:
    """Read a table's columns and rows; a cell that a row leaves out has no figure."""
    columns: dict[str, tuple[LocalizedText, Defaults]] = {}
    for fields in card.items("columns"):
        fields.check_keys("id", "label", "unit")
        inner = (
            replace(defaults, unit=resolve_unit(fields, defaults.lookup)) if fields.has("unit") else defaults
        )
        columns[fields.identifier("id")] = (fields.localized("label"), inner)
    rows = []
    for fields in card.items("rows"):
        fields.check_keys("id", "label", "cells")
        key, label, cells = fields.identifier("id"), fields.localized("label"), fields.mapping("cells")
        cells.check_keys(*columns)
        rows.append(
            FigureRow(
                key,
                label,
                tuple(
                    _read_entry(
                        cells.mapping(name), replace(inner, label=label), f"{defaults.address}.{key}.{name}"
                    )
                    if cells.has(name)
                    else None
                    for name, (_, inner) in columns.items()
                ),
            )
        )
    return tuple(label for label, _ in columns.values()), tuple(rows)


def _read_entry(fields: FieldReader, defaults: Defaults, address: str) -> Figure:
    """A figure that states its value or is borrowed."""
    if "figure" in fields.tree.values:
        return read_borrowed(fields, defaults.lookup.figures)
    fields.check_keys("label", *VALUE_KEYS)
    return read_figure(fields, defaults, address)
