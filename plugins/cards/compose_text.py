"""Composes the texts of a card in one language from its figures."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.cards.alt_text import compose_alt_text, format_sources
from plugins.cards.card_text import (
    CHANGE,
    STAR,
    TITLE,
    CardText,
    Row,
    RowGroup,
    SiteLabel,
    TitleFraction,
    TitleText,
)
from plugins.cards.time_axis import axis_position, axis_tick
from plugins.figures.card_html import format_correction
from plugins.figures.derived import HUNDRED, TENTH
from plugins.figures.figure_text import (
    MILLION,
    THOUSAND,
    figure_label,
    format_amount,
    format_calculation,
    format_figure,
    format_period,
    unit_plural,
)
from plugins.figures.model import Kind
from plugins.figures.row_table import row_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

DIGIT_GROUP = re.compile(r"(?<=\d)\u00a0(?=\d{3}(?!\d))")
NARROW_SPACE = "\u202f"
SERIES_ACCENT = 1  # so many series have the accent where the card names none


def compose_card_text(card: Card, set_title: str, site: SiteLabel, vocabulary: Vocabulary) -> CardText:
    """Compose a statistics card; `set_title` says where and when if the card has no label of its own."""
    bind = partial(site.bind, vocabulary=vocabulary)
    text = CardText(
        address=card.address,
        language=vocabulary.code,
        kind=CHANGE if card.before else card.kind,
        title=bind(vocabulary.localize(card.title)),
        brand=site.words,
        number=site.number,
        motif=site.motif,
        source=bind(_compose_source(card, vocabulary)),
        source_with_formulas=bind(_compose_source(card, vocabulary, formulas=True)),
        alt=compose_alt_text(card, vocabulary),
        subtitle=bind(_compose_subtitle(card, set_title, vocabulary)),
        fraction=_find_fraction(card, vocabulary),
        notes=tuple(filter(None, (bind(vocabulary.localize(card.note)),))),
        corrections=tuple(
            bind(format_correction(figure, vocabulary)) for figure in card.all_figures if figure.correction
        ),
        corrected=vocabulary.card["corrected"].capitalize(),
        unknown=vocabulary.card["unknown"],
        omitted=vocabulary.card["omitted"],
        scales=(vocabulary.card["thousands"], vocabulary.card["millions"]),
        line_chart=card.line_chart,
        stacked=card.stacked,
    )
    return _add_groups(text, card, vocabulary) if card.rows else _add_rows(text, card, vocabulary)


def _compose_source(card: Card, vocabulary: Vocabulary, *, formulas: bool = False) -> str:
    """«Источник: ЯСИА, 15 апреля 2022 г.; * наш расчёт: 2 369 − 903 − 530»."""
    source = format_sources(card, vocabulary, f"{vocabulary.card['source']}, {{date}}")
    computed = [format_calculation(each.calculation, vocabulary) for each in card.figures if each.calculation]
    if not computed:
        return source
    formula = f": {', '.join(computed)}" if formulas else ""
    return f"{source}; {STAR} {vocabulary.calculation['mark']}{formula}"


def _compose_subtitle(card: Card, set_title: str, vocabulary: Vocabulary) -> str:
    """What, where and when, and of how many: the card's own label, or the title of its set.

    What the title says already is left out.
    """
    label = vocabulary.localize(card.label) if card.kind is not Kind.NUMBER else ""
    own = label or set_title
    own = "" if own.casefold() in vocabulary.localize(card.title).casefold() else own
    total = card.whole if card.kind in {Kind.SHARE, Kind.BARS} else None
    return ", ".join(filter(None, (own, _labeled_amount(total, vocabulary) if total else "")))


def _find_fraction(card: Card, vocabulary: Vocabulary) -> TitleFraction | None:
    """The fraction that the title names, if the card has a whole that it is a part of."""
    if not (card.whole or card.kind is Kind.SHARES):
        return None
    found = vocabulary.find_fraction(vocabulary.localize(card.title))
    return TitleFraction(float(found[0]), found[1]) if found else None


def _add_rows(text: CardText, card: Card, vocabulary: Vocabulary) -> CardText:
    figures = (card.before, *card.figures) if card.before else card.figures
    loud = _accented(card)
    rows = tuple(_compose_row(each, card, vocabulary, accent=each.address in loud) for each in figures)
    whole = _compose_row(card.whole, card, vocabulary) if card.whole else None
    return replace(
        text,
        rows=rows,
        whole=whole,
        whole_text=_labeled_amount(card.whole, vocabulary) if card.whole else "",
        words=_compose_words(card, vocabulary) if card.kind is Kind.NUMBER else "",
        count=int(card.figures[0].value) if _is_counted(card) else 0,
    )


def _is_counted(card: Card) -> bool:
    return card.kind is Kind.NUMBER and not (card.whole or card.before) and card.figures[0].is_small_count


def _accented(card: Card) -> frozenset[str]:
    """The addresses of the figures with the accent: those listed, else the greatest, if comparable."""
    if card.kind in {Kind.NUMBER, Kind.GRID}:
        return frozenset(figure.address for figure in card.figures)
    if not card.comparable:
        return frozenset()
    if card.accent:
        listed = (each for each in card.figures if each.address.rpartition(".")[2] in card.accent)
        return frozenset(figure.address for figure in listed)
    stated = [figure for figure in card.figures if not figure.remainder]
    greatest = max((figure.value for figure in stated), default=0)
    found = [figure.address for figure in stated if figure.value == greatest]
    return frozenset(found if len(found) < len(stated) else ())


def _compose_row(figure: Figure, card: Card, vocabulary: Vocabulary, *, accent: bool = False) -> Row:
    amount = format_amount(figure, vocabulary)
    words = _row_label(figure, card, vocabulary)
    if figure.counted_until and not card.step:
        words = vocabulary.card["unfinished"].format(
            period=words, date=vocabulary.language.day_and_month(figure.counted_until.last_day)
        )
    if card.kind is Kind.GRID or card.before:
        words = f"{amount.unit}{',' if words[:1].isupper() and amount.unit else ''} {words}"
    tick, year = axis_tick(figure, card, vocabulary)
    return Row(
        label=vocabulary.bind_short_words(words.strip()),
        value=float(figure.value),
        hedge=amount.hedge,
        hedge_follows=amount.hedge_follows,
        number=DIGIT_GROUP.sub(NARROW_SPACE, amount.number),
        scaled=_scaled_numbers(figure, card, vocabulary),
        tick=tick,
        year=year,
        position=axis_position(figure, card),
        accent=accent,
        unfinished=figure.counted_until is not None,
        computed=figure.calculation is not None,
    )


def _row_label(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """A number's period, or the label of the value before it if that has the same period; else the label."""
    if card.kind is not Kind.NUMBER:
        return figure_label(figure, vocabulary)
    period, now = format_period(figure, vocabulary), format_period(card.figures[0], vocabulary)
    return figure_label(figure, vocabulary) if figure is card.before and period == now else period


