"""Reads one figure of a card."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.lookup import Lookup, read_partial_date, read_span, resolve_source, resolve_unit
from plugins.figures.model import (
    UNKNOWN_DATE,
    Approx,
    Correction,
    Figure,
    LocalizedText,
    PartialDate,
    Source,
    Span,
    Unit,
)

FIGURE_KEYS = (
    "id",
    "label",
    "value",
    "approx",
    "unit",
    "period",
    "covers",
    "as_of",
    "source",
    "was",
    "until",
)
PAIR = 2


class Defaults(Struct, frozen=True):
    """The fields of a card that its figures inherit."""

    address: str
    unit: Unit
    source: Source
    as_of: PartialDate
    period: LocalizedText
    covers: Span | None
    label: LocalizedText


def read_defaults(card: FieldReader, lookup: Lookup, address: str, *, borrowed: bool) -> Defaults:
    """Read the card's own unit, source and date; optional where all figures are borrowed."""
    source = resolve_source(card, lookup, required=not borrowed)
    return Defaults(
        address=address,
        unit=resolve_unit(card, lookup, required=not borrowed and not _all_parts_have(card, "unit")),
        source=source,
        as_of=read_partial_date(card, "as_of", source.date),
        period=card.localized("period", required=False),
        covers=read_span(card, "covers", None),
        label=card.localized("label", required=False),
    )


def _all_parts_have(card: FieldReader, key: str) -> bool:
    """Whether every figure in the card's list has this key itself."""
    lists = [tree for name in ("bars", "parts", "figures") if (tree := card.tree.values.get(name))]
    parts = [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]
    return bool(parts) and all(
        isinstance(part, Mapping) and (key in part.values or "figure" in part.values) for part in parts
    )


def read_figure(fields: FieldReader, lookup: Lookup, defaults: Defaults, address: str) -> Figure:
    """Read a figure that states its own value."""
    source = resolve_source(fields, lookup) if fields.has("source") else defaults.source
    return Figure(
        address=address,
        value=fields.number("value"),
        approx=fields.choice("approx", Approx, required=False) or Approx.EXACT,
        unit=resolve_unit(fields, lookup) if fields.has("unit") else defaults.unit,
        label=fields.localized("label", required=False) or defaults.label,
        period=fields.localized("period", required=False) or defaults.period,
        covers=read_span(fields, "covers", defaults.covers),
        counted_until=read_partial_date(fields, "until") if fields.has("until") else None,
        as_of=read_partial_date(fields, "as_of", source.date if fields.has("source") else defaults.as_of),
        source=source,
        correction=_read_correction(fields.mapping("was")) if fields.has("was") else None,
        path=fields.context.path,
        line=fields.line("value"),
    )


def read_part(fields: FieldReader, lookup: Lookup, defaults: Defaults) -> Figure:
    """Read a figure of a list: it needs an id and a label in every language."""
    fields.check_keys(*FIGURE_KEYS, "rest", "accent")
    own = _with_zero_value(fields) if fields.has("rest") else fields
    part = read_figure(own, lookup, defaults, f"{defaults.address}.{fields.identifier('id')}")
    return replace(part, label=fields.localized("label"), remainder=fields.boolean("rest"))


def _with_zero_value(fields: FieldReader) -> FieldReader:
    """The fields of a remainder with a value of 0: a remainder is computed and states no value."""
    if fields.has("value"):
        fields.report("value", "figures-rest-value")
    line, tree = fields.line("rest"), fields.tree
    values = {**tree.values, "value": Scalar("0", line)}
    return FieldReader(fields.context, Mapping(values, {**tree.lines, "value": line}, tree.line), fields.name)


def read_point(tree: Tree, card: FieldReader, lookup: Lookup, defaults: Defaults) -> tuple[Figure, bool]:
    """Read a point, `[2022-01, 2022]` or `{at: 2022-04, value: 96}`; return it and its `gap` flag."""
    fields = FieldReader(card.context, _normalize_point(tree, card), f"{card.name}.points")
    fields.check_keys("at", "gap", *FIGURE_KEYS[2:])
    at = read_partial_date(fields, "at")
    point = read_figure(fields, lookup, defaults, f"{defaults.address}.{at}")
    return replace(point, covers=Span(at, at)), fields.boolean("gap")


def _normalize_point(tree: Tree, card: FieldReader) -> Mapping:
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Sequence) and len(tree.values) == PAIR:
        at, value = tree.values
    else:
        card.context.report(tree.line, "figures-bad-point", name=card.name)
        at, value = Scalar(str(UNKNOWN_DATE), tree.line), Scalar("0", tree.line)
    return Mapping({"at": at, "value": value}, {"at": at.line, "value": value.line}, tree.line)


def _read_correction(fields: FieldReader) -> Correction:
    fields.check_keys("value", "until", "why")
    return Correction(fields.number("value"), read_partial_date(fields, "until"), fields.localized("why"))
