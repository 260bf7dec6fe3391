"""The values of a figure set: cards, their figures, and where each figure comes from."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from msgspec import Struct, field

from plugins.i18n.language import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

if TYPE_CHECKING:
    from decimal import Decimal

    from plugins.i18n.language import Language

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
DECEMBER = 12
LocalizedText = Mapping[str, str]


class Step(StrEnum):
    """How far the points of a series stand apart."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PartialDate(Struct, frozen=True, order=True):
    """`2022-12-27`, `2022-12` or `2022`; a month or a day that is not known is 0."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def step(self) -> Step:
        """What it is: a day, a month or a year."""
        return Step.DAY if self.day else Step.MONTH if self.month else Step.YEAR

    @property
    def first_day(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """Its last day."""
        month = self.month or DECEMBER
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def next(self) -> PartialDate:
        """The next day, month or year."""
        after = self.last_day + dt.timedelta(days=1)
        return PartialDate(after.year, self.month and after.month, self.day and after.day)

    def __str__(self) -> str:
        """As ISO 8601 writes it."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def format(self, language: Language) -> str:
        """In words: «27 декабря 2022 г.», «декабрь 2022 г.», «2022 г.»."""
        if self.day:
            return language.date(self.first_day)
        words = format_skeleton("yMMMM" if self.month else "y", self.first_day, locale=language.locale)
        return words.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)


def parse_partial_date(text: str) -> PartialDate | None:
    """The moment a text writes in ISO 8601, or None where it is no date."""
    if not (written := ISO_DATE.fullmatch(text)):
        return None
    moment = PartialDate(*(int(part or 0) for part in written.groups()))
    try:
        return moment if moment.first_day <= moment.last_day else None
    except ValueError:
        return None


class Kind(StrEnum):
    """How a card shows its figures."""

    NUMBER = "number"
    BARS = "bars"
    SERIES = "series"
    SHARE = "share"
    GRID = "grid"


class Approx(StrEnum):
    """How the source hedged a number."""

    EXACT = "exact"
    MORE = "more"
    ABOUT = "about"
    ALMOST = "almost"
    AT_MOST = "at-most"


class Unit(Struct, frozen=True):
    """What is counted. `forms[language]` maps CLDR plural categories, and `gen.<category>`, to words."""

    key: str
    forms: Mapping[str, Mapping[str, str]]


class Source(Struct, frozen=True):
    """Who published a figure, where and when; the address is empty where none is known."""

    key: str
    title: LocalizedText
    publisher: LocalizedText
    url: str
    date: PartialDate
    licence: str = ""


class Span(Struct, frozen=True, order=True):
    """The time a figure covers, from the first moment to the last."""

    first: PartialDate
    last: PartialDate

    def __str__(self) -> str:
        """As ISO 8601 and schema.org write it: `2022` or `2022-12-31/2023-01-11`."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


class Correction(Struct, frozen=True):
    """The value that stood here until it was corrected."""

    value: Decimal
    replaced_on: PartialDate
    reason: LocalizedText


class Figure(Struct, frozen=True):
    """One number, with everything that says what it means. `rest` is computed: the total less the parts."""

    address: str
    value: Decimal
    unit: Unit
    label: LocalizedText
    as_of: PartialDate
    source: Source
    path: str
    line: int
    approx: Approx = Approx.EXACT
    period: LocalizedText = field(default_factory=dict)
    covers: Span | None = None
    counted_until: PartialDate | None = None
    remainder: bool = False
    correction: Correction | None = None

    @property
    def unfinished(self) -> bool:
        """Whether its period was still running when it was counted."""
        return self.counted_until is not None


class Card(Struct, frozen=True):
    """A claim and its figures.

    `figures` are the marks to draw: one (number), bars, parts, points or the cells of a grid. `whole` is what
    the number is part of, or the total of a share; `before` is the number it is compared with.
    """

    address: str
    kind: Kind
    title: LocalizedText
    figures: tuple[Figure, ...]
    as_of: PartialDate
    sources: tuple[Source, ...]
    path: str
    line: int
    whole: Figure | None = None
    before: Figure | None = None
    step: Step | None = None
    note: LocalizedText = field(default_factory=dict)
    label: LocalizedText = field(default_factory=dict)
    comparable: bool = True
    line_chart: bool = False

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """Every figure on the card, the whole and the one before included."""
        return (*self.figures, *(figure for figure in (self.whole, self.before) if figure))

    @property
    def own_figures(self) -> tuple[Figure, ...]:
        """The figures that stand on this card first; the others are borrowed."""
        inner = f"{self.address}."
        return tuple(each for each in self.all_figures if f"{each.address}.".startswith(inner))

    @property
    def unfinished(self) -> tuple[Figure, ...]:
        """The figures whose period was still running."""
        return tuple(figure for figure in self.figures if figure.unfinished)


class FigureSet(Struct, frozen=True):
    """One file of `content/figures/`: its name is the first word of every address in it."""

    name: str
    title: LocalizedText
    cards: tuple[Card, ...]
    path: str
    line: int = 1

    @property
    def own_figures(self) -> tuple[Figure, ...]:
        """The figures that are written in this set, each once; those of other sets are theirs."""
        return tuple(figure for card in self.cards for figure in card.own_figures)

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """The figures that stand on this set's cards, those borrowed from other sets too, each once."""
        return tuple({figure.address: figure for card in self.cards for figure in card.all_figures}.values())


class Figures(Struct, frozen=True):
    """Every set of the site, by name."""

    sets: Mapping[str, FigureSet]
    cards: Mapping[str, Card]
    figures: Mapping[str, Figure]

    def find(self, address: str) -> Figure | None:
        """The figure at `set.card` or `set.card.part`."""
        return self.figures.get(address)

    def card(self, address: str) -> Card | None:
        """The card at `set.card`."""
        return self.cards.get(address)

    def nearest(self, address: str) -> tuple[str, ...]:
        """Up to three known addresses that look like this one, the likeliest first."""
        return tuple(get_close_matches(address, sorted({*self.figures, *self.cards}), n=3, cutoff=0.5))


def index_figures(sets: tuple[FigureSet, ...]) -> Figures:
    """All sets, with one index of their cards and one of their figures."""
    return Figures(
        sets={each.name: each for each in sets},
        cards={card.address: card for each in sets for card in each.cards},
        figures={figure.address: figure for each in sets for figure in each.own_figures},
    )


def list_corrected(figures: Figures) -> tuple[Figure, ...]:
    """Every figure that was corrected, the latest correction first: what the corrections page lists."""
    found = [figure for figure in figures.figures.values() if figure.correction]
    return tuple(
        sorted(
            found,
            key=lambda each: (each.correction.replaced_on if each.correction else each.as_of, each.address),
        )
    )[::-1]
