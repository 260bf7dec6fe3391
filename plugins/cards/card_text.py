"""The texts of a card in one language, resolved to the last word.

A `CardText` holds everything that shapes a picture besides its size and colors.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.figures.card_html import format_correction
from plugins.figures.figure_text import (
    figure_label,
    format_amount,
    format_as_of,
    format_change,
    format_day,
    format_figure,
    format_period,
    format_share,
    publisher_name,
    tick_label,
    unit_form,
)
from plugins.figures.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

NARROW_GROUPS = str.maketrans({"\u00a0": "\u202f"})
TITLE = "title"
LARGE_NUMBER_KINDS = (Kind.NUMBER, Kind.GRID)  # their numbers are large, so the groups of digits stand closer
PLURAL_SAMPLE = Decimal(5)  # what an axis counts is named in the plural
MAX_LISTED = 12


class Row(Struct, frozen=True):
    """One figure as it is drawn."""

    label: str
    value: float
    hedge: str = ""
    number: str = ""
    unit: str = ""
    share: str = ""
    tick: str = ""
    year: str = ""
    unfinished: bool = False
    remainder: bool = False


class CardText(Struct, frozen=True):
    """A card in one language. `kicker` is the line above the title, `notes` those below the chart."""

    address: str
    language: str
    kind: str
    title: str
    kicker: str
    site: str
    source: str
    alt: str
    subtitle: str = ""
    rows: tuple[Row, ...] = ()
    whole: Row | None = None
    whole_text: str = ""
    change: str = ""
    before: str = ""
    rising: bool | None = None
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    ranked: bool = False
    line_chart: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that is drawn."""
        rows = (*self.rows, *((self.whole,) if self.whole else ()))
        words = [word for row in rows for word in (row.label, row.hedge, row.number, row.unit, row.tick)]
        own = (
            self.title,
            self.kicker,
            self.subtitle,
            self.site,
            self.source,
            self.whole_text,
            self.change,
            self.before,
        )
        return (*own, *self.notes, *self.corrections, *words)


def compose_card_text(card: Card, kicker: str, site: str, vocabulary: Vocabulary) -> CardText:
    """A statistics card in one language; `kicker` is its set's title, `site` the site's name."""
    source = format_sources(card, vocabulary, vocabulary.card["source"])
    as_of = vocabulary.card["as_of"].format(date=format_as_of(card.as_of, vocabulary))
    return CardText(
        address=card.address,
        language=vocabulary.language.code,
        kind=card.kind,
        title=vocabulary.bind_short_words(card.title[vocabulary.language.code]),
        kicker=vocabulary.bind_short_words(kicker),
        site=site,
        source=vocabulary.bind_short_words(f"{source}, {as_of}"),
        alt=compose_alt_text(card, vocabulary),
        subtitle=vocabulary.bind_short_words(subtitle(card, vocabulary)),
        rows=tuple(compose_row(figure, card, vocabulary) for figure in card.figures),
        whole=compose_row(card.whole, card, vocabulary) if card.whole else None,
        whole_text=labeled_amount(card.whole, vocabulary) if card.whole else "",
        change=format_change(card.figures[0], card.before, vocabulary) if card.before else "",
        before=labeled_amount(card.before, vocabulary) if card.before else "",
        rising=is_rising(card),
        notes=tuple(vocabulary.bind_short_words(note) for note in list_notes(card, vocabulary)),
        corrections=tuple(vocabulary.bind_short_words(line) for line in list_corrections(card, vocabulary)),
        ranked=card.comparable and card.kind is Kind.BARS,
        line_chart=card.line_chart,
    )


def subtitle(card: Card, vocabulary: Vocabulary) -> str:
    """What the marks of a chart count: the card's own label, or the unit and the period."""
    if card.kind in {Kind.NUMBER, Kind.GRID}:
        return ""
    if own := card.label.get(vocabulary.language.code):
        return own
    first = card.figures[0]
    unit = unit_form(first.unit, PLURAL_SAMPLE, vocabulary)
    return ", ".join(
        filter(None, (unit[:1].upper() + unit[1:], first.period.get(vocabulary.language.code, "")))
    )


def compose_row(figure: Figure, card: Card, vocabulary: Vocabulary) -> Row:
    """One figure, its label, its number and its share in vocabulary."""
    amount = format_amount(figure, vocabulary)
    at = figure.covers.first if figure.covers and card.step else None
    share_base = card.whole if card.kind in {Kind.SHARE, Kind.NUMBER} else None
    return Row(
        label=vocabulary.bind_short_words(
            figure_label(figure, vocabulary) if card.kind is not Kind.NUMBER else named(figure, vocabulary)
        ),
        value=float(figure.value),
        hedge=amount.hedge,
        number=amount.number.translate(NARROW_GROUPS) if card.kind in LARGE_NUMBER_KINDS else amount.number,
        unit=amount.unit,
        share=format_share(figure, share_base, vocabulary),
        tick=tick_label(at, card.step, vocabulary) if at and card.step else "",
        year=str(at.year) if at and at.month else "",
        unfinished=figure.unfinished,
        remainder=figure.remainder,
    )


