"""Reads one figure of a card, and the units and sources it may name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.text_safety import check_address
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.fields import Entry
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
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

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
NO_UNIT = "none"
CASES = ("gen",)
NO_URL = "none"
URL = re.compile(r"https?://[^\s/?#@:\[\]\"<>\\\\]+(?::\d+)?(?:[/?#][^\s\"<>\\\\]*)?")


class Lookup(Struct, frozen=True):
    """The units and sources that the figures of a file may name, by key."""

    units: dict[str, Unit]
    sources: dict[str, Source]


class Defaults(Struct, frozen=True):
    """The fields of a card that its figures inherit."""

    address: str
    unit: Unit
    source: Source
    as_of: PartialDate
    period: LocalizedText
    covers: Span | None
    label: LocalizedText


def read_defaults(card: Entry, lookup: Lookup, address: str, *, borrowed: bool) -> Defaults:
    """Read the card's own unit, source and date; optional where all figures are borrowed."""
    source = resolve_source(card, lookup, required=not borrowed)
    return Defaults(
        address=address,
        unit=resolve_unit(card, lookup, required=not borrowed and not all_parts_have(card, "unit")),
        source=source,
        as_of=card.moment("as_of", source.date),
        period=card.words("period", required=False),
        covers=card.span("covers", None),
        label=card.words("label", required=False),
    )


def all_parts_have(card: Entry, key: str) -> bool:
    """Whether every figure in the card's list has this key itself."""
    lists = [tree for name in ("bars", "parts", "figures") if (tree := card.tree.values.get(name))]
    parts = [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]
    return bool(parts) and all(
        isinstance(part, Mapping) and (key in part.values or "figure" in part.values) for part in parts
    )


def resolve_unit(entry: Entry, lookup: Lookup, *, required: bool = True) -> Unit:
    """Look up the unit that an entry names; `unit: none` is a bare number."""
    key = entry.text("unit", None if required else "")
    if key == NO_UNIT:
        return Unit(key, {})
    if key and key not in lookup.units:
        entry.report("unit", "figures-unknown-unit", typed=key, known=", ".join(sorted(lookup.units)))
    return lookup.units.get(key) or Unit(key, {})


def resolve_source(entry: Entry, lookup: Lookup, *, required: bool = True) -> Source:
    """Look up the source that an entry names."""
    if required and not entry.has("source"):
        known = ", ".join(sorted(lookup.sources)) or "…"
        entry.report("source", "figures-no-source", known=known)
    key = entry.text("source", "")
    if key and key not in lookup.sources:
        entry.report("source", "figures-unknown-source", typed=key, known=", ".join(sorted(lookup.sources)))
    return lookup.sources.get(key) or Source(key, {}, {}, "", UNKNOWN_DATE)


def read_figure(entry: Entry, lookup: Lookup, defaults: Defaults, address: str) -> Figure:
    """Read a figure that states its own value."""
    source = resolve_source(entry, lookup) if entry.has("source") else defaults.source
    return Figure(
        address=address,
        value=entry.number("value"),
        approx=entry.choice("approx", Approx, Approx.EXACT),
        unit=resolve_unit(entry, lookup) if entry.has("unit") else defaults.unit,
        label=entry.words("label", required=False) or defaults.label,
        period=entry.words("period", required=False) or defaults.period,
        covers=entry.span("covers", defaults.covers),
        counted_until=entry.moment("until") if entry.has("until") else None,
        as_of=entry.moment("as_of", source.date if entry.has("source") else defaults.as_of),
        source=source,
        correction=read_correction(entry.table("was")) if entry.has("was") else None,
        path=entry.page.path,
        line=entry.line("value"),
    )


def read_part(entry: Entry, lookup: Lookup, defaults: Defaults) -> Figure:
    """Read a figure of a list: it needs an id and a label in every language."""
    entry.expect(*FIGURE_KEYS, "rest", "accent")
    own = with_zero_value(entry) if entry.has("rest") else entry
    part = read_figure(own, lookup, defaults, f"{defaults.address}.{entry.identity()}")
    return replace(part, label=entry.words("label"), remainder=entry.flag("rest"))


