"""What a card says to those who do not see it: its claim, its figures in a sentence, its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.figures.derived import change_of, share_of
from plugins.figures.model import Kind
from plugins.figures.words import day_told, label_of, period_of, source_named, told

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

MOST_TOLD = 12


def alt_text(card: Card, words: Vocabulary) -> str:
    """«Больше половины … 2022 год. Карточка с числом: более 59 млн звонков в 2022 году. Источник: …»."""
    title = card.title[words.language.code].rstrip(".")
    whole = told(card.whole, words) if card.whole else ""
    sentence = words.alt[card.kind].format(figures=figures_told(card, words), whole=whole)
    return f"{title}. {sentence} {source_line(card, words, words.alt['source'])}"


def figures_told(card: Card, words: Vocabulary) -> str:
    """The figures of a card in one sentence."""
    if card.kind is Kind.NUMBER:
        return number_told(card, words)
    if len(card.figures) > MOST_TOLD:
        return series_told(card, words)
    return "; ".join(entry(figure, card, words) for figure in card.figures)


def number_told(card: Card, words: Vocabulary) -> str:
    """The number with its period, what it is part of, and how it changed."""
    figure = card.figures[0]
    first = " ".join(filter(None, (told(figure, words), period_of(figure, words))))
    others = [
        words.alt["entry"].format(label=label_of(other, words), amount=told(other, words))
        for other in (card.whole, card.before)
        if other
    ]
    return ", ".join(filter(None, (first, *others, change_of(figure, card.before, words))))


def entry(figure: Figure, card: Card, words: Vocabulary) -> str:
    """«по вопросам мобилизации — 903 звонка (38 %)»; a point is named by its period."""
    label = period_of(figure, words) if card.kind is Kind.SERIES else label_of(figure, words)
    text = words.alt["entry"].format(label=label, amount=told(figure, words))
    share = share_of(figure, card.whole, words) if card.kind is Kind.SHARE else ""
    return f"{text} ({share})" if share else text


def series_told(card: Card, words: Vocabulary) -> str:
    """A long row of figures by its ends and its extremes."""
    most = max(card.figures, key=lambda figure: figure.value)
    least = min(card.figures, key=lambda figure: figure.value)
    return words.alt["series_summary"].format(
        first=period_of(card.figures[0], words),
        last=period_of(card.figures[-1], words),
        most=entry(most, card, words),
        least=entry(least, card, words),
    )


def source_line(card: Card, words: Vocabulary, pattern: str) -> str:
    """«Источник: …, данные на 27 декабря 2022 г.», every source once."""
    names = ", ".join(dict.fromkeys(source_named(source, words) for source in card.sources))
    line = pattern.format(source=names, date=day_told(card.as_of, words))
    return line.replace("..", ".")
