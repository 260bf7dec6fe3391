"""The texts of a card in one language: everything that shapes a picture besides its size and colors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.figures.vocabulary import Vocabulary

STAR = "*"
TITLE, CHANGE = "title", "change"


class Row(Struct, frozen=True):
    """One figure as it is drawn.

    `position` is its place on the time axis in steps from the first, `scaled` its number in thousands and
    millions.
    """

    label: str
    value: float
    hedge: str = ""
    number: str = ""
    scaled: tuple[str, ...] = ()
    tick: str = ""
    year: str = ""
    position: int = 0
    accent: bool = False
    unfinished: bool = False
    computed: bool = False
    hedge_follows: bool = False

    @property
    def digits(self) -> str:
        """The number, with an asterisk if this site computed it."""
        return f"{self.number}{STAR}" if self.computed else self.number

    @property
    def amount(self) -> str:
        """The number with its hedge: «более 230 000»."""
        parts = (self.digits, self.hedge) if self.hedge_follows else (self.hedge, self.digits)
        return " ".join(filter(None, parts))


class RowGroup(Struct, frozen=True):
    """Rows that belong together: a series, the part, whole and rest of shares, or a row of a table."""

    label: str
    rows: tuple[Row | None, ...]
    accent: bool = False


class TitleFraction(Struct, frozen=True):
    """The part of a whole that the title names, 0 to 1, and its name: “half”."""

    share: float
    name: str


class CardText(Struct, frozen=True):
    """A card in a language.

    `subtitle` says what, where and when; `words` stand beside a single number, and `count` marks place it if
    it is small; `heads` name a table's columns, or the part and the rest of shares; `unknown` stands where
    a table has no figure; `scales` name thousands and millions, `omitted` how many rows are left out. `brand`
    is the site's name beside its `number`; `date` and `words` are a title card's. `corrected` is the word
    that stands for `corrections` where those have no room.
    """

    address: str
    language: str
    kind: str
    title: str
    brand: str
    number: str
    source: str
    alt: str
    source_with_formulas: str = ""
    subtitle: str = ""
    rows: tuple[Row, ...] = ()
    groups: tuple[RowGroup, ...] = ()
    heads: tuple[str, ...] = ()
    whole: Row | None = None
    whole_text: str = ""
    words: str = ""
    count: int = 0
    fraction: TitleFraction | None = None
    unknown: str = ""
    scales: tuple[str, ...] = ()
    omitted: str = ""
    date: str = ""
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    corrected: str = ""
    line_chart: bool = False
    stacked: bool = False
    motif: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may be drawn."""
        in_groups = [row for group in self.groups for row in group.rows if row]
        rows = (*self.rows, *in_groups, *((self.whole,) if self.whole else ()))
        in_rows = [text for row in rows for text in (row.label, row.hedge, row.number, row.tick, row.year)]
        names = (*self.heads, *(group.label for group in self.groups), *self.scales)
        head = (self.title, self.subtitle, self.words, self.whole_text, self.unknown, self.omitted, self.date)
        fraction = self.fraction.name if self.fraction else ""
        return (
            *head,
            fraction,
            self.brand,
            self.number,
            self.source_with_formulas or self.source,
            *self.notes,
            *self.corrections,
            self.corrected,
            *names,
            *in_rows,
        )


class SiteLabel(NamedTuple):
    """What every card shows of its site: its name, the hotline's number, and whether it has the motif."""

    name: str
    number: str
    motif: bool = True

    @property
    def words(self) -> str:
        """The name without the number that stands beside it: «коротко» of «555: коротко»."""
        return self.name.removeprefix(self.number).lstrip(":.,–—- \u00a0")

    def bind(self, text: str, vocabulary: Vocabulary) -> str:
        """Bind short words; the hotline's number goes with the word before it: it counts nothing after it."""
        bound = vocabulary.bind_short_words(text)
        if not self.number:
            return bound
        number = re.escape(self.number)
        bound = re.sub(rf"(?<=\w) (?={number}(?!\w))", NO_BREAK_SPACE, bound)
        return re.sub(rf"(?<!\d[\u00a0\u202f])(?<!\w){number}\u00a0(?![—–])", f"{self.number} ", bound)


class TitleText(NamedTuple):
    """What a card without figures says: the title, a sentence or two, and the date."""

    title: str
    words: str = ""
    date: str = ""
