"""Reads the cards of a figure set, kind by kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence
from plugins.figures.figure_reader import (
    VALUE_KEYS,
    Defaults,
    read_figure,
    read_part,
    read_partial_date,
    read_span,
    resolve_source,
    resolve_unit,
)
from plugins.figures.model import Card, Figure, FigureRow, Kind
from plugins.figures.row_reader import (
    compute_remainder,
    read_borrowed,
    read_points,
    read_series,
    read_shares,
    read_table_rows,
)
from plugins.model.partial_date import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.diagnostics.field_reader import FieldReader
    from plugins.diagnostics.yaml_tree import Tree
    from plugins.figures.figure_reader import Lookup

COMMON = ("id", "kind", "title", "unit", "period", "covers", "as_of", "source", "note", "label")
KEYS = {
    Kind.NUMBER: (*COMMON, *VALUE_KEYS, "whole", "before", "context"),
    Kind.BARS: (*COMMON, "bars", "total", "comparable", "complete", "accent"),
    Kind.SERIES: (*COMMON, "points", "series", "step", "line", "stack", "accent"),
    Kind.SHARE: (*COMMON, "parts", "total", "accent"),
    Kind.SHARES: (*COMMON, "part", "rest", "rows", "complete", "accent"),
    Kind.GRID: (*COMMON, "figures", "complete"),
    Kind.TABLE: (*COMMON, "columns", "rows", "complete", "accent"),
}
REFERENCE_KEYS = ("whole", "before")
LISTS = {Kind.BARS: "bars", Kind.SHARE: "parts", Kind.GRID: "figures"}
ROW_KINDS = (Kind.SHARES, Kind.TABLE)
ACCENT_ID = re.compile(r"[\w-]+")


def borrows_figures(fields: FieldReader) -> bool:
    """Whether a card borrows figures with `figure: set.card`."""
    return any("figure" in entry.values for entry in _entries(fields.tree))


def _entries(tree: Tree | None) -> Iterator[Mapping]:
    """The mappings of a tree that state or borrow a figure."""
    if isinstance(tree, Mapping):
        if "value" in tree.values or isinstance(tree.values.get("figure"), Scalar):
            yield tree
        trees: Iterable[Tree] = tree.values.values()
    else:
        trees = tree.values if isinstance(tree, Sequence) else ()
    for inner in trees:
        yield from _entries(inner)


def _listed_parts(fields: FieldReader) -> list[Tree]:
    lists = [fields.tree.values.get(name) for name in LISTS.values()]
    return [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]


def read_card(fields: FieldReader, lookup: Lookup, address: str) -> Card:
    """Read one card, which may borrow figures of the lookup."""
    kind = fields.choice("kind", Kind) or Kind.NUMBER
    fields.check_keys(*KEYS[kind])
    borrowed = (kind is Kind.GRID and borrows_figures(fields)) or (
        kind in ROW_KINDS and all("figure" in entry.values for entry in _entries(fields.tree))
    )
    defaults = _read_defaults(fields, lookup, address, borrowed=borrowed)
    card = Card(
        address=address,
        kind=kind,
        title=fields.localized("title"),
        figures=_read_list(fields, defaults, kind),
        as_of=defaults.as_of,
        sources=(defaults.source,),
        path=fields.context.path,
        line=fields.tree.line,
        note=fields.localized("note", required=False),
        label=defaults.label,
    )
    return _collect_sources(_add_kind_fields(card, fields, defaults))


def _read_defaults(card: FieldReader, lookup: Lookup, address: str, *, borrowed: bool) -> Defaults:
    """Read the card's own unit, source and date; optional where all figures are borrowed."""
    source = resolve_source(card, lookup, required=not borrowed)
    kind = card.tree.values.get("kind")
    in_rows = isinstance(kind, Scalar) and kind.text in ROW_KINDS
    parts = [*_entries(card.tree.values.get("rows"))] if in_rows else _listed_parts(card)
    own_units = bool(parts) and all(_has_own_unit(part) for part in parts)
    return Defaults(
        lookup=lookup,
        address=address,
        unit=resolve_unit(card, lookup, required=not borrowed and not own_units),
        source=source,
        as_of=read_partial_date(card, "as_of", source.date),
        period=card.localized("period", required=False),
        covers=read_span(card, "covers", None),
        label=card.localized("label", required=False),
    )


