"""Reads one figure of a card, and the units and sources it may name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.text_safety import check_address
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.fields import Entry
from plugins.figures.model import Approx, Correction, Figure, LocalizedText, PartialDate, Source, Span, Unit
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from decimal import Decimal


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
    """What a file's figures may name: its units and its sources."""

    units: dict[str, Unit]
    sources: dict[str, Source]


class Defaults(Struct, frozen=True):
    """What a card says once for all its figures."""

    address: str
    unit: Unit
    source: Source
    as_of: PartialDate
    period: LocalizedText
    covers: Span | None
    label: LocalizedText


def read_defaults(card: Entry, shelf: Lookup, address: str, *, borrowed: bool) -> Defaults:
    """The card's own unit, source and day; a card whose figures are all borrowed may leave them out."""
    source = resolve_source(card, shelf, required=not borrowed)
    return Defaults(
        address=address,
        unit=resolve_unit(card, shelf, required=not borrowed and not all_parts_have(card, "unit")),
        source=source,
        as_of=card.moment("as_of", source.date),
        period=card.words("period", required=False),
        covers=card.span("covers", None),
        label=card.words("label", required=False),
    )


def all_parts_have(card: Entry, key: str) -> bool:
    """Whether every figure of the card's list brings this key itself."""
    lists = [tree for name in ("bars", "parts", "figures") if (tree := card.tree.values.get(name))]
    parts = [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]
    return bool(parts) and all(
        isinstance(part, Mapping) and (key in part.values or "figure" in part.values) for part in parts
    )


def resolve_unit(entry: Entry, shelf: Lookup, *, required: bool = True) -> Unit:
    """The unit an entry names; `unit: none` for a number that counts nothing one can name."""
    key = entry.text("unit", None if required else "")
    if key == NO_UNIT:
        return Unit(key, {})
    if key and key not in shelf.units:
        entry.report("unit", "figures-unknown-unit", typed=key, known=", ".join(sorted(shelf.units)))
    return shelf.units.get(key) or Unit(key, {})


def resolve_source(entry: Entry, shelf: Lookup, *, required: bool = True) -> Source:
    """The source an entry names."""
    if required and not entry.has("source"):
        known = ", ".join(sorted(shelf.sources)) or "…"
        entry.report("source", "figures-no-source", known=known)
    key = entry.text("source", "")
    if key and key not in shelf.sources:
        entry.report("source", "figures-unknown-source", typed=key, known=", ".join(sorted(shelf.sources)))
    return shelf.sources.get(key) or Source(key, {}, {}, "", PartialDate(1))


def read_figure(entry: Entry, shelf: Lookup, heading: Defaults, address: str) -> Figure:
    """A figure that states its own value."""
    source = resolve_source(entry, shelf) if entry.has("source") else heading.source
    return Figure(
        address=address,
        value=entry.number("value"),
        approx=entry.choice("approx", Approx, Approx.EXACT),
        unit=resolve_unit(entry, shelf) if entry.has("unit") else heading.unit,
        label=entry.words("label", required=False) or heading.label,
        period=entry.words("period", required=False) or heading.period,
        covers=entry.span("covers", heading.covers),
        counted_until=entry.moment("until") if entry.has("until") else None,
        as_of=entry.moment("as_of", source.date if entry.has("source") else heading.as_of),
        source=source,
        correction=read_correction(entry.table("was")) if entry.has("was") else None,
        path=entry.page.path,
        line=entry.line("value"),
    )


def read_part(entry: Entry, shelf: Lookup, heading: Defaults) -> Figure:
    """A figure of a list: it has an id and, in every language, a label."""
    entry.expect(*FIGURE_KEYS, "rest", "accent")
    part = read_figure(
        with_zero_value(entry, "0") if entry.has("rest") else entry,
        shelf,
        heading,
        f"{heading.address}.{entry.identity()}",
    )
    return replace(part, label=entry.words("label"), remainder=entry.has("rest") and entry.flag("rest"))


