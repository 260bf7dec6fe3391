"""Renders a figure set as open data: CSV, JSON and schema.org's `Dataset`."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import asdict

from plugins.figures.claims import named_years
from plugins.figures.derived import derived_figures
from plugins.figures.figure_text import format_calculation, format_decimal, format_period, unit_plural
from plugins.figures.model import PERCENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from plugins.figures.calculation import Calculation
    from plugins.figures.model import Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "address",
    "value",
    "approx",
    "unit",
    "covers",
    "until",
    "as_of",
    "corrected_from",
    "source",
    "url",
)
MIN_DESCRIPTION = 50
"""Characters of a description, below which search engines reject it."""
LOCALIZED_COLUMNS = ("label", "unit", "calculation")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheet programs read UTF-8 in the system's own encoding


def published_figures(figures: FigureSet) -> tuple[Figure, ...]:
    """Every figure of the set's cards, and the percentages that this site computes from them, each once."""
    derived = {each.address: each for card in figures.cards for each in derived_figures(card)}
    return (*figures.all_figures, *derived.values())


def render_csv(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as CSV (RFC 4180, UTF-8 with a byte order mark): one row a figure, words in every language."""
    file = StringIO(newline="")
    table = csv.writer(file)
    codes = [vocabulary.code for vocabulary in vocabularies]
    localized = [(name, code) for name in LOCALIZED_COLUMNS for code in codes]
    table.writerow([*COLUMNS, "formula", *(f"{name}_{code}" for name, code in localized)])
    for figure in published_figures(figures):
        row = _figure_row(figure, vocabularies)
        words = [row[f"{name}s"].get(code, "") for name, code in localized]
        table.writerow(
            [escape_formula(text) for text in (*(row[name] for name in COLUMNS), row["formula"], *words)]
        )
    return (BYTE_ORDER_MARK + file.getvalue()).encode("utf-8")


def escape_formula(text: str) -> str:
    """A text that spreadsheets do not run as a formula."""
    is_formula = text.startswith(FORMULA_PREFIXES) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def render_json(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as JSON: its title, its figures and their sources."""
    sources = {figure.source.key: figure.source for figure in figures.all_figures}
    tree = {
        "set": figures.name,
        "title": dict(figures.title),
        "figures": [_json_row(figure, vocabularies) for figure in published_figures(figures)],
        "sources": {key: _source_row(source) for key, source in sorted(sources.items())},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _figure_row(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, Any]:
    return {
        "address": figure.address,
        "value": format_decimal(figure.value),
        "approx": figure.approx.value,
        "unit": figure.unit.key,
        "covers": str(figure.covers or ""),
        "until": str(figure.counted_until or ""),
        "as_of": str(figure.as_of),
        "corrected_from": format_decimal(figure.correction.value) if figure.correction else "",
        "source": figure.source.key,
        "url": figure.source.url,
        "formula": figure.calculation.formula if figure.calculation else "",
        "labels": {vocabulary.code: _full_label(figure, vocabulary) for vocabulary in vocabularies},
        "units": {vocabulary.code: unit_words(figure, vocabulary) for vocabulary in vocabularies},
        "calculations": _calculation_texts(figure, vocabularies),
    }


def unit_words(figure: Figure, vocabulary: Vocabulary) -> str:
    """What a value counts: the unit's plural, or the percent sign."""
    return "%" if figure.unit is PERCENT else unit_plural(figure, vocabulary)


def _calculation_texts(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, str]:
    """«наш расчёт: 903 : 2 369» in every language; empty if the value is the source's own."""
    if not figure.calculation:
        return {}
    return {each.code: _calculation_text(figure.calculation, each) for each in vocabularies}


def _calculation_text(calculation: Calculation, vocabulary: Vocabulary) -> str:
    return f"{vocabulary.calculation['mark']}: {format_calculation(calculation, vocabulary)}"


def _json_row(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, Any]:
    row = _figure_row(figure, vocabularies) | {"value": _json_number(figure.value)}
    row |= {"label": row.pop("labels"), "calculation": row.pop("calculations")}
    row.pop("url")
    return {name: value for name, value in row.items() if value not in ("", {})}


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _full_label(figure: Figure, vocabulary: Vocabulary) -> str:
    """The label and the period, which is said once: «Приморье, 2021 год» needs no «в 2021 году»."""
    own = vocabulary.localize(figure.label)
    period = format_period(figure, vocabulary)
    joined = _join_phrases(own, period if period not in own else "")
    years = named_years(period)
    return own if years and years <= named_years(own) and joined == f"{own}, {period}" else joined


def _join_phrases(first: str, second: str) -> str:
    """Join two phrases with a comma, or at the words that end the first and begin the second.

    «Звонки о мобилизации» and «о мобилизации в 2022 году» give «Звонки о мобилизации в 2022 году».
    """
    before, after = first.split(" "), second.split(" ")
    for shared in range(min(len(before), len(after)), 0, -1):
        if [*map(str.casefold, before[-shared:])] == [*map(str.casefold, after[:shared])]:
            return " ".join((*before, *after[shared:]))
    return ", ".join(filter(None, (first, second)))


def _source_row(source: Source) -> dict[str, Any]:
    row = asdict(source) | {"date": str(source.date)}
    return {name: value for name, value in row.items() if value and name != "key"}


class Publication(NamedTuple):
    """How a set is published: absolute URLs of its page and its `files` by media type, licence, publisher."""

    page: str
    files: Mapping[str, str]
    licence: str
    publisher: str


def compose_dataset(figures: FigureSet, vocabulary: Vocabulary, publication: Publication) -> dict[str, Any]:
    """A schema.org `Dataset` in JSON-LD for the set's page in one language."""
    code, published = vocabulary.code, published_figures(figures)
    sources = {figure.source.key: figure.source for figure in published}
    covers = sorted(span for figure in published if (span := figure.covers))
    names = _variable_names(figures, vocabulary)
    description = "; ".join(vocabulary.localize(card.title) for card in figures.cards)
    if len(description) < MIN_DESCRIPTION:
        description += f" ({'; '.join(names.values())})"
    tree: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": figures.title[code],
        "description": description,
        "url": publication.page,
        "inLanguage": code,
        "license": publication.licence,
        "creator": {"@type": "Organization", "name": publication.publisher},
        "dateModified": str(max((figure.as_of for figure in published), default="")),
        "citation": [_citation(source, code) for source in sources.values()],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url}
            for kind, url in publication.files.items()
        ],
        "variableMeasured": [
            _property_value(figure, names[figure.address], vocabulary) for figure in published
        ],
    }
    if covers:
        last = max(span.last for span in covers)
        tree["temporalCoverage"] = f"{covers[0].first}/{last}"
    return tree


