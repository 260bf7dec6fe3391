"""Reads figures, and the units and sources of a file that they refer to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.addresses import check_reachable
from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.text_safety import check_address
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.model import (
    PERCENT,
    Approx,
    Figure,
    FigureCorrection,
    LocalizedText,
    Source,
    Unit,
)
from plugins.i18n.language import Language
from plugins.model.partial_date import UNKNOWN_DATE, PartialDate, Span, Step, parse_partial_date

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as Table

NO_UNIT = "none"
CASES = ("gen",)
NO_URL = "none"
URL = re.compile(r"https?://[^\s/?#@:\[\]\"<>\\\\]+(?::\d+)?(?:[/?#][^\s\"<>\\\\]*)?")
VALUE_KEYS = ("value", "approx", "unit", "period", "covers", "as_of", "source", "was", "until")
PAIR = 2


class Lookup(Struct, frozen=True):
    """What the entries of a file may name: its units and sources by key, and all known figures by address."""

    units: dict[str, Unit]
    sources: dict[str, Source]
    figures: dict[str, Figure]


def read_units(file: FieldReader, cases: Table[str, tuple[str, ...]]) -> dict[str, Unit]:
    """Read the units of a file; `cases[language]` are the cases its hedges require, such as `gen`."""
    return {key: _read_unit(key, fields, cases) for key, fields in file.mappings("units")}


def _read_unit(key: str, fields: FieldReader, cases: Table[str, tuple[str, ...]]) -> Unit:
    forms = {}
    for code in fields.context.languages:
        if fields.has(code):
            forms[code] = _read_forms(fields.mapping(code), code, cases)
        else:
            forms_to_write = ", ".join(f"{name}: …" for name in sorted(Language(code).plural_categories))
            right = f"{code}: {{{forms_to_write}}}"
            fields.report(code, "field-missing-language", language=code, right=right)
    return Unit(key, forms)


def _read_forms(fields: FieldReader, code: str, cases: Table[str, tuple[str, ...]]) -> dict[str, str]:
    """Read the words of a unit in one language: `one`, `few`, …, and `gen.one`, `gen.other` for hedges."""
    categories = sorted(Language(code).plural_categories)
    fields.check_keys(*categories, *CASES)
    forms = {category: fields.text(category) for category in categories}
    for case in cases.get(code, ()):
        if not fields.has(case):
            fields.report(case, "figures-unit-case", case=case, language=code)
        inner = fields.mapping(case)
        inner.check_keys("one", "other")
        for category in ("one", "other") if fields.has(case) else ():
            forms[f"{case}.{category}"] = inner.text(category)
    return forms


def read_sources(file: FieldReader) -> dict[str, Source]:
    """Read the sources of a file."""
    return {key: _read_source(key, fields) for key, fields in file.mappings("sources")}


def _read_source(key: str, fields: FieldReader) -> Source:
    """Read one source; without a title of its own it is called by its publisher."""
    fields.check_keys("title", "publisher", "url", "date", "licence", "insecure")
    publisher = fields.localized("publisher")
    title, url = fields.localized("title", required=False), read_source_url(fields)
    for code, name in publisher.items():
        fields.context.report_fault(fields.line("url"), check_link_text(f"{title.get(code, '')} {name}", url))
    return Source(
        key=key,
        title=title or publisher,
        publisher=publisher,
        url=url,
        date=read_partial_date(fields, "date"),
        licence=fields.text("licence", required=False),
    )


def read_source_url(fields: FieldReader) -> str:
    """Read an https URL; `url: none` if none is known, `insecure: true` if the publisher has no https."""
    url = fields.text("url")
    if url in {"", NO_URL}:
        return ""
    if not URL.fullmatch(url) or (url.startswith("http:") and not fields.boolean("insecure")):
        fields.report("url", "figures-url", typed=url)
    elif fault := check_address(url) or check_reachable(url):
        fields.report("url", fault.code, **fault.values)
    return url


def _report_unknown(fields: FieldReader, kind: str, typed: str, known: Collection[str]) -> None:
    if known:
        fields.report(kind, f"figures-unknown-{kind}", typed=typed, known=", ".join(sorted(known)))
    else:
        fields.report(kind, f"figures-first-{kind}", typed=typed)


def resolve_unit(fields: FieldReader, lookup: Lookup, *, required: bool = True) -> Unit:
    """Look up the unit that an entry names; `none` is a bare number, `percent` a percentage."""
    key = fields.text("unit", required=required)
    if key == NO_UNIT:
        return Unit(key, {})
    if key == PERCENT.key:
        return PERCENT
    if key and key not in lookup.units:
        _report_unknown(fields, "unit", key, lookup.units)
    return lookup.units.get(key) or Unit(key, {})


def resolve_source(fields: FieldReader, lookup: Lookup, *, required: bool = True) -> Source:
    """Look up the source that an entry names."""
    if required and not fields.has("source"):
        known = ", ".join(sorted(lookup.sources)) or "…"
        fields.report("source", "figures-no-source", known=known)
    key = fields.text("source", required=False)
    if key and key not in lookup.sources:
        _report_unknown(fields, "source", key, lookup.sources)
    return lookup.sources.get(key) or Source(key, {}, {}, "", UNKNOWN_DATE)


def read_partial_date(fields: FieldReader, key: str, default: PartialDate | None = None) -> PartialDate:
    """Read an ISO 8601 date, as exact as it is known: `2022-12-27`, `2022-12` or `2022`."""
    text = fields.text(key, required=default is None)
    return _parse_partial_date(fields, key, text) if text else default or UNKNOWN_DATE


def read_span(fields: FieldReader, key: str, default: Span | None) -> Span | None:
    """Read a period: `2022`, `2022-09` or `2022-09-22/2022-12-30`."""
    if not fields.has(key):
        return default
    first, _, last = fields.text(key).partition("/")
    begin = _parse_partial_date(fields, key, first)
    end = _parse_partial_date(fields, key, last) if last else begin
    if end.last_day < begin.first_day:
        fields.report(key, "figures-span-backwards", first=begin, last=end)
    return Span(begin, end)


def _parse_partial_date(fields: FieldReader, key: str, text: str) -> PartialDate:
    date = parse_partial_date(text)
    if date is None:
        fields.report(key, "figures-not-a-date", typed=text)
    return date or UNKNOWN_DATE


class Defaults(Struct, frozen=True):
    """The fields of a card that its figures inherit, and what they may name."""

    lookup: Lookup
    address: str
    unit: Unit
    source: Source
    as_of: PartialDate
    period: LocalizedText
    covers: Span | None
    label: LocalizedText


def read_figure(fields: FieldReader, defaults: Defaults, address: str) -> Figure:
    """Read a figure that states its own value."""
    source = resolve_source(fields, defaults.lookup) if fields.has("source") else defaults.source
    return Figure(
        address=address,
        value=fields.number("value"),
        approx=fields.choice("approx", Approx, required=False) or Approx.EXACT,
        unit=resolve_unit(fields, defaults.lookup) if fields.has("unit") else defaults.unit,
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


def read_part(fields: FieldReader, defaults: Defaults) -> Figure:
    """Read a figure of a list: it needs an id and a label in every language."""
    fields.check_keys("id", "label", *VALUE_KEYS, "rest")
    own = _with_zero_value(fields) if fields.has("rest") else fields
    part = read_figure(own, defaults, f"{defaults.address}.{fields.identifier('id')}")
    return replace(part, label=fields.localized("label"), remainder=fields.boolean("rest"))


def _with_zero_value(fields: FieldReader) -> FieldReader:
    """The fields of a remainder with a value of 0: a remainder is computed and states no value."""
    if fields.has("value"):
        fields.report("value", "figures-rest-value")
    line, tree = fields.line("rest"), fields.tree
    values = {**tree.values, "value": Scalar("0", line)}
    return FieldReader(fields.context, Mapping(values, {**tree.lines, "value": line}, tree.line), fields.name)


def read_point(
    tree: Tree, card: FieldReader, defaults: Defaults, step: Step
) -> tuple[Figure, PartialDate, bool]:
    """Read a point, `[2022-01, 2022]` or `{at: 2022-04, value: 96}`; return it, its date and `gap`."""
    fields = FieldReader(card.context, _normalize_point(tree, card), f"{card.name}.points")
    fields.check_keys("at", "gap", *VALUE_KEYS)
    at = read_partial_date(fields, "at")
    point = read_figure(fields, defaults, f"{defaults.address}.{at}")
    return replace(point, covers=step.span(at)), at, fields.boolean("gap")


def _normalize_point(tree: Tree, card: FieldReader) -> Mapping:
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Sequence) and len(tree.values) == PAIR:
        at, value = tree.values
    else:
        card.context.report(tree.line, "figures-bad-point", name=card.name)
        at, value = Scalar(str(UNKNOWN_DATE), tree.line), Scalar("0", tree.line)
    return Mapping({"at": at, "value": value}, {"at": at.line, "value": value.line}, tree.line)


def _read_correction(fields: FieldReader) -> FigureCorrection:
    fields.check_keys("value", "until", "why")
    return FigureCorrection(
        fields.number("value"), read_partial_date(fields, "until"), fields.localized("why")
    )
