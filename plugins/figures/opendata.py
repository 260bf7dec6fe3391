"""A set as open data: a table for spreadsheets and a tree for programs.

data_csv      RFC 4180, UTF-8, one row a figure, labels in every language
data_json     the same rows, sources apart
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from plugins.figures.words import period_of, unit_plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from plugins.figures.model import Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary

FORMULA = ("=", "+", "-", "@", "\t", "\r")
OWN = ("address", "value", "approx", "unit", "covers", "until", "as_of", "corrected_from", "source", "url")


def data_csv(figures: FigureSet, spoken: Sequence[Vocabulary]) -> bytes:
    """The set as CSV: lines end in CRLF, dates in ISO 8601, numbers with a point."""
    file = StringIO(newline="")
    table = csv.writer(file)
    codes = [words.language.code for words in spoken]
    table.writerow([*OWN, *(f"label_{code}" for code in codes), *(f"unit_{code}" for code in codes)])
    for figure in figures.shown:
        row = figure_row(figure, spoken)
        labels = [row["label"][code] for code in codes]
        units = [row["units"][code] for code in codes]
        table.writerow([cell(text) for text in (*(row[name] for name in OWN), *labels, *units)])
    return file.getvalue().encode("utf-8")


def cell(text: str) -> str:
    """A text that spreadsheets take for words and not for a formula to run."""
    return f"'{text}" if text.startswith(FORMULA) else text


def data_json(figures: FigureSet, spoken: Sequence[Vocabulary]) -> bytes:
    """The set as JSON: its title, its figures, and the sources they name."""
    sources = {figure.source.key: figure.source for figure in figures.shown}
    tree = {
        "set": figures.name,
        "title": dict(figures.title),
        "figures": [json_row(figure, spoken) for figure in figures.shown],
        "sources": {key: source_row(source) for key, source in sorted(sources.items())},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def figure_row(figure: Figure, spoken: Sequence[Vocabulary]) -> dict[str, Any]:
    """One figure as both forms have it, values as text."""
    return {
        "address": figure.address,
        "value": written(figure.value),
        "approx": figure.approx.value,
        "unit": figure.unit.key,
        "covers": str(figure.covers or ""),
        "until": str(figure.until or ""),
        "as_of": str(figure.as_of),
        "corrected_from": written(figure.was.value) if figure.was else "",
        "source": figure.source.key,
        "url": figure.source.url,
        "label": {words.language.code: label(figure, words) for words in spoken},
        "units": {words.language.code: unit_plural(figure, words) for words in spoken},
    }


def json_row(figure: Figure, spoken: Sequence[Vocabulary]) -> dict[str, Any]:
    """One figure with its value as a number, and nothing where nothing is known."""
    row = figure_row(figure, spoken) | {"value": number(figure.value)}
    row.pop("url")
    return {name: value for name, value in row.items() if value != ""}


def written(value: Decimal) -> str:
    """Digits and a point, no exponent, no empty decimals."""
    return f"{value.normalize():f}"


def number(value: Decimal) -> int | float:
    """A number as JSON has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def label(figure: Figure, words: Vocabulary) -> str:
    """A figure's label with its period where the label does not say it."""
    own = figure.label.get(words.language.code, "")
    period = period_of(figure, words)
    return joined(own, period if period not in own else "")


def joined(first: str, second: str) -> str:
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
