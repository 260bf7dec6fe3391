"""What must hold of a card beyond the form of its fields: the sums, the periods, the hedges, the days."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from plugins.figures.model import Approx, Kind

if TYPE_CHECKING:
    from plugins.figures.fields import Entry
    from plugins.figures.model import Card, Figure

LONGEST_TITLE = 15  # words; the practice of the UK's Office for National Statistics
LEAST = {Kind.NUMBER: 1, Kind.BARS: 1, Kind.SERIES: 2, Kind.SHARE: 2, Kind.GRID: 2}
MOST = {Kind.NUMBER: 1, Kind.BARS: 12, Kind.SERIES: 36, Kind.SHARE: 6, Kind.GRID: 6}
SMALL = 10  # numbers under ten are round as they are


def check_card(card: Card, entry: Entry) -> None:
    """Report everything that does not hold."""
    check_title(card, entry)
    check_length(card, entry)
    for figure in card.own:
        check_figure(figure, entry)
    check_whole(card, entry)
    check_periods(card, entry)


def check_title(card: Card, entry: Entry) -> None:
    """The claim is short enough to be read at a glance."""
    for language, title in card.title.items():
        if (count := len(title.split())) > LONGEST_TITLE:
            entry.report("title", "figures-long-title", language=language, count=count, most=LONGEST_TITLE)


def check_length(card: Card, entry: Entry) -> None:
    """Neither too few figures to compare nor too many to read."""
    least, most = LEAST[card.kind], MOST[card.kind]
    if not least <= len(card.figures) <= most:
        count = len(card.figures)
        entry.report("kind", "figures-count", kind=card.kind, least=least, most=most, count=count)


def check_figure(figure: Figure, entry: Entry) -> None:
    """A hedge stands on a round value; the day it was counted does not come before its period."""
    if figure.path != entry.page.path:
        return
    if figure.approx not in {Approx.EXACT, Approx.AT_MOST} and not figure.rest and not is_round(figure.value):
        entry.page.report(figure.line, "figures-hedge", name=figure.address, value=figure.value)
    begins = figure.until or (figure.covers.last if figure.covers else None)
    if begins and begins.first > figure.as_of.last:
        entry.page.report(
            figure.line, "figures-too-early", name=figure.address, as_of=figure.as_of, period=begins
        )
    if (
        figure.until
        and figure.covers
        and not figure.covers.first.first <= figure.until.first <= (figure.covers.last.last)
    ):
        entry.page.report(figure.line, "figures-until", name=figure.address, until=figure.until)


def is_round(value: Decimal) -> bool:
    """Whether a number can be meant roughly: 60, 65000, 2.5 and 7, but not 37152."""
    digits = value.normalize().as_tuple()
    return value < SMALL or int(digits.exponent) >= 1


def check_whole(card: Card, entry: Entry) -> None:
    """A part is not greater than its whole, and the parts of a share make up its total."""
    if card.whole is None:
        return
    if card.kind is Kind.NUMBER:
        if card.whole.value < card.figures[0].value:
            entry.report("whole", "figures-whole", whole=card.whole.value, value=card.figures[0].value)
        return
    stated = sum((part.value for part in card.figures if not part.rest), Decimal(0))
    rests = sum(part.rest for part in card.figures)
    exact = all(figure.approx is Approx.EXACT for figure in card.own)
    if rests > 1 or stated > card.whole.value or (not rests and exact and stated != card.whole.value):
        entry.report("parts", "figures-sum", total=card.whole.value, sum=stated)


def check_periods(card: Card, entry: Entry) -> None:
    """Bars of different periods are not ranked; a series says which point is unfinished."""
    if card.kind is Kind.BARS:
        periods = {str(figure.covers) for figure in card.figures}
        if len(periods) > 1 and card.comparable:
            entry.report("bars", "figures-periods", periods=", ".join(sorted(periods)))
        if not card.comparable and not card.note:
            entry.report("comparable", "figures-no-note")
    if (
        card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES}
        and len({each.unit.key for each in card.figures}) > 1
    ):
        entry.report("unit", "figures-units-differ")
    if card.kind is Kind.SERIES:
        check_unfinished(card, entry)


def check_unfinished(card: Card, entry: Entry) -> None:
    """A point counted before its period ended says until which day it counts."""
    for point in card.figures:
        if point.covers and not point.until and point.as_of.last < point.covers.last.last:
            entry.page.report(point.line, "figures-unfinished", name=point.address, as_of=point.as_of)
