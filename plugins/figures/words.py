"""A figure in words: its number, its hedge and its unit, in the right plural and the right case.

Numbers, plurals and dates are CLDR's through Babel; units are the content's own; hedges are the theme's.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_skeleton, get_month_names
from babel.numbers import format_compact_decimal

from plugins.figures.model import Approx
from plugins.figures.moment import Step
from plugins.i18n.language import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.figures.model import Figure, Source, Unit
    from plugins.figures.moment import Moment
    from plugins.figures.vocabulary import Vocabulary

MILLION = 1_000_000
THOUSAND = 1_000
FRACTION_DIGITS = 2


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


def told(figure: Figure, words: Vocabulary, form: Form = Form.NATURAL) -> str:
    """A figure as prose has it: «более 59 млн звонков», “more than 59 million calls”."""
    amount = amount_of(figure, words, form)
    if form is Form.NUMBER:
        return amount.number
    approx = hedge_of(figure, form)
    plain = f"{amount.number}{NO_BREAK_SPACE}{amount.unit}" if amount.unit else amount.number
    if approx is Approx.EXACT:
        return plain
    return (
        words.hedges[approx].text.replace(" {amount}", f"{NO_BREAK_SPACE}{plain}").replace("{amount}", plain)
    )


def amount_of(figure: Figure, words: Vocabulary, form: Form = Form.NATURAL) -> Amount:
    """The hedge, the number and the unit, each as this figure needs it."""
    shown, number = shown_number(figure.value, words, form)
    approx = hedge_of(figure, form)
    hedge = words.hedges.get(approx)
    unit = unit_word(figure.unit, shown, words, hedge.case if hedge else "")
    return Amount(hedge.word if hedge else "", number, unit)


def hedge_of(figure: Figure, form: Form) -> Approx:
    """The figure's hedge; a number that is rounded only in being written is “about”."""
    if form is Form.COMPACT and figure.approx is Approx.EXACT and rounded(figure.value) != figure.value:
        return Approx.ABOUT
    return figure.approx


def shown_number(value: Decimal, words: Vocabulary, form: Form) -> tuple[Decimal, str]:
    """The value that a reader sees, and the digits and words it is written with."""
    if form is Form.COMPACT and value >= THOUSAND:
        return rounded(value), compact(rounded(value), words)
    if form in {Form.NATURAL, Form.NUMBER} and value >= MILLION and rounded(value) == value:
        return value, compact(value, words)
    return value, words.language.number(value)


def rounded(value: Decimal) -> Decimal:
    """To one digit after the thousands, millions or milliards: 1438437 is 1400000."""
    if value < THOUSAND:
        return value
    step = Decimal(10) ** ((value.adjusted() // 3) * 3 - 1)
    return (value / step).quantize(Decimal(1)) * step


def compact(value: Decimal, words: Vocabulary) -> str:
    """«59 млн», “59 million”."""
    short = format_compact_decimal(
        value,
        format_type="short" if words.compact == "short" else "long",
        locale=words.language.locale,
        fraction_digits=FRACTION_DIGITS,
    )
    return short.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)


def unit_word(unit: Unit, value: Decimal, words: Vocabulary, case: str = "") -> str:
    """The unit's word for this number: «21 звонок», but «более 21 звонка»; a fraction keeps its own form."""
    forms = unit.forms.get(words.language.code, {})
    category = words.language.plural(value)
    if case and value == value.to_integral_value():
        return forms.get(f"{case}.{category}") or forms.get(f"{case}.other", "")
    return forms.get(category, "")


def unit_plural(figure: Figure, words: Vocabulary) -> str:
    """The unit in its plain plural: «звонков», “calls”."""
    forms = figure.unit.forms.get(words.language.code, {})
    return forms.get("many") or forms.get("other", "")


def period_of(figure: Figure, words: Vocabulary) -> str:
    """The figure's period: the content's own words, or its point in time."""
    own = figure.period.get(words.language.code, "")
    if own or not figure.covers:
        return own
    moment = figure.covers.first.told(words.language)
    if figure.until:
        return words.card["unfinished"].format(period=moment, date=brief(figure.until, words))
    return moment


def day_told(day: Moment, words: Vocabulary) -> str:
    """When something was counted: «27 декабря 2022 г.», «декабрь 2022 г.», «2021 год»."""
    return day.told(words.language) if day.month else words.card["year"].format(year=day.year)


def brief(day: Moment, words: Vocabulary) -> str:
    """A day within a known year: «15 апреля»."""
    return words.language.day_and_month(day.first) if day.day else day.told(words.language)


def tick(moment: Moment, step: Step, words: Vocabulary) -> str:
    """A point's name under a chart: «нояб», “Nov”, «15.04», “2022”."""
    if step is Step.MONTH:
        names = get_month_names("abbreviated", context="stand-alone", locale=words.language.locale)
        return str(names[moment.month]).rstrip(".")
    if step is Step.DAY:
        return format_skeleton("MMdd", moment.first, locale=words.language.locale)
    return str(moment.year)


def label_of(figure: Figure, words: Vocabulary) -> str:
    """What a figure is called on its card."""
    return figure.label.get(words.language.code) or period_of(figure, words)


def source_named(source: Source, words: Vocabulary) -> str:
    """A source in a line: its publisher."""
    return source.publisher.get(words.language.code, "")
