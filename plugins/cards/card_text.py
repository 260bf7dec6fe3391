"""The texts of a card in one language: everything that shapes a picture besides its size and colors."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.figures.card_html import format_correction, list_notes
from plugins.figures.figure_text import (
    figure_label,
    format_amount,
    format_as_of,
    format_change,
    format_figure,
    format_period,
    format_share,
    tick_label,
    unit_form,
)
from plugins.figures.model import Kind

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

NARROW_GROUPS = str.maketrans({"\u00a0": "\u202f"})
TITLE = "title"
LARGE_NUMBER_KINDS = (Kind.NUMBER, Kind.GRID)  # large digits are grouped with narrow spaces
PLURAL_SAMPLE = Decimal(5)  # gives the plural that names what an axis counts
MAX_LISTED = 12  # figures in an alternative text


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
    computed: bool = False
    hedge_follows: bool = False

    @property
    def amount(self) -> str:
        """The number with its hedge: «более 230 000»."""
        parts = (self.number, self.hedge) if self.hedge_follows else (self.hedge, self.number)
        return " ".join(filter(None, parts))

    @property
    def hedge_above(self) -> str:
        """What is drawn above a large number: a hedge that comes before it."""
        return "" if self.hedge_follows else self.hedge

    @property
    def below(self) -> str:
        """What is drawn below a large number: a hedge that comes after it, the unit and the label."""
        return " ".join(filter(None, (self.hedge if self.hedge_follows else "", self.unit, self.label)))

    @property
    def marked_amount(self) -> str:
        """The amount, with an asterisk if its period is unfinished or this site computed it."""
        return f"{self.amount}*" if self.unfinished or self.computed else self.amount


class CardText(Struct, frozen=True):
    """A card in a language: `kicker` is above the title, `notes` below the chart, `number` the hotline's."""

    address: str
    language: str
    kind: str
    title: str
    kicker: str
    site: str
    number: str
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
    motif: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that is drawn."""
        rows = (*self.rows, *((self.whole,) if self.whole else ()))
        in_rows = [text for row in rows for text in (row.label, row.hedge, row.number, row.unit, row.tick)]
        head = (self.title, self.kicker, self.subtitle, self.whole_text, self.change, self.before)
        return (*head, self.site, self.number, self.source, *self.notes, *self.corrections, *in_rows)


class SiteLabel(NamedTuple):
    """What every card shows of its site: its name, the hotline's number, and whether it has the motif."""

    name: str
    number: str
    motif: bool = True


def compose_card_text(card: Card, kicker: str, site: SiteLabel, vocabulary: Vocabulary) -> CardText:
    """Compose a statistics card; `kicker` is its set's title."""
    bind = vocabulary.bind_short_words
    source = _format_sources(card, vocabulary, vocabulary.card["source"])
    as_of = vocabulary.card["as_of"].format(date=format_as_of(card.as_of, vocabulary))
    return CardText(
        address=card.address,
        language=vocabulary.code,
        kind=card.kind,
        title=bind(vocabulary.localize(card.title)),
        kicker=bind(kicker),
        site=site.name,
        number=site.number,
        motif=site.motif,
        source=bind(f"{source}, {as_of}"),
        alt=compose_alt_text(card, vocabulary),
        subtitle=bind(_subtitle(card, vocabulary)),
        rows=tuple(_compose_row(figure, card, vocabulary) for figure in card.figures),
        whole=_compose_row(card.whole, card, vocabulary) if card.whole else None,
        whole_text=_labeled_amount(card.whole, vocabulary) if card.whole else "",
        change=_star(format_change(card.figures[0], card.before, vocabulary)) if card.before else "",
        before=_labeled_amount(card.before, vocabulary) if card.before else "",
        rising=_is_rising(card),
        notes=tuple(bind(note) for note in list_notes(card, vocabulary)),
        corrections=tuple(
            bind(format_correction(figure, vocabulary)) for figure in card.all_figures if figure.correction
        ),
        ranked=card.comparable and card.kind is Kind.BARS,
        line_chart=card.line_chart,
    )


def _subtitle(card: Card, vocabulary: Vocabulary) -> str:
    if card.kind in {Kind.NUMBER, Kind.GRID}:
        return ""
    if own := vocabulary.localize(card.label):
        return own
    first = card.figures[0]
    unit = unit_form(first.unit, PLURAL_SAMPLE, vocabulary)
    return ", ".join(filter(None, (unit[:1].upper() + unit[1:], vocabulary.localize(first.period))))