def _has_own_unit(part: Tree) -> bool:
    return isinstance(part, Mapping) and ("unit" in part.values or "figure" in part.values)


def _read_list(fields: FieldReader, defaults: Defaults, kind: Kind) -> tuple[Figure, ...]:
    if kind is Kind.NUMBER:
        return (read_figure(fields, defaults, defaults.address),)
    if kind is Kind.SERIES and not fields.has("series"):
        return read_points(fields, defaults, _read_step(fields))
    if kind not in LISTS:
        return ()
    parts = fields.items(LISTS[kind])
    known = defaults.lookup.figures
    return tuple(
        read_borrowed(part, known) if part.has("figure") else read_part(part, defaults) for part in parts
    )


def _add_kind_fields(card: Card, fields: FieldReader, defaults: Defaults) -> Card:
    if card.kind is Kind.NUMBER:
        values = {key: _reference_value(fields, defaults, key) for key in REFERENCE_KEYS}
        return replace(card, **values, context=fields.localized("context", required=False))
    card = replace(card, accent=_read_accent(fields), complete=fields.boolean("complete"))
    if card.kind is Kind.SERIES:
        return _add_series(card, fields, defaults)
    if card.kind is Kind.SHARE:
        return _add_total(card, fields, defaults)
    if card.kind is Kind.SHARES:
        part, rest = fields.localized("part"), fields.localized("rest")
        return _with_rows(replace(card, columns=(part, rest)), read_shares(fields, defaults, rest))
    if card.kind is Kind.TABLE:
        columns, rows = read_table_rows(fields, defaults)
        return _with_rows(replace(card, columns=columns), rows)
    if fields.has("total"):
        card = replace(card, whole=_read_total(fields, defaults, f"{defaults.address}.total"))
    return replace(card, comparable=fields.boolean("comparable", default=True))


def _read_accent(fields: FieldReader) -> tuple[str, ...]:
    return (fields.texts("accent", ACCENT_ID, "field-bad-id") or ()) if fields.has("accent") else ()


def _read_step(fields: FieldReader) -> Step:
    return fields.choice("step", Step) or Step.DAY


def _add_series(card: Card, fields: FieldReader, defaults: Defaults) -> Card:
    step = _read_step(fields)
    card = replace(card, step=step, line_chart=fields.boolean("line"), stacked=fields.boolean("stack"))
    return _with_rows(card, read_series(fields, defaults, step)) if fields.has("series") else card


def _with_rows(card: Card, rows: tuple[FigureRow, ...]) -> Card:
    figures = tuple(figure for row in rows for figure in row.figures if figure)
    return replace(card, rows=rows, figures=figures)


def _reference_value(fields: FieldReader, defaults: Defaults, key: str) -> Figure | None:
    if not fields.has(key):
        return None
    inner = fields.mapping(key)
    if inner.has("figure"):
        return read_borrowed(inner, defaults.lookup.figures)
    inner.check_keys("label", *VALUE_KEYS)
    # What came before came at another time, which the card's own period does not say.
    own = replace(defaults, covers=None, period={}) if key == "before" else defaults
    figure = read_figure(inner, own, f"{defaults.address}.{key}")
    return replace(figure, label=inner.localized("label"))


def _add_total(card: Card, fields: FieldReader, defaults: Defaults) -> Card:
    if not fields.has("total"):
        fields.report("total", "field-missing")
        return card
    total = _read_total(fields, defaults, defaults.address)
    stated = [part for part in card.figures if not part.remainder]
    parts = tuple(compute_remainder(part, total, stated) if part.remainder else part for part in card.figures)
    return replace(card, whole=total, figures=parts)


def _read_total(fields: FieldReader, defaults: Defaults, address: str) -> Figure:
    """Read the total of parts or bars, which may be a figure of another card."""
    inner = fields.mapping("total")
    if inner.has("figure"):
        return read_borrowed(inner, defaults.lookup.figures)
    inner.check_keys("label", *VALUE_KEYS)
    return read_figure(inner, defaults, address)


def _collect_sources(card: Card) -> Card:
    figures = card.all_figures
    found = {source.key: source for figure in figures if (source := figure.source).publisher}
    own = {source.key: source for source in card.sources if source.publisher}
    as_of = max((figure.as_of for figure in figures), default=card.as_of)
    return replace(card, sources=tuple((own | found).values()), as_of=max(as_of, card.as_of))
