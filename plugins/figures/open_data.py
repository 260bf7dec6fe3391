"""Renders a figure set as open data: CSV, JSON and schema.org's `Dataset`."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import asdict

from plugins.figures.figure_text import format_decimal, format_period, unit_plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from plugins.figures.model import Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary

FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
HEADER = ("address", "value", "approx", "unit", "covers", "until", "as_of", "corrected_from", "source", "url")


def render_csv(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as CSV (RFC 4180, UTF-8): one row a figure, labels and units in every language."""
    file = StringIO(newline="")
    table = csv.writer(file)
    codes = [vocabulary.code for vocabulary in vocabularies]
    table.writerow([*HEADER, *(f"label_{code}" for code in codes), *(f"unit_{code}" for code in codes)])
    for figure in figures.all_figures:
        row = _figure_row(figure, vocabularies)
        labels = [row["label"][code] for code in codes]
        units = [row["units"][code] for code in codes]
        table.writerow([escape_formula(text) for text in (*(row[name] for name in HEADER), *labels, *units)])
    return file.getvalue().encode("utf-8")


def escape_formula(text: str) -> str:
    """A text that spreadsheets do not run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text


def render_json(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as JSON: its title, its figures and their sources."""
    sources = {figure.source.key: figure.source for figure in figures.all_figures}
    tree = {
        "set": figures.name,
        "title": dict(figures.title),
        "figures": [_json_row(figure, vocabularies) for figure in figures.all_figures],
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
        "label": {vocabulary.code: _full_label(figure, vocabulary) for vocabulary in vocabularies},
        "units": {vocabulary.code: unit_plural(figure, vocabulary) for vocabulary in vocabularies},
    }


def _json_row(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, Any]:
    row = _figure_row(figure, vocabularies) | {"value": _json_number(figure.value)}
    row.pop("url")
    return {name: value for name, value in row.items() if value != ""}


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _full_label(figure: Figure, vocabulary: Vocabulary) -> str:
    own = vocabulary.localize(figure.label)
    period = format_period(figure, vocabulary)
    return _join_phrases(own, period if period not in own else "")


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
    code = vocabulary.code
    sources = {figure.source.key: figure.source for figure in figures.all_figures}
    covers = sorted(span for figure in figures.all_figures if (span := figure.covers))
    names = _variable_names(figures, vocabulary)
    claims = "; ".join(vocabulary.localize(card.title) for card in figures.cards)
    tree: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": figures.title[code],
        # Search engines reject short descriptions.
        "description": f"{claims} ({'; '.join(names.values())})",
        "url": publication.page,
        "inLanguage": code,
        "license": publication.licence,
        "creator": {"@type": "Organization", "name": publication.publisher},
        "dateModified": str(max((figure.as_of for figure in figures.all_figures), default="")),
        "citation": [_citation(source, code) for source in sources.values()],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url}
            for kind, url in publication.files.items()
        ],
        "variableMeasured": [
            _property_value(figure, names[figure.address], vocabulary) for figure in figures.all_figures
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
        "unitText": unit_plural(figure, vocabulary),
    }


def _variable_names(figures: FigureSet, vocabulary: Vocabulary) -> dict[str, str]:
    """A name for each figure by its address: its label, and as many details as make it unique."""
    titles = {figure.address: card.title for card in figures.cards for figure in card.all_figures}
    names = {figure.address: _full_label(figure, vocabulary) for figure in figures.all_figures}
    details: tuple[Callable[[Figure], str], ...] = (
        lambda figure: unit_plural(figure, vocabulary),
        lambda figure: figure.covers.first.format(vocabulary.language) if figure.covers else "",
        lambda figure: vocabulary.localize(titles[figure.address]),
        lambda figure: figure.address,
    )
    for describe in details:
        described = {figure.address: describe(figure) for figure in figures.all_figures}
        names = {address: _disambiguate(address, names, described) for address in names}
    return names


def _disambiguate(address: str, names: Mapping[str, str], details: Mapping[str, str]) -> str:
    name = names[address]
    differ = {details[other] for other in names if names[other] == name} != {details[address]}
    return _join_phrases(name, details[address]) if differ else name