def with_zero_value(entry: Entry, text: str) -> Entry:
    """The entry with a value put in: a rest is computed, so it has none of its own."""
    if entry.has("value"):
        entry.report("value", "figures-rest-value")
    line = entry.line("rest")
    tree = Mapping(
        {**entry.tree.values, "value": Scalar(text, line)},
        {**entry.tree.lines, "value": line},
        entry.tree.line,
    )
    return Entry(entry.page, tree, entry.name)


def read_point(tree: Tree, card: Entry, shelf: Lookup, heading: Defaults) -> tuple[Figure, bool]:
    """A point, `[2022-01, 2022]` or `{at: 2022-04, value: 96, until: 2022-04-15}`; and whether a gap is."""
    entry = Entry(card.page, normalize_point(tree, card), f"{card.name}.points")
    entry.expect("at", "gap", *FIGURE_KEYS[2:])
    at = entry.moment("at")
    point = read_figure(entry, shelf, heading, f"{heading.address}.{at}")
    return replace(point, covers=Span(at, at)), entry.flag("gap")


def normalize_point(tree: Tree, card: Entry) -> Mapping:
    """Both ways of writing a point as one table."""
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Sequence) and len(tree.values) == PAIR:
        at, value = tree.values
        return Mapping({"at": at, "value": value}, {"at": at.line, "value": value.line}, tree.line)
    card.page.report(tree.line, "figures-bad-point", name=card.name)
    line = tree.line
    return Mapping(
        {"at": Scalar("0001", line), "value": Scalar("0", line)}, {"at": line, "value": line}, line
    )


def read_correction(entry: Entry) -> Correction:
    """What stood here before, until when, and why it changed."""
    entry.expect("value", "until", "why")
    value: Decimal = entry.number("value")
    return Correction(value, entry.moment("until"), entry.words("why"))


def read_units(file: Entry, cases: Table[str, tuple[str, ...]]) -> dict[str, Unit]:
    """The units of a file by key; `cases[language]` are the cases its hedges ask for, such as `gen`."""
    return {key: read_unit(key, entry, cases) for key, entry in file.tables("units")}


def read_unit(key: str, entry: Entry, cases: Table[str, tuple[str, ...]]) -> Unit:
    """One unit; every plural category of every language must have its word."""
    languages = entry.page.languages
    for missing in (code for code in languages if not entry.has(code)):
        entry.report(missing, "figures-missing-language", language=missing)
    return Unit(
        key, {code: read_forms(entry.table(code), code, cases) for code in languages if entry.has(code)}
    )


def read_forms(entry: Entry, code: str, cases: Table[str, tuple[str, ...]]) -> dict[str, str]:
    """The words of a unit in one language: `one`, `few`, …, and `gen.one`, `gen.other` for hedges."""
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
    """The sources of a file by key."""
    return {key: read_source(key, entry) for key, entry in file.tables("sources")}


def read_source(key: str, entry: Entry) -> Source:
    """One source: its title is that of the publication, its publisher who answers for it."""
    entry.expect("title", "publisher", "url", "date", "licence", "insecure")
    publisher = entry.words("publisher")
    return Source(
        key=key,
        title=entry.words("title", required=False) or publisher,
        publisher=publisher,
        url=read_url(entry),
        date=entry.moment("date") if entry.has("date") else missing_date(entry),
        licence=entry.text("licence", ""),
    )


def missing_date(entry: Entry) -> PartialDate:
    """A source has a date, if only a year."""
    entry.report("date", "figures-missing")
    return PartialDate(1)


def read_url(entry: Entry) -> str:
    """An https address; `url: none` if none is known, `insecure: true` if the publisher has no https."""
    url = entry.text("url")
    if url in {"", NO_URL}:
        return ""
    if not URL.fullmatch(url) or (url.startswith("http:") and not entry.flag("insecure")):
        entry.report("url", "figures-url", typed=url)
    elif fault := check_address(url):
        entry.report("url", fault.code, **fault.values)
    return url