def _scaled_numbers(figure: Figure, card: Card, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The value in thousands and in millions, for charts where it does not fit; with one decimal if small."""
    found = []
    for step in (THOUSAND, MILLION) if card.step else ():
        greatest = max(each.value for each in card.figures)
        place = Decimal(1) if greatest >= step * HUNDRED else TENTH
        found.append(vocabulary.language.number((figure.value / step).quantize(place, ROUND_HALF_UP)))
    return tuple(found)


def _compose_words(card: Card, vocabulary: Vocabulary) -> str:
    """What stands beside a number: its unit, its period, and the sentence that places it."""
    figure = card.figures[0]
    unit = format_amount(figure, vocabulary).unit
    words = " ".join(filter(None, (unit, format_period(figure, vocabulary))))
    return vocabulary.bind_short_words("; ".join(filter(None, (words, vocabulary.localize(card.context)))))


def _labeled_amount(figure: Figure, vocabulary: Vocabulary) -> str:
    """«с 2020 года — более 107 млн звонков»."""
    label, amount = figure_label(figure, vocabulary), format_figure(figure, vocabulary)
    text = vocabulary.card["whole"].format(label=label[:1].lower() + label[1:], amount=amount)
    return DIGIT_GROUP.sub(NARROW_SPACE, vocabulary.bind_short_words(text))


def _add_groups(text: CardText, card: Card, vocabulary: Vocabulary) -> CardText:
    bind = vocabulary.bind_short_words
    loud = _accented_rows(card)
    groups = tuple(
        RowGroup(
            label=bind(row_name(row, vocabulary)),
            rows=tuple(
                _compose_row(each, card, vocabulary, accent=row.key in loud) if each else None
                for each in row.figures
            ),
            accent=row.key in loud,
        )
        for row in card.rows
    )
    heads = tuple(bind(head) for head in _column_heads(card, vocabulary))
    return replace(text, groups=groups, heads=heads)


def _accented_rows(card: Card) -> Iterable[str]:
    """The keys of the rows with the accent: those listed, else the first series, or every part of shares."""
    if card.accent or card.kind is Kind.TABLE:
        return card.accent
    return [row.key for row in card.rows][: SERIES_ACCENT if card.kind is Kind.SERIES else None]


def _column_heads(card: Card, vocabulary: Vocabulary) -> Iterable[str]:
    """The names of the columns, with their unit where the units of a table differ."""
    several = len({figure.unit.key for figure in card.figures}) > 1
    for index, name in enumerate(card.columns):
        column = [row.figures[index] for row in card.rows if len(row.figures) > index]
        units = {unit_plural(figure, vocabulary) for figure in column if figure}
        unit = units.pop() if len(units) == 1 else ""
        own = vocabulary.localize(name)
        yield f"{own}, {unit}" if several and unit and unit not in own.lower() else own


def compose_title_card(address: str, text: TitleText, site: SiteLabel, vocabulary: Vocabulary) -> CardText:
    """Compose the card of an item or a topic without figures."""
    return CardText(
        address=address,
        language=vocabulary.code,
        kind=TITLE,
        title=site.bind(text.title, vocabulary),
        words=site.bind(text.words, vocabulary),
        date=text.date,
        brand=site.name,
        number=site.number,
        motif=site.motif,
        source="",
        alt=vocabulary.alt["title"].format(title=text.title.rstrip("."), site=site.name),
    )
