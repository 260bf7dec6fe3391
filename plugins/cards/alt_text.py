"""Alternative texts of cards: the claim, the figures in a sentence, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.figures.figure_text import (
    figure_label,
    format_as_of,
    format_calculation,
    format_change,
    format_figure,
    format_period,
    format_share,
)
from plugins.figures.model import Kind
from plugins.figures.row_table import row_name

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure, FigureRow
    from plugins.figures.vocabulary import Vocabulary

MAX_LISTED = 12  # figures in an alternative text


def compose_alt_text(card: Card, vocabulary: Vocabulary) -> str:
    """«Больше половины … 2022 год. Карточка с числом: более 59 млн звонков в 2022 году. Источник: …»."""
    title = vocabulary.localize(card.title).rstrip(".")
    whole = format_figure(card.whole, vocabulary) if card.whole else ""
    sentence = vocabulary.alt[card.kind].format(figures=_describe_figures(card, vocabulary), whole=whole)
    source = format_sources(card, vocabulary, vocabulary.alt["source"])
    return " ".join(filter(None, (f"{title}.", sentence, _describe_formulas(card, vocabulary), source)))


def _describe_formulas(card: Card, vocabulary: Vocabulary) -> str:
    """«Наш расчёт: Другие темы = 2 369 − 903 − 530.»; empty if the card draws nothing computed."""
    formulas = [
        vocabulary.calculation["entry"].format(
            name=figure_label(figure, vocabulary), formula=format_calculation(figure.calculation, vocabulary)
        )
        for figure in card.figures
        if figure.calculation
    ]
    note = vocabulary.calculation["note"].format(formulas="; ".join(formulas)).lstrip("* ")
    return f"{note}." if formulas else ""


def _describe_figures(card: Card, vocabulary: Vocabulary) -> str:
    if card.kind is Kind.NUMBER:
        return _describe_number(card, vocabulary)
    if card.rows:
        return "; ".join(_describe_row(row, card, vocabulary) for row in card.rows)
    if len(card.figures) > MAX_LISTED:
        return _describe_series(card, vocabulary)
    return "; ".join(_describe_entry(figure, card, vocabulary) for figure in card.figures)


def _describe_number(card: Card, vocabulary: Vocabulary) -> str:
    figure = card.figures[0]
    first = " ".join(filter(None, (format_figure(figure, vocabulary), format_period(figure, vocabulary))))
    others = [_describe_entry(other, card, vocabulary) for other in (card.whole, card.before) if other]
    change = format_change(figure, card.before, vocabulary)
    marked = f"{change} ({vocabulary.calculation['mark']})" if change else ""
    return ", ".join(filter(None, (first, *others, marked)))


def _describe_row(row: FigureRow, card: Card, vocabulary: Vocabulary) -> str:
    """«Область: в 2022 году — более 5 млн звонков, ранее — около 4 млн звонков (наш расчёт)»."""
    figures = [figure for figure in row.figures if figure]
    if card.kind is Kind.SERIES:
        figures = figures if len(card.figures) <= MAX_LISTED else [figures[0], figures[-1]]
        labels = [format_period(figure, vocabulary) for figure in figures]
    elif card.kind is Kind.SHARES:
        part, rest = (vocabulary.localize(name) for name in card.columns)
        labels = [part, vocabulary.page["whole"].lower(), rest]
    else:
        columns = zip(card.columns, row.figures, strict=True)
        labels = [vocabulary.localize(name) for name, figure in columns if figure]
    entries = (
        vocabulary.alt["entry"].format(label=label, amount=format_figure(figure, vocabulary))
        + (f" ({vocabulary.calculation['mark']})" if figure.calculation else "")
        for label, figure in zip(labels, figures, strict=True)
    )
    return f"{row_name(row, vocabulary)}: {', '.join(entries)}"


def _describe_entry(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """«по вопросам мобилизации — 903 звонка (38 %)»; a point is labeled with its period."""
    label = format_period if card.kind is Kind.SERIES else figure_label
    text = vocabulary.alt["entry"].format(
        label=label(figure, vocabulary), amount=format_figure(figure, vocabulary)
    )
    share = format_share(figure, card.whole, vocabulary) if card.kind is Kind.SHARE else ""
    return f"{text} ({share}, {vocabulary.calculation['mark']})" if share else text


def _describe_series(card: Card, vocabulary: Vocabulary) -> str:
    most = max(card.figures, key=lambda figure: figure.value)
    least = min(card.figures, key=lambda figure: figure.value)
    return vocabulary.alt["series_summary"].format(
        first=format_period(card.figures[0], vocabulary),
        last=format_period(card.figures[-1], vocabulary),
        most=_describe_entry(most, card, vocabulary),
        least=_describe_entry(least, card, vocabulary),
    )


def format_sources(card: Card, vocabulary: Vocabulary, pattern: str) -> str:
    """«Источник: …, данные на 27 декабря 2022 г.», each publisher once."""
    names = ", ".join(dict.fromkeys(vocabulary.localize(source.publisher) for source in card.sources))
    line = pattern.format(source=names, date=format_as_of(card.as_of, vocabulary))
    return line.replace("..", ".")
