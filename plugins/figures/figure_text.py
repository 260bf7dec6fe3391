"""Formats figures as text: numbers, hedges, units, shares and changes in the right plural and case."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_skeleton, get_month_names
from babel.numbers import format_compact_decimal, format_percent
from msgspec.structs import replace

from plugins.figures.derived import HUNDRED, change_of, derived_figures, share_of
from plugins.figures.model import PERCENT, Approx, Kind
from plugins.i18n.language import bind_spaces
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.model.partial_date import Step

if TYPE_CHECKING:
    from plugins.figures.calculation import Calculation
    from plugins.figures.model import Card, Figure, Unit
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.partial_date import PartialDate

MILLION = 1_000_000
THOUSAND = 1_000
FRACTION_DIGITS = 2
MINUS = "\u2212"
BESIDE_PLACEHOLDER = re.compile(r" (?=\{)|(?<=\}) ")


class Form(StrEnum):
    """How a figure is written: exact with millions in words, all digits, rounded, without hedge or unit."""

    NATURAL = "natural"
    FULL = "full"
    COMPACT = "compact"
    COUNTED = "counted"
    NUMBER = "number"


class Amount(NamedTuple):
    """The three parts of a formatted figure: «более», «59 млн», «звонков»."""

    hedge: str
    number: str
    unit: str
    hedge_follows: bool = False

    @property
    def hedged_number(self) -> str:
        """The number with its hedge where the language puts it: «более 59 млн», «59 млн астам»."""
        parts = (self.number, self.hedge) if self.hedge_follows else (self.hedge, self.number)
        return NO_BREAK_SPACE.join(filter(None, parts))


def format_figure(figure: Figure, vocabulary: Vocabulary, form: Form = Form.NATURAL) -> str:
    """A figure in prose: «более 59 млн звонков», “more than 59 million calls”."""
    amount = format_amount(figure, vocabulary, form)
    if form is Form.NUMBER:
        return amount.number
    approx = _effective_hedge(figure, form)
    if approx is Approx.EXACT or form is Form.COUNTED:
        return NO_BREAK_SPACE.join(filter(None, (amount.number, amount.unit)))
    hedge = vocabulary.hedges[approx]
    bound = replace(hedge, text=BESIDE_PLACEHOLDER.sub(NO_BREAK_SPACE, hedge.text))
    return bound.format(amount.number, amount.unit)


def format_amount(figure: Figure, vocabulary: Vocabulary, form: Form = Form.NATURAL) -> Amount:
    """The parts of a formatted figure; parts that it does not need are empty."""
    if figure.unit is PERCENT:
        number = format_percent_sign(figure.value, vocabulary)
        hedge = vocabulary.hedges.get(figure.approx)
        return Amount(hedge.word, number, "", hedge.follows) if hedge else Amount("", number, "")
    displayed, number = _format_value(figure.value, vocabulary, form)
    approx = _effective_hedge(figure, form)
    hedge = vocabulary.hedges.get(approx)
    unit = unit_form(figure.unit, displayed, vocabulary, hedge.case if hedge else "")
    return Amount(hedge.word, number, unit, hedge.follows) if hedge else Amount("", number, unit)


def _effective_hedge(figure: Figure, form: Form) -> Approx:
    rounded = form is Form.COMPACT and _round_compact(figure.value) != figure.value
    return Approx.ABOUT if rounded and figure.approx is Approx.EXACT else figure.approx


def _format_value(value: Decimal, vocabulary: Vocabulary, form: Form) -> tuple[Decimal, str]:
    if form is Form.COMPACT and value >= THOUSAND:
        return _round_compact(value), _format_compact(_round_compact(value), vocabulary)
    if (
        form in {Form.NATURAL, Form.COUNTED, Form.NUMBER}
        and value >= MILLION
        and _round_compact(value) == value
    ):
        return value, _format_compact(value, vocabulary)
    return value, vocabulary.language.number(value)


def _round_compact(value: Decimal) -> Decimal:
    """Round to tenths of a thousand, million or billion: 1438437 becomes 1400000."""
    if value < THOUSAND:
        return value
    step = Decimal(10) ** ((value.adjusted() // 3) * 3 - 1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _format_compact(value: Decimal, vocabulary: Vocabulary) -> str:
    short = format_compact_decimal(
        value,
        format_type="short" if vocabulary.compact == "short" else "long",
        locale=vocabulary.language.locale,
        fraction_digits=FRACTION_DIGITS,
    )
    return bind_spaces(short)


def format_decimal(value: Decimal) -> str:
    """Digits and a decimal point for machines: no exponent, no trailing zeros."""
    return f"{value.normalize():f}"


def unit_form(unit: Unit, value: Decimal, vocabulary: Vocabulary, case: str = "") -> str:
    """The unit's form for this number, in a grammatical case: «21 звонок», but «более 21 звонка»."""
    forms = unit.forms.get(vocabulary.code, {})
    category = vocabulary.language.plural(value)
    shown = vocabulary.language.displayed(value)
    if case and shown == shown.to_integral_value():
        return forms.get(f"{case}.{category}") or forms.get(f"{case}.other", "")
    return forms.get(category, "")