def named(figure: Figure, vocabulary: Vocabulary) -> str:
    """What stands after a single number: its period."""
    return format_period(figure, vocabulary)


def labeled_amount(figure: Figure, vocabulary: Vocabulary) -> str:
    """«с 2020 года — более 107 млн звонков»."""
    return vocabulary.bind_short_words(
        vocabulary.card["whole"].format(
            label=figure_label(figure, vocabulary), amount=format_figure(figure, vocabulary)
        )
    )


def is_rising(card: Card) -> bool | None:
    """Whether the number grew; nothing where it is compared with none, or stayed."""
    if card.before is None or card.before.value == card.figures[0].value:
        return None
    return card.figures[0].value > card.before.value


def list_notes(card: Card, vocabulary: Vocabulary) -> Iterator[str]:
    """The card's own note, and what an unfinished period means."""
    if own := card.note.get(vocabulary.language.code):
        yield own
    for figure in card.unfinished[:1]:
        if figure.counted_until:
            yield vocabulary.card["unfinished_note"].format(date=format_day(figure.counted_until, vocabulary))


def list_corrections(card: Card, vocabulary: Vocabulary) -> Iterator[str]:
    """What stood on the card before it was corrected."""
    return (format_correction(figure, vocabulary) for figure in card.all_figures if figure.correction)


def compose_title_card(address: str, title: str, kicker: str, site: str, vocabulary: Vocabulary) -> CardText:
    """The card of an item or a topic that has no figures to show: its title in the same design."""
    return CardText(
        address=address,
        language=vocabulary.language.code,
        kind=TITLE,
        title=vocabulary.bind_short_words(title),
        kicker=vocabulary.bind_short_words(kicker),
        site=site,
        source="",
        alt=vocabulary.alt["title"].format(title=title.rstrip("."), site=site),
    )


def compose_alt_text(card: Card, vocabulary: Vocabulary) -> str:
    """«Больше половины … 2022 год. Карточка с числом: более 59 млн звонков в 2022 году. Источник: …»."""
    title = card.title[vocabulary.language.code].rstrip(".")
    whole = format_figure(card.whole, vocabulary) if card.whole else ""
    sentence = vocabulary.alt[card.kind].format(figures=describe_figures(card, vocabulary), whole=whole)
    return f"{title}. {sentence} {format_sources(card, vocabulary, vocabulary.alt['source'])}"


def describe_figures(card: Card, vocabulary: Vocabulary) -> str:
    """The figures of a card in one sentence."""
    if card.kind is Kind.NUMBER:
        return describe_number(card, vocabulary)
    if len(card.figures) > MAX_LISTED:
        return describe_series(card, vocabulary)
    return "; ".join(describe_entry(figure, card, vocabulary) for figure in card.figures)


def describe_number(card: Card, vocabulary: Vocabulary) -> str:
    """The number with its period, what it is part of, and how it changed."""
    figure = card.figures[0]
    first = " ".join(filter(None, (format_figure(figure, vocabulary), format_period(figure, vocabulary))))
    others = [
        vocabulary.alt["entry"].format(
            label=figure_label(other, vocabulary), amount=format_figure(other, vocabulary)
        )
        for other in (card.whole, card.before)
        if other
    ]
    return ", ".join(filter(None, (first, *others, format_change(figure, card.before, vocabulary))))


def describe_entry(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """«по вопросам мобилизации — 903 звонка (38 %)»; a point is named by its period."""
    label = (
        format_period(figure, vocabulary) if card.kind is Kind.SERIES else figure_label(figure, vocabulary)
    )
    text = vocabulary.alt["entry"].format(label=label, amount=format_figure(figure, vocabulary))
    share = format_share(figure, card.whole, vocabulary) if card.kind is Kind.SHARE else ""
    return f"{text} ({share})" if share else text


def describe_series(card: Card, vocabulary: Vocabulary) -> str:
    """A long row of figures by its ends and its extremes."""
    most = max(card.figures, key=lambda figure: figure.value)
    least = min(card.figures, key=lambda figure: figure.value)
    return vocabulary.alt["series_summary"].format(
        first=format_period(card.figures[0], vocabulary),
        last=format_period(card.figures[-1], vocabulary),
        most=describe_entry(most, card, vocabulary),
        least=describe_entry(least, card, vocabulary),
    )


def format_sources(card: Card, vocabulary: Vocabulary, pattern: str) -> str:
    """«Источник: …, данные на 27 декабря 2022 г.», every source once."""
    names = ", ".join(dict.fromkeys(publisher_name(source, vocabulary) for source in card.sources))
    line = pattern.format(source=names, date=format_as_of(card.as_of, vocabulary))
    return line.replace("..", ".")
