"""Formats figures as text: numbers, hedges, units, shares and changes in the right plural and case.

CLDR (through Babel) gives numbers, plurals and dates; the content gives units; the theme gives hedges.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_skeleton, get_month_names
from babel.numbers import format_compact_decimal, format_percent

from plugins.figures.model import Approx, Step
from plugins.i18n.language import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.figures.model import Figure, PartialDate, Source, Unit
    from plugins.figures.vocabulary import Vocabulary

MILLION = 1_000_000
THOUSAND = 1_000
FRACTION_DIGITS = 2
MIN_BASE = 20
MAX_DIGITS = 2
HUNDRED = Decimal(100)


class Form(StrEnum):
    """How a figure is written: millions in words if nothing is lost, all digits, rounded, number alone."""

    NATURAL = "natural"
    FULL = "full"
    COMPACT = "compact"
    NUMBER = "number"


class Amount(NamedTuple):
    """A figure in three pieces, to be set apart on a card: «более», «59 млн», «звонков»."""

    hedge: str
    number: str
    unit: str


def format_figure(figure: Figure, vocabulary: Vocabulary, form: Form = Form.NATURAL) -> str:
    """A figure as prose has it: «более 59 млн звонков», “more than 59 million calls”."""
    amount = format_amount(figure, vocabulary, form)
    if form is Form.NUMBER:
        return amount.number
    approx = effective_hedge(figure, form)
    plain = f"{amount.number}{NO_BREAK_SPACE}{amount.unit}" if amount.unit else amount.number
    if approx is Approx.EXACT:
        return plain
    return (
        vocabulary.hedges[approx]
        .text.replace(" {amount}", f"{NO_BREAK_SPACE}{plain}")
        .replace("{amount}", plain)
    )


def format_amount(figure: Figure, vocabulary: Vocabulary, form: Form = Form.NATURAL) -> Amount:
    """The hedge, the number and the unit, each as this figure needs it."""
    shown, number = format_value(figure.value, vocabulary, form)
    approx = effective_hedge(figure, form)
    hedge = vocabulary.hedges.get(approx)
    unit = unit_form(figure.unit, shown, vocabulary, hedge.case if hedge else "")
    return Amount(hedge.word if hedge else "", number, unit)


def effective_hedge(figure: Figure, form: Form) -> Approx:
    """The figure's hedge; a number that is rounded only in being written is “about”."""
    if form is Form.COMPACT and figure.approx is Approx.EXACT and round_compact(figure.value) != figure.value:
        return Approx.ABOUT
    return figure.approx


def format_value(value: Decimal, vocabulary: Vocabulary, form: Form) -> tuple[Decimal, str]:
    """The value that a reader sees, and the digits and words it is written with."""
    if form is Form.COMPACT and value >= THOUSAND:
        return round_compact(value), format_compact(round_compact(value), vocabulary)
    if form in {Form.NATURAL, Form.NUMBER} and value >= MILLION and round_compact(value) == value:
        return value, format_compact(value, vocabulary)
    return value, vocabulary.language.number(value)