def counted_words(figure: Figure, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The unit's words that may follow the number as shown, in every case that the unit has words for."""
    displayed, _ = _format_value(figure.value, vocabulary, Form.NUMBER)
    forms = figure.unit.forms.get(vocabulary.code, {})
    cases = ("", *sorted({form.partition(".")[0] for form in forms if "." in form}))
    words = (unit_form(figure.unit, displayed, vocabulary, case) for case in cases)
    return tuple(dict.fromkeys(word for word in words if word))


def unit_plural(figure: Figure, vocabulary: Vocabulary) -> str:
    """The unit's plural: «звонков», “calls”."""
    forms = figure.unit.forms.get(vocabulary.code, {})
    return forms.get("many") or forms.get("other", "")


def format_period(figure: Figure, vocabulary: Vocabulary) -> str:
    """The figure's period: as the content words it, or as a date."""
    own = vocabulary.localize(figure.period)
    if own or not figure.covers:
        return own
    period = figure.covers.format(vocabulary.language)
    if figure.counted_until:
        date = format_day(figure.counted_until, vocabulary)
        return vocabulary.card["unfinished"].format(period=period, date=date)
    return period


def format_as_of(date: PartialDate, vocabulary: Vocabulary) -> str:
    """When something was counted: «27 декабря 2022 г.», «декабрь 2022 г.», «2021 год»."""
    return date.format(vocabulary.language) if date.month else vocabulary.card["year"].format(year=date.year)


def format_day(date: PartialDate, vocabulary: Vocabulary) -> str:
    """A date without its year where the day is known: «15 апреля»."""
    return vocabulary.language.day_and_month(date.first_day) if date.day else date.format(vocabulary.language)


def tick_label(date: PartialDate, step: Step, vocabulary: Vocabulary) -> str:
    """The label of a point on a time axis: «нояб», “Nov”, «15.04», “2022”."""
    if step is Step.MONTH:
        names = get_month_names("abbreviated", context="stand-alone", locale=vocabulary.language.locale)
        return str(names[date.month]).rstrip(".")
    if step in {Step.DAY, Step.WEEK}:
        return format_skeleton("MMdd", date.first_day, locale=vocabulary.language.locale)
    return str(date.year)


def figure_label(figure: Figure, vocabulary: Vocabulary) -> str:
    """A figure's label, or its period if it has none."""
    return vocabulary.localize(figure.label) or format_period(figure, vocabulary)


def full_label(figure: Figure, vocabulary: Vocabulary) -> str:
    """A figure's label and its period: the points of a series have one label."""
    parts = (vocabulary.localize(figure.label), format_period(figure, vocabulary))
    return ", ".join(filter(None, parts))


def format_share(part: Figure, whole: Figure | None, vocabulary: Vocabulary) -> str:
    """The part as a percentage of the whole, «38 %» or «около 55 %»; empty if it cannot be computed."""
    share = share_of(part, whole)
    return format_percentage(share, vocabulary) if share else ""


def format_change(now: Figure, before: Figure | None, vocabulary: Vocabulary) -> str:
    """The change in per cent: «на 12 % больше»; empty if it cannot be computed or is too small."""
    change = change_of(now, before)
    if not change:
        return ""
    if not change.value:
        return vocabulary.change["same"]
    pattern = vocabulary.change["more" if change.value > 0 else "less"]
    return pattern.format(percent=format_percentage(change, vocabulary))


def format_percentage(figure: Figure, vocabulary: Vocabulary) -> str:
    """A computed percentage without its sign and with its hedge: «38 %», «около 55 %»."""
    text = format_percent_sign(abs(figure.value), vocabulary)
    hedge = vocabulary.hedges.get(figure.approx)
    return hedge.format(text) if hedge else text


def format_percent_sign(value: Decimal, vocabulary: Vocabulary) -> str:
    """«12,5 %»."""
    locale = vocabulary.language.locale
    return bind_spaces(format_percent(value / HUNDRED, locale=locale, decimal_quantization=False))


def format_calculation(calculation: Calculation, vocabulary: Vocabulary) -> str:
    """The formula with its numbers: «2 369 − 903 − 530», «59 млн : 107 млн»."""
    terms = [_format_value(operand.value, vocabulary, Form.NUMBER)[1] for operand in calculation.operands]
    division = vocabulary.calculation["division"]
    return calculation.format(terms, minus=MINUS, division=division).replace(" ", NO_BREAK_SPACE)


def list_calculations(card: Card, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a card computes, with its formulas: «доля = часть : 2 369», «Другие темы = 2 369 − 903 − 530»."""
    texts = vocabulary.calculation
    derived = derived_figures(card)
    found = []
    if len(derived) > 1 and card.kind is Kind.SHARE and card.whole:
        whole = _format_value(card.whole.value, vocabulary, Form.NUMBER)[1]
        found.append(texts["shares"].format(whole=whole, division=texts["division"]))
        derived = ()
    stated = card.all_figures
    if card.kind is Kind.SHARES:
        found.append(texts["rests"].format(name=vocabulary.localize(card.columns[1])))
        stated = ()
    computed = [(figure_label(figure, vocabulary), figure) for figure in stated]
    computed += [("", figure) for figure in derived]
    for name, figure in computed:
        if calculation := figure.calculation:
            formula = format_calculation(calculation, vocabulary)
            found.append(texts["entry"].format(name=name or texts[calculation.operator], formula=formula))
    return tuple(found)