def _citation(source: Source, code: str) -> dict[str, Any]:
    work = {"@type": "CreativeWork", "name": source.title[code], "publisher": source.publisher[code]}
    known = {"url": source.url, "datePublished": str(source.date), "license": source.licence}
    return work | {name: value for name, value in known.items() if value}


def _property_value(figure: Figure, name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "propertyID": figure.address,
        "name": name,
        "value": _json_number(figure.value),
        "unitText": unit_words(figure, vocabulary),
    } | (
        {"measurementTechnique": _calculation_text(figure.calculation, vocabulary)}
        if figure.calculation
        else {}
    )


def _variable_names(figures: FigureSet, vocabulary: Vocabulary) -> dict[str, str]:
    """A name for each figure by its address: its label, and as many details as make it unique."""
    published = published_figures(figures)
    titles = {
        figure.address: card.title
        for card in figures.cards
        for figure in (*card.all_figures, *derived_figures(card))
    }
    names = {figure.address: _full_label(figure, vocabulary) for figure in published}
    details: tuple[Callable[[Figure], str], ...] = (
        lambda figure: unit_words(figure, vocabulary),
        lambda figure: figure.covers.format(vocabulary.language) if figure.covers else "",
        lambda figure: vocabulary.localize(titles[figure.address]),
        lambda figure: figure.address,
    )
    for describe in details:
        described = {figure.address: describe(figure) for figure in published}
        names = {address: _disambiguate(address, names, described) for address in names}
    return names


def _disambiguate(address: str, names: Mapping[str, str], details: Mapping[str, str]) -> str:
    name = names[address]
    differ = {details[other] for other in names if names[other] == name} != {details[address]}
    return _join_phrases(name, details[address]) if differ else name
