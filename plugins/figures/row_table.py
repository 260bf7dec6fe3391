"""Renders the rows of a card as an HTML table: several series over time, shares of several wholes, tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from plugins.figures.figure_text import figure_label, format_amount, format_period, unit_plural
from plugins.figures.model import Kind
from plugins.figures.prose import render_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.figures.model import Card, Figure, FigureRow
    from plugins.figures.vocabulary import Vocabulary

    Line = tuple[str, tuple[Figure | None, ...]]


def render_row_table(card: Card, vocabulary: Vocabulary, caption: str) -> str:
    """Render the table; `caption` is its `<caption>`, or an `aria-labelledby` attribute in its place."""
    heads, lines = _SHAPES[card.kind](card, vocabulary)
    cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(vocabulary.bind_short_words(name))}</th>'
        f"{''.join(_render_cell(figure, vocabulary) for figure in figures)}</tr>"
        for name, figures in lines
    )
    return f"<table{caption}<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"


def _render_cell(figure: Figure | None, vocabulary: Vocabulary) -> str:
    if figure is None:
        return f"<td>{escape(vocabulary.card['unknown'])}</td>"
    corrected = f" <small>({escape(vocabulary.card['corrected'])})</small>" if figure.correction else ""
    return f"<td>{render_figure(figure, format_amount(figure, vocabulary).hedged_number)}{corrected}</td>"


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_unit(name: str, figures: Iterable[Figure | None], vocabulary: Vocabulary) -> str:
    """A header with the unit that all figures under it share: «Период, звонков»."""
    units = {unit_plural(figure, vocabulary) for figure in figures if figure}
    unit = units.pop() if len(units) == 1 else ""
    return _capitalize(f"{name}, {unit}" if unit and unit not in name.lower() else name)


def _series_lines(card: Card, vocabulary: Vocabulary) -> tuple[list[str], Iterator[Line]]:
    """Times down, series across."""
    head = _with_unit(vocabulary.page["date"], card.figures, vocabulary)
    names = [_capitalize(vocabulary.localize(row.label)) for row in card.rows]
    by_row = [{str(figure.covers): figure for figure in row.figures if figure} for row in card.rows]
    times = {str(figure.covers): figure for figure in sorted(card.figures, key=lambda each: str(each.covers))}
    lines = (
        (_capitalize(format_period(figure, vocabulary)), tuple(points.get(time) for points in by_row))
        for time, figure in times.items()
    )
    return [head, *names], lines


def _share_lines(card: Card, vocabulary: Vocabulary) -> tuple[list[str], Iterator[Line]]:
    """The part, the rest, which is computed, and the whole of each row."""
    part, rest = (_capitalize(vocabulary.localize(name)) for name in card.columns)
    heads = [part, f"{rest}, {vocabulary.calculation['mark']}", vocabulary.page["whole"]]
    lines = (
        (row_name(row, vocabulary), (row.figures[0], row.figures[2], row.figures[1])) for row in card.rows
    )
    return [_with_unit(vocabulary.page["figure"], card.figures, vocabulary), *heads], lines


def _table_lines(card: Card, vocabulary: Vocabulary) -> tuple[list[str], Iterator[Line]]:
    columns = [[row.figures[index] for row in card.rows] for index in range(len(card.columns))]
    units = {figure.unit.key for figure in card.figures}
    corner = _with_unit(vocabulary.page["figure"], card.figures, vocabulary)
    names = [_capitalize(vocabulary.localize(name)) for name in card.columns]
    if len(units) > 1:
        names = [_with_unit(name, column, vocabulary) for name, column in zip(names, columns, strict=True)]
    return [corner, *names], ((row_name(row, vocabulary), row.figures) for row in card.rows)


def row_name(row: FigureRow, vocabulary: Vocabulary) -> str:
    """A row's label, or the time that its first figure covers."""
    first = next((figure for figure in row.figures if figure), None)
    return vocabulary.localize(row.label) or _capitalize(
        figure_label(first, vocabulary) if first else row.key
    )


_SHAPES = {Kind.SERIES: _series_lines, Kind.SHARES: _share_lines, Kind.TABLE: _table_lines}