def with_zero_value(entry: Entry) -> Entry:
    """The entry of a remainder with a value of 0: a remainder is computed and states no value."""
    if entry.has("value"):
        entry.report("value", "figures-rest-value")
    line, tree = entry.line("rest"), entry.tree
    values = {**tree.values, "value": Scalar("0", line)}
    return Entry(entry.page, Mapping(values, {**tree.lines, "value": line}, tree.line), entry.name)


def read_point(tree: Tree, card: Entry, lookup: Lookup, defaults: Defaults) -> tuple[Figure, bool]:
    """Read a point, `[2022-01, 2022]` or `{at: 2022-04, value: 96}`; return it and its `gap` flag."""
    entry = Entry(card.page, normalize_point(tree, card), f"{card.name}.points")
    entry.expect("at", "gap", *FIGURE_KEYS[2:])
    at = entry.moment("at")
    point = read_figure(entry, lookup, defaults, f"{defaults.address}.{at}")
    return replace(point, covers=Span(at, at)), entry.flag("gap")


def normalize_point(tree: Tree, card: Entry) -> Mapping:
    """The mapping of a point in either notation."""
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Sequence) and len(tree.values) == PAIR:
        at, value = tree.values
    else:
        card.page.report(tree.line, "figures-bad-point", name=card.name)
        at, value = Scalar(str(UNKNOWN_DATE), tree.line), Scalar("0", tree.line)
    return Mapping({"at": at, "value": value}, {"at": at.line, "value": value.line}, tree.line)


def read_correction(entry: Entry) -> Correction:
    """Read the previous value, when it was replaced and why."""
    entry.expect("value", "until", "why")
    return Correction(entry.number("value"), entry.moment("until"), entry.words("why"))


def read_units(file: Entry, cases: Table[str, tuple[str, ...]]) -> dict[str, Unit]:
    """Read the units of a file; `cases[language]` are the cases its hedges require, such as `gen`."""
    return {key: read_unit(key, entry, cases) for key, entry in file.tables("units")}


def read_unit(key: str, entry: Entry, cases: Table[str, tuple[str, ...]]) -> Unit:
    """Read one unit; every plural category of every language needs its word."""
    forms = {}
    for code in entry.page.languages:
        if entry.has(code):
            forms[code] = read_forms(entry.table(code), code, cases)
        else:
            entry.report(code, "figures-missing-language", language=code)
    return Unit(key, forms)


def read_forms(entry: Entry, code: str, cases: Table[str, tuple[str, ...]]) -> dict[str, str]:
    """Read the words of a unit in one language: `one`, `few`, …, and `gen.one`, `gen.other` for hedges."""
    categories = sorted(Language(code).plural_categories)
    entry.expect(*categories, *CASES)
    forms = {category: entry.text(category) for category in categories}
    for case in cases.get(code, ()):
        if not entry.has(case):
            entry.report(case, "figures-unit-case", case=case, language=code)
        inner = entry.table(case)
        inner.expect("one", "other")
        for category in ("one", "other") if entry.has(case) else ():
            forms[f"{case}.{category}"] = inner.text(category)
    return forms


def read_sources(file: Entry) -> dict[str, Source]:
    """Read the sources of a file."""
    return {key: read_source(key, entry) for key, entry in file.tables("sources")}


def read_source(key: str, entry: Entry) -> Source:
    """Read one source; without a title of its own it is called by its publisher."""
    entry.expect("title", "publisher", "url", "date", "licence", "insecure")
    publisher = entry.words("publisher")
    return Source(
        key=key,
        title=entry.words("title", required=False) or publisher,
        publisher=publisher,
        url=read_url(entry),
        date=entry.moment("date"),
        licence=entry.text("licence", ""),
    )


def read_url(entry: Entry) -> str:
    """Read an https URL; `url: none` if none is known, `insecure: true` if the publisher has no https."""
    url = entry.text("url")
    if url in {"", NO_URL}:
        return ""
    if not URL.fullmatch(url) or (url.startswith("http:") and not entry.flag("insecure")):
        entry.report("url", "figures-url", typed=url)
    elif fault := check_address(url):
        entry.report("url", fault.code, **fault.values)
    return url
