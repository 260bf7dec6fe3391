"""Percentages computed from stated figures: shares of a whole, and changes since before.

None is computed of a base under 20, or with more significant digits than the least exact hedged input has.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from plugins.figures.calculation import Calculation, Operand, Operator
from plugins.figures.model import PERCENT, Approx, Figure, Kind

if TYPE_CHECKING:
    from plugins.figures.model import Card

MIN_BASE = 20  # of a percentage
MAX_DIGITS = 2  # significant digits of a percentage
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
SHARE_KINDS = frozenset({Kind.SHARE, Kind.NUMBER})


def share_of(part: Figure, whole: Figure | None) -> Figure | None:
    """The part as a percentage of the whole; None if it cannot be computed.

    A part smaller than the whole is never 100 per cent, and one greater than nothing never 0: such a share
    is “more than 99.9” or “at most 0.1” per cent.
    """
    if whole is None or not _is_computable(part, whole):
        return None
    exact = part.value / whole.value * HUNDRED
    value, approx = _round_percentage(exact, part, whole), _hedge(part, whole)
    if exact < HUNDRED <= value:
        value = exact.quantize(TENTH, ROUND_HALF_UP)
        value, approx = (HUNDRED - TENTH, Approx.MORE) if value == HUNDRED else (value, approx)
    elif exact and not value:
        value, approx = TENTH, Approx.AT_MOST
    return _derive(Operator.SHARE, value, approx, part, whole)


def change_of(now: Figure, before: Figure | None) -> Figure | None:
    """The change in per cent, negative for a fall; None if it cannot be computed or is too small to state."""
    if before is None or not _is_computable(now, before):
        return None
    exact = (now.value - before.value) / before.value * HUNDRED
    value = _round_percentage(exact, now, before)
    if exact and not value:
        return None
    return _derive(Operator.CHANGE, value, _hedge(now, before), now, before)


def derived_figures(card: Card) -> tuple[Figure, ...]:
    """The percentages that a card shows beside its figures: `set.card.part|share` and `set.card|change`."""
    parts = card.figures if card.kind in SHARE_KINDS else ()
    found = [share_of(part, card.whole) for part in parts]
    found += [change_of(part, card.before) for part in parts[:1]]
    return tuple(figure for figure in found if figure)


def _is_computable(one: Figure, base: Figure) -> bool:
    return base.value >= MIN_BASE and one.unit.key == base.unit.key


def _hedge(*figures: Figure) -> Approx:
    exact = all(figure.approx is Approx.EXACT for figure in figures)
    return Approx.EXACT if exact else Approx.ABOUT


def _round_percentage(value: Decimal, *inputs: Figure) -> Decimal:
    """Round half up to the significant digits that the inputs allow, and at most one decimal."""
    hedged = [figure for figure in inputs if figure.approx is not Approx.EXACT]
    digits = min([MAX_DIGITS, *(_significant_digits(figure.value) for figure in hedged)])
    place = value.adjusted() - digits + 1
    step = Decimal(1).scaleb(min(0, max(-1, place)))
    return value.quantize(step, ROUND_HALF_UP).normalize() + 0


def _significant_digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _derive(operator: Operator, value: Decimal, approx: Approx, one: Figure, base: Figure) -> Figure:
    operands = tuple(Operand(figure.address, figure.value) for figure in (one, base))
    return Figure(
        address=f"{one.address}|{operator}",
        value=value,
        unit=PERCENT,
        label=one.label,
        as_of=max(one.as_of, base.as_of),
        source=one.source,
        path=one.path,
        line=one.line,
        approx=approx,
        period=one.period,
        covers=one.covers,
        calculation=Calculation(operator, operands),
    )