def round_compact(value: Decimal) -> Decimal:
    """To one digit after the thousands, millions or milliards: 1438437 is 1400000."""
    if value < THOUSAND:
        return value
    step = Decimal(10) ** ((value.adjusted() // 3) * 3 - 1)
    return (value / step).quantize(Decimal(1)) * step


def format_compact(value: Decimal, vocabulary: Vocabulary) -> str:
    """«59 млн», “59 million”."""
    short = format_compact_decimal(
        value,
        format_type="short" if vocabulary.compact == "short" else "long",
        locale=vocabulary.language.locale,
        fraction_digits=FRACTION_DIGITS,
    )
    return short.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)


def unit_form(unit: Unit, value: Decimal, vocabulary: Vocabulary, case: str = "") -> str:
    """The unit's word for this number: «21 звонок», but «более 21 звонка»; a fraction keeps its own form."""
    forms = unit.forms.get(vocabulary.language.code, {})
    category = vocabulary.language.plural(value)
    if case and value == value.to_integral_value():
        return forms.get(f"{case}.{category}") or forms.get(f"{case}.other", "")
    return forms.get(category, "")


def unit_plural(figure: Figure, vocabulary: Vocabulary) -> str:
    """The unit in its plain plural: «звонков», “calls”."""
    forms = figure.unit.forms.get(vocabulary.language.code, {})
    return forms.get("many") or forms.get("other", "")


def format_period(figure: Figure, vocabulary: Vocabulary) -> str:
    """The figure's period: the content's own vocabulary, or its point in time."""
    own = figure.period.get(vocabulary.language.code, "")
    if own or not figure.covers:
        return own
    moment = figure.covers.first.format(vocabulary.language)
    if figure.counted_until:
        return vocabulary.card["unfinished"].format(
            period=moment, date=format_day(figure.counted_until, vocabulary)
        )
    return moment


def format_as_of(day: PartialDate, vocabulary: Vocabulary) -> str:
    """When something was counted: «27 декабря 2022 г.», «декабрь 2022 г.», «2021 год»."""
    return day.format(vocabulary.language) if day.month else vocabulary.card["year"].format(year=day.year)


def format_day(day: PartialDate, vocabulary: Vocabulary) -> str:
    """A day within a known year: «15 апреля»."""
    return vocabulary.language.day_and_month(day.first_day) if day.day else day.format(vocabulary.language)


def tick_label(moment: PartialDate, step: Step, vocabulary: Vocabulary) -> str:
    """A point's name under a chart: «нояб», “Nov”, «15.04», “2022”."""
    if step is Step.MONTH:
        names = get_month_names("abbreviated", context="stand-alone", locale=vocabulary.language.locale)
        return str(names[moment.month]).rstrip(".")
    if step is Step.DAY:
        return format_skeleton("MMdd", moment.first_day, locale=vocabulary.language.locale)
    return str(moment.year)


def figure_label(figure: Figure, vocabulary: Vocabulary) -> str:
    """What a figure is called on its card."""
    return figure.label.get(vocabulary.language.code) or format_period(figure, vocabulary)


def publisher_name(source: Source, vocabulary: Vocabulary) -> str:
    """A source in a line: its publisher."""
    return source.publisher.get(vocabulary.language.code, "")


def format_share(part: Figure, whole: Figure | None, vocabulary: Vocabulary) -> str:
    """The part in per cent of the whole, «38 %» or «около 55 %»; empty where it cannot be computed."""
    if whole is None or whole.value < MIN_BASE or part.unit.key != whole.unit.key:
        return ""
    return format_hedged_percent(part.value / whole.value * HUNDRED, part, whole, vocabulary)


def format_change(now: Figure, before: Figure | None, vocabulary: Vocabulary) -> str:
    """How much more or less than before: «на 12 % больше»; empty where it cannot be computed."""
    if before is None or before.value < MIN_BASE or now.unit.key != before.unit.key:
        return ""
    change = (now.value - before.value) / before.value * HUNDRED
    if not change:
        return vocabulary.change["same"]
    pattern = vocabulary.change["more" if change > 0 else "less"]
    return pattern.format(percent=format_hedged_percent(abs(change), now, before, vocabulary))


def format_hedged_percent(value: Decimal, one: Figure, other: Figure, vocabulary: Vocabulary) -> str:
    """A percentage to the digits its inputs allow, “about” where either is hedged."""
    hedged = [figure for figure in (one, other) if figure.approx is not Approx.EXACT]
    digits = min([MAX_DIGITS, *(significant_digits(figure.value) for figure in hedged)])
    text = format_percentage(round_to_digits(value, digits), vocabulary)
    return vocabulary.hedges[Approx.ABOUT].text.replace("{amount}", text) if hedged else text


def significant_digits(value: Decimal) -> int:
    """How many digits a round number states: 59000000 states two."""
    return len(value.normalize().as_tuple().digits)


def round_to_digits(value: Decimal, digits: int) -> Decimal:
    """The value to so many significant digits, and never finer than one decimal."""
    place = value.adjusted() - digits + 1
    return value.quantize(Decimal(1).scaleb(min(0, max(-1, place)))).normalize() + 0


def format_percentage(value: Decimal, vocabulary: Vocabulary) -> str:
    """A value in per cent as the language writes it: «55 %», “55%”."""
    text = format_percent(value / HUNDRED, locale=vocabulary.language.locale, decimal_quantization=False)
    return text.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)
