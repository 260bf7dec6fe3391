"""Checks of a card that has been read: its values, its periods and what it claims."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.figures.claims import check_claims, check_periods
from plugins.figures.data_words import DataWords
from plugins.figures.model import Approx, Card, Figure, Kind
from plugins.model.partial_date import UNKNOWN_DATE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from plugins.diagnostics.field_reader import FieldReader
    from plugins.figures.claim_words import ClaimWords

MAX_TITLE_WORDS = 15  # the practice of the UK's Office for National Statistics
FIGURE_COUNTS = {
    Kind.NUMBER: (1, 1),
    Kind.BARS: (1, 12),
    Kind.SERIES: (2, 36),
    Kind.SHARE: (2, 6),
    Kind.SHARES: (2, 6),
    Kind.GRID: (2, 6),
    Kind.TABLE: (2, 8),
}
"""The fewest and the most figures of a card, of shares and tables rows."""
SERIES_COUNT, COLUMN_COUNT = (2, 6), (1, 3)
ALWAYS_ROUND_BELOW = 10  # may be hedged whatever the digits


NO_WORDS = DataWords({}, frozenset(), frozenset(), frozenset(), frozenset())


class Rules(Struct, frozen=True):
    """What figures are checked against.

    `cases[language]` are the grammatical cases that the language's hedges require of a unit,
    `claims[language]` the words of its claims, `data` those of tables; no date may lie after `today`.
    """

    cases: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, ClaimWords] = field(default_factory=dict)
    today: dt.date | None = None
    data: DataWords = NO_WORDS

    def check_card(self, card: Card, fields: FieldReader) -> None:
        """Report what is wrong with a card and with the figures that it defines."""
        _check_title(card, fields)
        _check_length(card, fields)
        own = [figure for figure in card.own_figures if figure.path == fields.context.path]
        for figure in own:
            _check_figure(figure, fields)
            for code, values in check_periods(figure, self.claims):
                fields.context.report(figure.line, code, name=figure.address, **values)
        self._check_dates(own, fields)
        _check_whole(card, fields)
        _check_before(card, fields)
        _check_periods(card, fields)
        _check_context(card, fields)
        _check_accent(card, fields)
        _check_stack(card, fields)
        for code, values in check_claims(card, self.claims):
            fields.report("title", code, **values)

    def _check_dates(self, figures: Sequence[Figure], fields: FieldReader) -> None:
        """Report dates in the future, each once: nothing is counted that is yet to happen."""
        told = set()
        for figure in figures:
            dates = {"as_of": figure.as_of, "until": figure.counted_until, "date": figure.source.date}
            for key, date in dates.items():
                if self.today and date and date.first_day > self.today and (key, date) not in told:
                    told.add((key, date))
                    values = {"name": figure.address, "key": key, "date": date, "today": self.today}
                    fields.context.report(figure.line, "figures-future", **values)


def _check_title(card: Card, fields: FieldReader) -> None:
    for language, title in card.title.items():
        if (count := len(title.split())) > MAX_TITLE_WORDS:
            fields.report("title", "figures-long-title", language=language, count=count, most=MAX_TITLE_WORDS)


def _check_length(card: Card, fields: FieldReader) -> None:
    least, most = FIGURE_COUNTS[card.kind]
    counts = [len(card.rows or card.figures)]
    if card.kind is Kind.SERIES and card.rows:
        counts = [len(row.figures) for row in card.rows]
        _check_rows(len(card.rows), SERIES_COUNT, "figures-series-count", fields)
    if card.kind is Kind.TABLE:
        _check_rows(len(card.columns), COLUMN_COUNT, "figures-column-count", fields)
    for count in (count for count in counts if not least <= count <= most):
        fields.report("kind", "figures-count", kind=card.kind, least=least, most=most, count=count)


def _check_rows(count: int, limits: tuple[int, int], code: str, fields: FieldReader) -> None:
    least, most = limits
    if not least <= count <= most:
        fields.report("kind", code, least=least, most=most, count=count)


def _check_context(card: Card, fields: FieldReader) -> None:
    """A number needs something that places it, except a small count, which is drawn as so many marks."""
    placed = card.whole or card.before or card.context
    if card.kind is Kind.NUMBER and not placed and not card.figures[0].is_small_count:
        fields.report("value", "figures-bare-number")


def _check_accent(card: Card, fields: FieldReader) -> None:
    listed = [row.key for row in card.rows] or [each.address.rpartition(".")[2] for each in card.figures]
    for key in card.accent:
        if key not in listed:
            fields.report("accent", "figures-accent", typed=key, known=", ".join(listed))


def _check_stack(card: Card, fields: FieldReader) -> None:
    """Stacked series need a value of each at the same times, and no two series the same id."""
    keys = [row.key for row in card.rows]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        fields.report("series" if card.step else "rows", "figures-duplicate-row", typed=key)
    dates = {tuple(str(each.covers) for each in row.figures if each) for row in card.rows}
    if card.stacked and (not card.rows or len(dates) > 1):
        fields.report("stack", "figures-stack")


def _check_figure(figure: Figure, fields: FieldReader) -> None:
    hedged = figure.approx not in {Approx.EXACT, Approx.AT_MOST}
    if hedged and not figure.remainder and not _is_round(figure.value):
        fields.context.report(figure.line, "figures-hedge", name=figure.address, value=figure.value)
    until, covers = figure.counted_until, figure.covers
    reached = until or (covers.last if covers else None)
    if reached and figure.as_of != UNKNOWN_DATE and reached.first_day > figure.as_of.last_day:
        values = {"name": figure.address, "as_of": figure.as_of, "period": reached}
        fields.context.report(figure.line, "figures-too-early", **values)
    if figure.correction and figure.correction.value == figure.value:
        fields.context.report(figure.line, "figures-same-correction", name=figure.address, value=figure.value)
    if until and covers and not covers.first.first_day <= until.first_day <= covers.last.last_day:
        fields.context.report(figure.line, "figures-until", name=figure.address, until=until)


def _is_round(value: Decimal) -> bool:
    """Whether a number may be approximate: 60, 65000, 2.5 and 7, but not 37152."""
    digits = value.normalize().as_tuple()
    return value < ALWAYS_ROUND_BELOW or int(digits.exponent) >= 1


def _check_whole(card: Card, fields: FieldReader) -> None:
    if card.whole is None:
        return
    whole = card.whole.covers
    spans = [figure.covers for figure in card.figures if figure.covers]
    if outside := [span for span in spans if whole and not whole.contains(span)]:
        key = "whole" if fields.has("whole") else "total"
        fields.report(key, "figures-whole-period", whole=whole, covers=outside[0])
    if card.kind is Kind.NUMBER:
        if card.whole.value < card.figures[0].value:
            fields.report("whole", "figures-whole", whole=card.whole.value, value=card.figures[0].value)
        return
    stated = sum((part.value for part in card.figures if not part.remainder), Decimal(0))
    remainders = sum(part.remainder for part in card.figures)
    exact = card.kind is Kind.SHARE and all(figure.approx is Approx.EXACT for figure in card.all_figures)
    if (
        remainders > 1
        or stated > card.whole.value
        or (not remainders and exact and stated != card.whole.value)
    ):
        fields.report("parts", "figures-sum", total=card.whole.value, sum=stated)


def _check_before(card: Card, fields: FieldReader) -> None:
    """Report a value before whose time is unknown, or is not before."""
    before, now = card.before, card.figures[0] if card.figures else None
    if before is None or now is None or now.covers is None:
        return
    if before.covers is None:
        fields.report("before", "figures-before-covers", covers=now.covers)
    elif before.covers.first >= now.covers.first:
        fields.report("before", "figures-before-later", before=before.covers, covers=now.covers)


def _check_periods(card: Card, fields: FieldReader) -> None:
    if card.kind is Kind.BARS:
        periods = {str(figure.covers) for figure in card.figures}
        if len(periods) > 1 and card.comparable:
            fields.report("bars", "figures-periods", periods=", ".join(sorted(periods)))
        if not card.comparable and not card.note:
            fields.report("comparable", "figures-no-note")
    units = {figure.unit.key for figure in card.figures}
    if card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES, Kind.SHARES} and len(units) > 1:
        fields.report("unit", "figures-units-differ")
    if card.kind is Kind.SERIES:
        _check_unfinished(card, fields)


def _check_unfinished(card: Card, fields: FieldReader) -> None:
    for point in card.figures:
        if point.covers and not point.counted_until and point.as_of.last_day < point.covers.last.last_day:
            fields.context.report(point.line, "figures-unfinished", name=point.address, as_of=point.as_of)
