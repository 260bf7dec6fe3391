"""What a set of figures is: cards, their figures, and where each figure comes from. Frozen, language-free.

Figures       every set of the site; finds a figure by its address, `set.card` or `set.card.part`
FigureSet     one file: its cards
Card          a claim and the figures that bear it out
Figure        one number with its hedge, unit, period, day and source
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from decimal import Decimal

    from plugins.figures.moment import Moment, Step

Words = Mapping[str, str]


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
    title: Words
    publisher: Words
    url: str
    date: Moment
    licence: str = ""


class Span(Struct, frozen=True, order=True):
    """The time a figure covers, from the first moment to the last."""

    first: Moment
    last: Moment

    def __str__(self) -> str:
        """As ISO 8601 and schema.org write it: `2022` or `2022-12-31/2023-01-11`."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


class Correction(Struct, frozen=True):
    """The value that stood here until it was corrected."""

    value: Decimal
    until: Moment
    why: Words


class Figure(Struct, frozen=True):
    """One number, with everything that says what it means. `rest` is computed: the total less the parts."""

    address: str
    value: Decimal
    unit: Unit
    label: Words
    as_of: Moment
    source: Source
    path: str
    line: int
    approx: Approx = Approx.EXACT
    period: Words = field(default_factory=dict)
    covers: Span | None = None
    until: Moment | None = None
    rest: bool = False
    was: Correction | None = None

    @property
    def unfinished(self) -> bool:
        """Whether its period was still running when it was counted."""
        return self.until is not None


class Card(Struct, frozen=True):
    """A claim and its figures.

    `figures` are the marks to draw: one (number), bars, parts, points or the cells of a grid. `whole` is what
    the number is part of, or the total of a share; `before` is the number it is compared with.
    """

    address: str
    kind: Kind
    title: Words
    figures: tuple[Figure, ...]
    as_of: Moment
    sources: tuple[Source, ...]
    path: str
    line: int
    whole: Figure | None = None
    before: Figure | None = None
    step: Step | None = None
    note: Words = field(default_factory=dict)
    label: Words = field(default_factory=dict)
    comparable: bool = True
    line_chart: bool = False

    @property
    def own(self) -> tuple[Figure, ...]:
        """Every figure on the card, the whole and the one before included."""
        return (*self.figures, *(figure for figure in (self.whole, self.before) if figure))

    @property
    def written(self) -> tuple[Figure, ...]:
        """The figures that stand on this card first; the others are borrowed."""
        inner = f"{self.address}."
        return tuple(each for each in self.own if f"{each.address}.".startswith(inner))

    @property
    def unfinished(self) -> tuple[Figure, ...]:
        """The figures whose period was still running."""
        return tuple(figure for figure in self.figures if figure.unfinished)


class FigureSet(Struct, frozen=True):
    """One file of `content/figures/`: its name is the first word of every address in it."""

    name: str
    title: Words
    cards: tuple[Card, ...]
    path: str
    line: int = 1

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that are written in this set, each once; those of other sets are theirs."""
        return tuple(figure for card in self.cards for figure in card.written)

    @property
    def shown(self) -> tuple[Figure, ...]:
        """The figures that stand on this set's cards, those borrowed from other sets too, each once."""
        return tuple({figure.address: figure for card in self.cards for figure in card.own}.values())


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


def gathered(sets: tuple[FigureSet, ...]) -> Figures:
    """All sets, with one index of their cards and one of their figures."""
    return Figures(
        sets={each.name: each for each in sets},
        cards={card.address: card for each in sets for card in each.cards},
        figures={figure.address: figure for each in sets for figure in each.figures},
    )


def corrected(figures: Figures) -> tuple[Figure, ...]:
    """Every figure that was corrected, the latest correction first: what the corrections page lists."""
    found = [figure for figure in figures.figures.values() if figure.was]
    return tuple(sorted(found, key=lambda each: (each.was.until if each.was else each.as_of, each.address)))[
        ::-1
    ]
