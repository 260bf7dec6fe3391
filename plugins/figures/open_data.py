"""Renders a figure set as open data: CSV, JSON and schema.org's `Dataset`."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.figures.figure_text import format_period, unit_plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from plugins.figures.model import Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary

FORMULA = ("=", "+", "-", "@", "\t", "\r")
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


def render_csv(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as CSV: lines end in CRLF, dates in ISO 8601, numbers with a point."""
    file = StringIO(newline="")
    table = csv.writer(file)
    codes = [vocabulary.language.code for vocabulary in vocabularies]
    table.writerow([*COLUMNS, *(f"label_{code}" for code in codes), *(f"unit_{code}" for code in codes)])
    for figure in figures.all_figures:
        row = figure_row(figure, vocabularies)
        labels = [row["label"][code] for code in codes]
        units = [row["units"][code] for code in codes]
        table.writerow([escape_formula(text) for text in (*(row[name] for name in COLUMNS), *labels, *units)])
    return file.getvalue().encode("utf-8")


def escape_formula(text: str) -> str:
    """A text that spreadsheets take for words and not for a formula to run."""
    return f"'{text}" if text.startswith(FORMULA) else text


def render_json(figures: FigureSet, vocabularies: Sequence[Vocabulary]) -> bytes:
    """The set as JSON: its title, its figures, and the sources they name."""
    sources = {figure.source.key: figure.source for figure in figures.all_figures}
    tree = {
        "set": figures.name,
        "title": dict(figures.title),
        "figures": [json_row(figure, vocabularies) for figure in figures.all_figures],
        "sources": {key: source_row(source) for key, source in sorted(sources.items())},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def figure_row(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, Any]:
    """One figure as both forms have it, values as text."""
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
        "label": {vocabulary.language.code: full_label(figure, vocabulary) for vocabulary in vocabularies},
        "units": {vocabulary.language.code: unit_plural(figure, vocabulary) for vocabulary in vocabularies},
    }


def json_row(figure: Figure, vocabularies: Sequence[Vocabulary]) -> dict[str, Any]:
    """One figure with its value as a number, and nothing where nothing is known."""
    row = figure_row(figure, vocabularies) | {"value": json_number(figure.value)}
    row.pop("url")
    return {name: value for name, value in row.items() if value != ""}


def format_decimal(value: Decimal) -> str:
    """Digits and a point, no exponent, no empty decimals."""
    return f"{value.normalize():f}"


def json_number(value: Decimal) -> int | float:
    """A number as JSON has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def full_label(figure: Figure, vocabulary: Vocabulary) -> str:
    """A figure's label with its period where the label does not say it."""
    own = figure.label.get(vocabulary.language.code, "")
    period = format_period(figure, vocabulary)
    return join_phrases(own, period if period not in own else "")


def join_phrases(first: str, second: str) -> str:
    """Two phrases with a comma between; words that end the first and begin the second are said once.

    «Звонки о мобилизации» and «о мобилизации в 2022 году» are «Звонки о мобилизации в 2022 году».
    """
    before, after = first.split(" "), second.split(" ")
    for shared in range(min(len(before), len(after)), 0, -1):
        if [*map(str.casefold, before[-shared:])] == [*map(str.casefold, after[:shared])]:
            return " ".join((*before, *after[shared:]))
    return ", ".join(filter(None, (first, second)))


def source_row(source: Source) -> dict[str, Any]:
    """A source with what is known of it."""
    row: dict[str, Any] = {
        "title": dict(source.title),
        "publisher": dict(source.publisher),
        "url": source.url,
        "date": str(source.date),
        "licence": source.licence,
    }
    return {name: value for name, value in row.items() if value}


class Publication(NamedTuple):
    """Where and under what name the site publishes a set: full addresses; `files` by media type."""

    page: str
    files: Mapping[str, str]
    licence: str
    publisher: str


def compose_dataset(figures: FigureSet, vocabulary: Vocabulary, publication: Publication) -> dict[str, Any]:
    """JSON-LD for the set's page in one language."""
    code = vocabulary.language.code
    sources = {figure.source.key: figure.source for figure in figures.all_figures}
    covers = sorted(span for figure in figures.all_figures if (span := figure.covers))
    called = variable_names(figures, vocabulary)
    tree: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": figures.title[code],
        "description": description(figures, called.values(), vocabulary),
        "url": publication.page,
        "inLanguage": code,
        "license": publication.licence,
        "creator": {"@type": "Organization", "name": publication.publisher},
        "dateModified": str(max((figure.as_of for figure in figures.all_figures), default="")),
        "citation": [citation(source, code) for source in sources.values()],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url}
            for kind, url in publication.files.items()
        ],
        "variableMeasured": [
            property_value(figure, called[figure.address], vocabulary) for figure in figures.all_figures
        ],
    }
    if covers:
        last = max(span.last for span in covers)
        tree["temporalCoverage"] = f"{covers[0].first}/{last}"
    return tree


def description(figures: FigureSet, called: Iterable[str], vocabulary: Vocabulary) -> str:
    """What the cards claim and what is counted: search engines take no description of a few vocabulary."""
    claims = "; ".join(card.title[vocabulary.language.code] for card in figures.cards)
    return f"{claims} ({'; '.join(called)})"


def citation(source: Source, code: str) -> dict[str, Any]:
    """A source as a creative work."""
    work = {"@type": "CreativeWork", "name": source.title[code], "publisher": source.publisher[code]}
    known = {"url": source.url, "datePublished": str(source.date), "license": source.licence}
    return work | {name: value for name, value in known.items() if value}


def property_value(figure: Figure, name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """A figure as a property with its value."""
    return {
        "@type": "PropertyValue",
        "propertyID": figure.address,
        "name": name,
        "value": json_number(figure.value),
        "unitText": unit_plural(figure, vocabulary),
    }


def variable_names(figures: FigureSet, vocabulary: Vocabulary) -> dict[str, str]:
    """What each figure shown is called, by its address: its label, and what tells it from the others."""
    titles = {figure.address: card.title for card in figures.cards for figure in card.all_figures}
    called = {figure.address: full_label(figure, vocabulary) for figure in figures.all_figures}
    details: tuple[Callable[[Figure], str], ...] = (
        lambda figure: unit_plural(figure, vocabulary),
        lambda figure: figure.covers.first.format(vocabulary.language) if figure.covers else "",
        lambda figure: titles[figure.address][vocabulary.language.code],
        lambda figure: figure.address,
    )
    for more in details:
        told = {figure.address: more(figure) for figure in figures.all_figures}
        called = {address: disambiguate(address, called, told) for address in called}
    return called


def disambiguate(address: str, called: Mapping[str, str], told: Mapping[str, str]) -> str:
    """A figure's name, with what is told of it if another of that name is told otherwise."""
    name = called[address]
    differ = {told[other] for other in called if called[other] == name} != {told[address]}
    return join_phrases(name, told[address]) if differ else name
