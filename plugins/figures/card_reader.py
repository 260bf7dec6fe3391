"""Reads the cards of a figure set, kind by kind."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.yaml_tree import Mapping, Sequence
from plugins.figures.calculation import Calculation, Operand, Operator
from plugins.figures.figure_reader import (
    VALUE_KEYS,
    Defaults,
    read_figure,
    read_part,
    read_partial_date,
    read_point,
    read_span,
    resolve_source,
    resolve_unit,
)
from plugins.figures.model import Approx, Card, Figure, Kind, Source, Unit
from plugins.figures.partial_date import UNKNOWN_DATE, PartialDate, Step

if TYPE_CHECKING:
    from plugins.diagnostics.field_reader import FieldReader
    from plugins.diagnostics.yaml_tree import Tree
    from plugins.figures.figure_reader import Lookup

COMMON = ("id", "kind", "title", "unit", "period", "covers", "as_of", "source", "note", "label")
KEYS = {
    Kind.NUMBER: (*COMMON, *VALUE_KEYS, "whole", "before"),
    Kind.BARS: (*COMMON, "bars", "total", "comparable", "complete"),
    Kind.SERIES: (*COMMON, "points", "step", "line"),
    Kind.SHARE: (*COMMON, "parts", "total"),
    Kind.GRID: (*COMMON, "figures", "complete"),
}
REFERENCE_KEYS = ("whole", "before")
BORROWING_KEYS = (*REFERENCE_KEYS, "total")
LISTS = {Kind.BARS: "bars", Kind.SHARE: "parts", Kind.GRID: "figures"}


def borrows_figures(fields: FieldReader) -> bool:
    """Whether a card borrows figures with `figure: set.card`."""
    references = [fields.tree.values.get(name) for name in BORROWING_KEYS]
    trees = (*_listed_parts(fields), *references)
    return any(isinstance(tree, Mapping) and "figure" in tree.values for tree in trees)


def _listed_parts(fields: FieldReader) -> list[Tree]:
    lists = [fields.tree.values.get(name) for name in LISTS.values()]
    return [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]


def read_card(fields: FieldReader, lookup: Lookup, address: str) -> Card:
    """Read one card, which may borrow figures of the lookup."""
    kind = fields.choice("kind", Kind) or Kind.NUMBER
    fields.check_keys(*KEYS[kind])
    defaults = _read_defaults(fields, lookup, address, borrowed=kind is Kind.GRID and borrows_figures(fields))
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
    parts = _listed_parts(card)
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
    if kind is Kind.SERIES:
        return _read_points(fields, defaults)
    parts = fields.items(LISTS[kind])
    known = defaults.lookup.figures
    return tuple(
        _read_borrowed(part, known) if part.has("figure") else read_part(part, defaults) for part in parts
    )


def _read_borrowed(fields: FieldReader, known: dict[str, Figure]) -> Figure:
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


def _read_points(fields: FieldReader, defaults: Defaults) -> tuple[Figure, ...]:
    """Read the points of a series: ascending, one step apart unless a point has `gap: true`."""
    step = fields.choice("step", Step) or Step.DAY
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


def _add_kind_fields(card: Card, fields: FieldReader, defaults: Defaults) -> Card:
    if card.kind is Kind.NUMBER:
        values = {key: _reference_value(fields, defaults, key) for key in REFERENCE_KEYS}
        return replace(card, **values)
    if card.kind is Kind.SERIES:
        return replace(card, step=fields.choice("step", Step) or Step.DAY, line_chart=fields.boolean("line"))
    if card.kind is Kind.SHARE:
        return _add_total(card, fields, defaults)
    if fields.has("total"):
        card = replace(card, whole=_read_total(fields, defaults, f"{defaults.address}.total"))
    comparable = fields.boolean("comparable", default=True)
    return replace(card, comparable=comparable, complete=fields.boolean("complete"))


def _reference_value(fields: FieldReader, defaults: Defaults, key: str) -> Figure | None:
    if not fields.has(key):
        return None
    inner = fields.mapping(key)
    if inner.has("figure"):
        return _read_borrowed(inner, defaults.lookup.figures)
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
    left = total.value - sum(part.value for part in stated)
    hedged = any(figure.approx is not Approx.EXACT for figure in (total, *stated))
    approx = Approx.ABOUT if hedged else Approx.EXACT
    operands = tuple(Operand(figure.address, figure.value) for figure in (total, *stated))
    calculation = Calculation(Operator.REMAINDER, operands)
    parts = tuple(
        replace(part, value=max(left, Decimal(0)), approx=approx, calculation=calculation)
        if part.remainder
        else part
        for part in card.figures
    )
    return replace(card, whole=total, figures=parts)


def _read_total(fields: FieldReader, defaults: Defaults, address: str) -> Figure:
    """Read the total of parts or bars, which may be a figure of another card."""
    inner = fields.mapping("total")
    if inner.has("figure"):
        return _read_borrowed(inner, defaults.lookup.figures)
    inner.check_keys("label", *VALUE_KEYS)
    return read_figure(inner, defaults, address)


def _collect_sources(card: Card) -> Card:
    figures = card.all_figures
    found = {source.key: source for figure in figures if (source := figure.source).publisher}
    own = {source.key: source for source in card.sources if source.publisher}
    as_of = max((figure.as_of for figure in figures), default=card.as_of)
    return replace(card, sources=tuple((own | found).values()), as_of=max(as_of, card.as_of))
