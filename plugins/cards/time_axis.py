"""Places the points of a series by their time, and names them on the axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.figures.figure_text import tick_label
from plugins.model.partial_date import DECEMBER, Step

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.partial_date import PartialDate

DAYS_PER_WEEK = 7


def axis_position(figure: Figure, card: Card) -> int:
    """How many steps a point is after the card's first; 0 without a time axis."""
    if not (card.step and figure.covers):
        return 0
    first = min(each.covers.first for each in card.figures if each.covers)
    return _count_steps(figure.covers.first, card.step) - _count_steps(first, card.step)


def _count_steps(date: PartialDate, step: Step) -> int:
    if step is Step.YEAR:
        return date.year
    if step is Step.MONTH:
        return date.year * DECEMBER + date.month
    return date.first_day.toordinal() // (DAYS_PER_WEEK if step is Step.WEEK else 1)


def axis_tick(figure: Figure, card: Card, vocabulary: Vocabulary) -> tuple[str, str]:
    """A point's name on the axis, and what stands under it: «янв» and «2022», «2022» and «по 15 мая».

    The year is named at the first point and in January; an unfinished month is «1–15 апр».
    """
    if not (card.step and figure.covers):
        return "", ""
    at, until = figure.covers.first, figure.counted_until
    name = tick_label(at, card.step, vocabulary)
    if until and card.step is Step.MONTH and until.day:
        name = f"1–{until.day}\u00a0{name}" if until.day > 1 else f"1\u00a0{name}"
    if card.step is not Step.MONTH:
        date = vocabulary.language.day_and_month(until.last_day) if until else ""
        return name, vocabulary.card["until"].format(date=date) if until else ""
    first = axis_position(figure, card) == 0
    return name, str(at.year) if first or at.month == 1 else ""
