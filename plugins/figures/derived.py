"""What is computed from figures and never typed: shares and changes, no more exact than their inputs.

Rules after the practice of statistical offices: no percentage on a base under 20; a result has no more
significant digits than the least exact of its hedged inputs, and is hedged itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_percent

from plugins.figures.model import Approx
from plugins.i18n.language import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.figures.model import Figure
    from plugins.figures.vocabulary import Vocabulary

LEAST_BASE = 20
MOST_DIGITS = 2
WHOLE = Decimal(100)


def share_of(part: Figure, whole: Figure | None, words: Vocabulary) -> str:
    """The part in per cent of the whole, «38 %» or «около 55 %»; empty where it cannot be computed."""
    if whole is None or whole.value < LEAST_BASE or part.unit.key != whole.unit.key:
        return ""
    return hedged_percent(part.value / whole.value * WHOLE, part, whole, words)


def change_of(now: Figure, before: Figure | None, words: Vocabulary) -> str:
    """How much more or less than before: «на 12 % больше»; empty where it cannot be computed."""
    if before is None or before.value < LEAST_BASE or now.unit.key != before.unit.key:
        return ""
    change = (now.value - before.value) / before.value * WHOLE
    if not change:
        return words.change["same"]
    pattern = words.change["more" if change > 0 else "less"]
    return pattern.format(percent=hedged_percent(abs(change), now, before, words))


def hedged_percent(value: Decimal, one: Figure, other: Figure, words: Vocabulary) -> str:
    """A percentage to the digits its inputs allow, “about” where either is hedged."""
    hedged = [figure for figure in (one, other) if figure.approx is not Approx.EXACT]
    digits = min([MOST_DIGITS, *(significant_digits(figure.value) for figure in hedged)])
    text = percent(to_digits(value, digits), words)
    return words.hedges[Approx.ABOUT].text.replace("{amount}", text) if hedged else text


def significant_digits(value: Decimal) -> int:
    """How many digits a round number states: 59000000 states two."""
    return len(value.normalize().as_tuple().digits)


def to_digits(value: Decimal, digits: int) -> Decimal:
    """The value to so many significant digits, and never finer than one decimal."""
    place = value.adjusted() - digits + 1
    return value.quantize(Decimal(1).scaleb(min(0, max(-1, place)))).normalize() + 0


def percent(value: Decimal, words: Vocabulary) -> str:
    """A value in per cent as the language writes it: «55 %», “55%”."""
    text = format_percent(value / WHOLE, locale=words.language.locale, decimal_quantization=False)
    return text.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)
