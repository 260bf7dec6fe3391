"""What a card says in one language, resolved to the last word: from here on nothing is looked up any more.

A `Poster` is all that shapes a picture besides its size and colours: the picture's name is made of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.figures.alt import alt_text, source_line
from plugins.figures.caption import correction_told
from plugins.figures.derived import change_of, share_of
from plugins.figures.model import Kind
from plugins.figures.words import amount_of, brief, day_told, label_of, period_of, tick, told, unit_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

NARROW = str.maketrans({"\u00a0": "\u202f"})
TITLE = "title"
LARGE = (Kind.NUMBER, Kind.GRID)  # their numbers are large, so the groups of digits stand closer
MANY = Decimal(5)  # what an axis counts is named in the plural


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
    rest: bool = False


class Poster(Struct, frozen=True):
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


def poster_of(card: Card, kicker: str, site: str, words: Vocabulary) -> Poster:
    """A statistics card in one language; `kicker` is its set's title, `site` the site's name."""
    source = source_line(card, words, words.card["source"])
    as_of = words.card["as_of"].format(date=day_told(card.as_of, words))
    return Poster(
        address=card.address,
        language=words.language.code,
        kind=card.kind,
        title=words.bound(card.title[words.language.code]),
        kicker=words.bound(kicker),
        site=site,
        source=words.bound(f"{source}, {as_of}"),
        alt=alt_text(card, words),
        subtitle=words.bound(subtitle(card, words)),
        rows=tuple(row_of(figure, card, words) for figure in card.figures),
        whole=row_of(card.whole, card, words) if card.whole else None,
        whole_text=entry(card.whole, words) if card.whole else "",
        change=change_of(card.figures[0], card.before, words) if card.before else "",
        before=entry(card.before, words) if card.before else "",
        rising=rising(card),
        notes=tuple(words.bound(note) for note in notes(card, words)),
        corrections=tuple(words.bound(line) for line in corrections(card, words)),
        ranked=card.comparable and card.kind is Kind.BARS,
        line_chart=card.line_chart,
    )


def subtitle(card: Card, words: Vocabulary) -> str:
    """What the marks of a chart count: the card's own label, or the unit and the period."""
    if card.kind in {Kind.NUMBER, Kind.GRID}:
        return ""
    if own := card.label.get(words.language.code):
        return own
    first = card.figures[0]
    unit = unit_word(first.unit, MANY, words)
    return ", ".join(filter(None, (unit[:1].upper() + unit[1:], first.period.get(words.language.code, ""))))


def row_of(figure: Figure, card: Card, words: Vocabulary) -> Row:
    """One figure, its label, its number and its share in words."""
    amount = amount_of(figure, words)
    at = figure.covers.first if figure.covers and card.step else None
    share_base = card.whole if card.kind in {Kind.SHARE, Kind.NUMBER} else None
    return Row(
        label=words.bound(label_of(figure, words) if card.kind is not Kind.NUMBER else named(figure, words)),
        value=float(figure.value),
        hedge=amount.hedge,
        number=amount.number.translate(NARROW) if card.kind in LARGE else amount.number,
        unit=amount.unit,
        share=share_of(figure, share_base, words),
        tick=tick(at, card.step, words) if at and card.step else "",
        year=str(at.year) if at and at.month else "",
        unfinished=figure.unfinished,
        rest=figure.rest,
    )


def named(figure: Figure, words: Vocabulary) -> str:
    """What stands after a single number: its period."""
    return period_of(figure, words)


def entry(figure: Figure, words: Vocabulary) -> str:
    """«с 2020 года — более 107 млн звонков»."""
    return words.bound(words.card["whole"].format(label=label_of(figure, words), amount=told(figure, words)))


def rising(card: Card) -> bool | None:
    """Whether the number grew; nothing where it is compared with none, or stayed."""
    if card.before is None or card.before.value == card.figures[0].value:
        return None
    return card.figures[0].value > card.before.value


def notes(card: Card, words: Vocabulary) -> Iterator[str]:
    """The card's own note, and what an unfinished period means."""
    if own := card.note.get(words.language.code):
        yield own
    for figure in card.unfinished[:1]:
        if figure.until:
            yield words.card["unfinished_note"].format(date=brief(figure.until, words))


def corrections(card: Card, words: Vocabulary) -> Iterator[str]:
    """What stood on the card before it was corrected."""
    return (correction_told(figure, words) for figure in card.own if figure.was)


def title_poster(address: str, title: str, kicker: str, site: str, words: Vocabulary) -> Poster:
    """The card of an item or a topic that has no figures to show: its title in the same design."""
    return Poster(
        address=address,
        language=words.language.code,
        kind=TITLE,
        title=words.bound(title),
        kicker=words.bound(kicker),
        site=site,
        source="",
        alt=words.alt["title"].format(title=title.rstrip("."), site=site),
    )
