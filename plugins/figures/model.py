"""The values of a figure set: cards, their figures, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from decimal import Decimal

    from plugins.figures.calculation import Calculation
    from plugins.model.partial_date import PartialDate, Span, Step

MAX_COUNT_DRAWN = 60  # a count up to this is drawn as so many marks
LocalizedText = Mapping[str, str]
"""A text by language code."""


class Kind(StrEnum):
    """How a card shows its figures."""

    NUMBER = "number"
    BARS = "bars"
    SERIES = "series"
    SHARE = "share"
    SHARES = "shares"
    GRID = "grid"
    TABLE = "table"


CHART_KINDS = frozenset({Kind.SERIES, Kind.SHARES})
"""The kinds whose cards have a chart on a page."""


class Approx(StrEnum):
    """How the source qualified a number."""

    EXACT = "exact"
    MORE = "more"
    ABOUT = "about"
    ALMOST = "almost"
    AT_MOST = "at-most"


class Unit(Struct, frozen=True):
    """What is counted; `forms[language]` maps CLDR plural categories, and `gen.<category>`, to words."""

    key: str
    forms: Mapping[str, Mapping[str, str]]


PERCENT = Unit("percent", {})
"""The unit of percentages, which are written with the sign of each language."""


class Source(Struct, frozen=True):
    """Who published a figure, where and when; `url` is empty if none is known."""

    key: str
    title: LocalizedText
    publisher: LocalizedText
    url: str
    date: PartialDate
    licence: str = ""


class FigureCorrection(Struct, frozen=True):
    """The previous value of a figure."""

    value: Decimal
    replaced_on: PartialDate
    reason: LocalizedText


class Figure(Struct, frozen=True):
    """One number and its meaning.

    `as_of` is when it was counted; `counted_until` is the last day it includes of an unfinished period. A
    `remainder` is computed: the total less the other parts. What is computed has its `calculation`.
    """

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
    correction: FigureCorrection | None = None
    calculation: Calculation | None = None

    @property
    def is_small_count(self) -> bool:
        """Whether it is an exact count that can be drawn as so many marks."""
        whole = self.value == self.value.to_integral_value()
        return self.approx is Approx.EXACT and whole and 0 < self.value <= MAX_COUNT_DRAWN


class FigureRow(Struct, frozen=True):
    """Figures that belong together on a card; None where the source gives no number.

    One of several series (its points), a row of a table (its cells), or of shares (the part and its whole).
    """

    key: str
    label: LocalizedText
    figures: tuple[Figure | None, ...]


class Card(Struct, frozen=True):
    """A claim and its figures.

    `figures` are those it draws: a number, bars, parts, points or the cells of a grid; of several series,
    shares and tables those of all `rows`. `whole` is what the number is part of, or the total of the parts;
    `before` is the value that a number is compared with; `context` is the sentence that places a number.
    `columns` name the columns of a table, or the part and the rest of shares. `accent` lists the ids (of
    points, the dates) that the title speaks of. A `complete` card has the whole set that it speaks of.
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
    complete: bool = False
    line_chart: bool = False
    stacked: bool = False
    rows: tuple[FigureRow, ...] = ()
    columns: tuple[LocalizedText, ...] = ()
    accent: tuple[str, ...] = ()
    context: LocalizedText = field(default_factory=dict)

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """Every figure on the card, with `whole` and `before`."""
        return (*self.figures, *(figure for figure in (self.whole, self.before) if figure))

    @property
    def anchor(self) -> str:
        """The anchor of the card on its set's pages."""
        return self.address.replace(".", "-")

    @property
    def year(self) -> int:
        """The last year that its figures cover; where no source says what they cover, that of their date."""
        return max((each.covers.last.year for each in self.figures if each.covers), default=self.as_of.year)

    @property
    def own_figures(self) -> tuple[Figure, ...]:
        """The figures that this card defines; the others are borrowed."""
        prefix = f"{self.address}."
        return tuple(each for each in self.all_figures if f"{each.address}.".startswith(prefix))


class FigureSet(Struct, frozen=True):
    """One file of `content/figures/`; its name is the first part of every address in it.

    A draft is shown in the preview only.
    """

    name: str
    title: LocalizedText
    cards: tuple[Card, ...]
    path: str
    is_draft: bool = False

    @property
    def own_figures(self) -> tuple[Figure, ...]:
        """The figures that this set defines."""
        return tuple(figure for card in self.cards for figure in card.own_figures)

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """The figures on this set's cards, each once; one that several cards show has its own label."""
        shown = {figure.address: figure for card in self.cards for figure in card.all_figures}
        return tuple((shown | {figure.address: figure for figure in self.own_figures}).values())


class Figures(Struct, frozen=True):
    """All sets by name, and their cards and figures by address (`set.card`, `set.card.part`).

    `drafts` are the names of sets that are left out because they are drafts.
    """

    sets: Mapping[str, FigureSet]
    cards: Mapping[str, Card]
    figures: Mapping[str, Figure]
    drafts: frozenset[str] = frozenset()

    def without_drafts(self) -> Figures:
        """The sets that readers see."""
        shown = index_figures(tuple(each for each in self.sets.values() if not each.is_draft))
        return replace(shown, drafts=frozenset(self.sets.keys() - shown.sets.keys()))

    def nearest(self, address: str) -> tuple[str, ...]:
        """Up to three known addresses similar to this one, the most similar first."""
        return tuple(get_close_matches(address, sorted({*self.figures, *self.cards}), n=3, cutoff=0.5))


def index_figures(sets: tuple[FigureSet, ...]) -> Figures:
    """Index the cards and figures of all sets by address."""
    return Figures(
        sets={each.name: each for each in sets},
        cards={card.address: card for each in sets for card in each.cards},
        figures={figure.address: figure for each in sets for figure in each.own_figures},
    )


def list_corrected(figures: Figures) -> tuple[Figure, ...]:
    """Every corrected figure, the latest correction first."""
    dated = [(each.correction.replaced_on, each) for each in figures.figures.values() if each.correction]
    dated.sort(key=lambda pair: (pair[0], pair[1].address), reverse=True)
    return tuple(figure for _, figure in dated)