def _compose_row(figure: Figure, card: Card, vocabulary: Vocabulary) -> Row:
    amount = format_amount(figure, vocabulary)
    at = figure.covers.first if figure.covers and card.step else None
    share_base = card.whole if card.kind in {Kind.SHARE, Kind.NUMBER} else None
    label = format_period if card.kind is Kind.NUMBER else figure_label
    return Row(
        label=vocabulary.bind_short_words(label(figure, vocabulary)),
        value=float(figure.value),
        hedge=amount.hedge,
        hedge_follows=amount.hedge_follows,
        number=amount.number.translate(NARROW_GROUPS) if card.kind in LARGE_NUMBER_KINDS else amount.number,
        unit=amount.unit,
        share=_star(format_share(figure, share_base, vocabulary)),
        tick=tick_label(at, card.step, vocabulary) if at and card.step else "",
        year=str(at.year) if at and at.month else "",
        unfinished=figure.counted_until is not None,
        remainder=figure.remainder,
        computed=figure.calculation is not None,
    )


def _star(computed: str) -> str:
    """A computed text with the asterisk that its note explains."""
    return f"{computed}*" if computed else ""


def _labeled_amount(figure: Figure, vocabulary: Vocabulary) -> str:
    """«с 2020 года — более 107 млн звонков»."""
    label, amount = figure_label(figure, vocabulary), format_figure(figure, vocabulary)
    return vocabulary.bind_short_words(vocabulary.card["whole"].format(label=label, amount=amount))


def _is_rising(card: Card) -> bool | None:
    """Whether a number grew; None if it stayed, or has nothing to compare with."""
    if card.before is None or card.before.value == card.figures[0].value:
        return None
    return card.figures[0].value > card.before.value


def compose_title_card(
    address: str, title: str, kicker: str, site: SiteLabel, vocabulary: Vocabulary
) -> CardText:
    """Compose the card of an item or a topic without figures."""
    return CardText(
        address=address,
        language=vocabulary.code,
        kind=TITLE,
        title=vocabulary.bind_short_words(title),
        kicker=vocabulary.bind_short_words(kicker),
        site=site.name,
        number=site.number,
        motif=site.motif,
        source="",
        alt=vocabulary.alt["title"].format(title=title.rstrip("."), site=site.name),
    )


def compose_alt_text(card: Card, vocabulary: Vocabulary) -> str:
    """«Больше половины … 2022 год. Карточка с числом: более 59 млн звонков в 2022 году. Источник: …»."""
    title = vocabulary.localize(card.title).rstrip(".")
    whole = format_figure(card.whole, vocabulary) if card.whole else ""
    sentence = vocabulary.alt[card.kind].format(figures=_describe_figures(card, vocabulary), whole=whole)
    return f"{title}. {sentence} {_format_sources(card, vocabulary, vocabulary.alt['source'])}"


def _describe_figures(card: Card, vocabulary: Vocabulary) -> str:
    if card.kind is Kind.NUMBER:
        return _describe_number(card, vocabulary)
    if len(card.figures) > MAX_LISTED:
        return _describe_series(card, vocabulary)
    return "; ".join(_describe_entry(figure, card, vocabulary) for figure in card.figures)


def _describe_number(card: Card, vocabulary: Vocabulary) -> str:
    figure = card.figures[0]
    first = " ".join(filter(None, (format_figure(figure, vocabulary), format_period(figure, vocabulary))))
    others = [_describe_entry(other, card, vocabulary) for other in (card.whole, card.before) if other]
    change = format_change(figure, card.before, vocabulary)
    marked = f"{change} ({vocabulary.calculation['mark']})" if change else ""
    return ", ".join(filter(None, (first, *others, marked)))


def _describe_entry(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """«по вопросам мобилизации — 903 звонка (38 %)»; a point is labeled with its period."""
    label = format_period if card.kind is Kind.SERIES else figure_label
    text = vocabulary.alt["entry"].format(
        label=label(figure, vocabulary), amount=format_figure(figure, vocabulary)
    )
    share = format_share(figure, card.whole, vocabulary) if card.kind is Kind.SHARE else ""
    return f"{text} ({share}, {vocabulary.calculation['mark']})" if share else text


def _describe_series(card: Card, vocabulary: Vocabulary) -> str:
    most = max(card.figures, key=lambda figure: figure.value)
    least = min(card.figures, key=lambda figure: figure.value)
    return vocabulary.alt["series_summary"].format(
        first=format_period(card.figures[0], vocabulary),
        last=format_period(card.figures[-1], vocabulary),
        most=_describe_entry(most, card, vocabulary),
        least=_describe_entry(least, card, vocabulary),
    )


def _format_sources(card: Card, vocabulary: Vocabulary, pattern: str) -> str:
    """«Источник: …, данные на 27 декабря 2022 г.», each publisher once."""
    names = ", ".join(dict.fromkeys(vocabulary.localize(source.publisher) for source in card.sources))
    line = pattern.format(source=names, date=format_as_of(card.as_of, vocabulary))
    return line.replace("..", ".")
