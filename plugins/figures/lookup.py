"""Reads the units and sources of a figure file, and the fields that refer to them or hold partial dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.text_safety import check_address
from plugins.figures.model import UNKNOWN_DATE, PartialDate, Source, Span, Unit, parse_partial_date
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from plugins.diagnostics.field_reader import FieldReader

NO_UNIT = "none"
CASES = ("gen",)
NO_URL = "none"
URL = re.compile(r"https?://[^\s/?#@:\[\]\"<>\\\\]+(?::\d+)?(?:[/?#][^\s\"<>\\\\]*)?")


class Lookup(Struct, frozen=True):
    """The units and sources that the figures of a file may name, by key."""

    units: dict[str, Unit]
    sources: dict[str, Source]


def read_units(file: FieldReader, cases: Table[str, tuple[str, ...]]) -> dict[str, Unit]:
    """Read the units of a file; `cases[language]` are the cases its hedges require, such as `gen`."""
    return {key: _read_unit(key, fields, cases) for key, fields in file.mappings("units")}


def _read_unit(key: str, fields: FieldReader, cases: Table[str, tuple[str, ...]]) -> Unit:
    """Read one unit; every plural category of every language needs its word."""
    forms = {}
    for code in fields.context.languages:
        if fields.has(code):
            forms[code] = _read_forms(fields.mapping(code), code, cases)
        else:
            fields.report(code, "field-missing-language", language=code)
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
    title, url = fields.localized("title", required=False), _read_url(fields)
    for code, name in publisher.items():
        fault = check_link_text(f"{title.get(code, '')} {name}", url)
        fields.context.report_fault(fields.line("url"), fault)
    return Source(
        key=key,
        title=title or publisher,
        publisher=publisher,
        url=url,
        date=read_partial_date(fields, "date"),
        licence=fields.text("licence", required=False),
    )


def _read_url(fields: FieldReader) -> str:
    """Read an https URL; `url: none` if none is known, `insecure: true` if the publisher has no https."""
    url = fields.text("url")
    if url in {"", NO_URL}:
        return ""
    if not URL.fullmatch(url) or (url.startswith("http:") and not fields.boolean("insecure")):
        fields.report("url", "figures-url", typed=url)
    elif fault := check_address(url):
        fields.report("url", fault.code, **fault.values)
    return url


def resolve_unit(fields: FieldReader, lookup: Lookup, *, required: bool = True) -> Unit:
    """Look up the unit that an entry names; `unit: none` is a bare number."""
    key = fields.text("unit", required=required)
    if key == NO_UNIT:
        return Unit(key, {})
    if key and key not in lookup.units:
        fields.report("unit", "figures-unknown-unit", typed=key, known=", ".join(sorted(lookup.units)))
    return lookup.units.get(key) or Unit(key, {})


def resolve_source(fields: FieldReader, lookup: Lookup, *, required: bool = True) -> Source:
    """Look up the source that an entry names."""
    if required and not fields.has("source"):
        known = ", ".join(sorted(lookup.sources)) or "…"
        fields.report("source", "figures-no-source", known=known)
    key = fields.text("source", required=False)
    if key and key not in lookup.sources:
        fields.report("source", "figures-unknown-source", typed=key, known=", ".join(sorted(lookup.sources)))
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
