"""Reads `content/figures/*.yaml`: one file a set, and `units.yaml` with the units they share.

Problems are collected, not raised: the result holds whatever could be read.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_tree import Mapping, load_yaml
from plugins.figures.card_reader import borrows_figures, read_card
from plugins.figures.fields import NAME, Entry, Page
from plugins.figures.figure_reader import Lookup, read_sources, read_units
from plugins.figures.model import Approx, Card, Figure, Figures, FigureSet, Kind, Unit, index_figures

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from pathlib import Path

    from plugins.figures.model import Card, Figure

UNITS = "units"
MAX_TITLE_WORDS = 15  # words; the practice of the UK's Office for National Statistics
MIN_FIGURES = {Kind.NUMBER: 1, Kind.BARS: 1, Kind.SERIES: 2, Kind.SHARE: 2, Kind.GRID: 2}
MAX_FIGURES = {Kind.NUMBER: 1, Kind.BARS: 12, Kind.SERIES: 36, Kind.SHARE: 6, Kind.GRID: 6}
ALWAYS_ROUND_BELOW = 10  # numbers under ten are round as they are


def read_figures(
    folder: Path, display_name: str, languages: tuple[str, ...], cases: Table[str, tuple[str, ...]]
) -> tuple[Figures, tuple[Problem, ...]]:
    """Every set of a folder, and every problem found.

    `shown` is the folder as editors see it (`content/figures`); `cases[language]` are the grammatical cases
    the language's hedges ask of a unit (`hedge_cases` reads them from the phrases).
    """
    files, problems = open_files(folder, display_name, languages)
    shared = dict(
        chain.from_iterable(read_units(file, cases).items() for file in files if file.name == UNITS)
    )
    drafts = [SetReader(file, cases, shared) for file in files if file.name != UNITS]
    known: dict[str, Figure] = {}
    for draft in drafts:
        draft.read_own(known)
    sets = tuple(draft.finished(known) for draft in drafts)
    pages = [file.page for file in files]
    return index_figures(sets), tuple(
        sorted({*problems, *chain.from_iterable(page.problems for page in pages)})
    )


def open_files(folder: Path, shown: str, languages: tuple[str, ...]) -> tuple[list[Entry], list[Problem]]:
    """Every file of the folder as a table, in the order of their names."""
    files, problems = [], []
    for path in sorted(folder.glob("*.yaml")):
        page = Page(f"{shown}/{path.name}", languages)
        tree = load_yaml(path, page.path)
        if tree is None or isinstance(tree, Problem):
            problems += [tree] if tree else []
            continue
        if not isinstance(tree, Mapping):
            page.report(tree.line, "figures-not-a-table", name=path.name, key=path.stem)
        if not NAME.fullmatch(path.stem):
            page.report(1, "figures-bad-file-name", typed=path.name)
        files.append(Entry(page, tree if isinstance(tree, Mapping) else Mapping({}, {}, 1), path.stem))
    return files, problems


class SetReader:
    """A set while it is read: first what stands on its own, then what borrows figures from other cards."""

    def __init__(self, file: Entry, cases: Table[str, tuple[str, ...]], shared: dict[str, Unit]) -> None:
        file.expect("title", "units", "sources", "cards")
        self.file = file
        self.shelf = Lookup({**shared, **read_units(file, cases)}, read_sources(file))
        self.title = file.words("title")
        self.entries = [replace(entry, name=self.named(entry)) for entry in file.entries("cards")]
        self.cards: dict[int, Card] = {}
        self.taken: set[str] = set()

    def named(self, entry: Entry) -> str:
        """What messages call a card: `set.card`."""
        return f"{self.file.name}.{entry.text('id', '?')}"

    def read_own(self, known: dict[str, Figure]) -> None:
        """Read the cards that borrow nothing, and make their figures known."""
        for place, entry in enumerate(self.entries):
            if not borrows_figures(entry):
                self.add(place, entry, known)

    def finished(self, known: dict[str, Figure]) -> FigureSet:
        """Read the cards that borrow, and close the set."""
        for place, entry in enumerate(self.entries):
            if borrows_figures(entry):
                self.add(place, entry, known)
        cards = tuple(self.cards[place] for place in sorted(self.cards))
        return FigureSet(self.file.name, self.title, cards, self.file.page.path)

    def add(self, place: int, entry: Entry, known: dict[str, Figure]) -> None:
        """Read one card, check it, and make its figures known."""
        card = read_card(entry, self.shelf, f"{self.file.name}.{entry.identity()}", known)
        if card.address in self.taken:
            entry.report("id", "figures-duplicate-id")
        self.taken.add(card.address)
        self.cards[place] = card
        check_card(card, entry)
        for figure in card.own_figures:
            if figure.address in known:
                entry.page.report(figure.line, "figures-duplicate-figure", address=figure.address)
            known.setdefault(figure.address, figure)


def check_card(card: Card, entry: Entry) -> None:
    """Report everything that does not hold."""
    check_title(card, entry)
    check_length(card, entry)
    for figure in card.all_figures:
        check_figure(figure, entry)
    check_whole(card, entry)
    check_periods(card, entry)


def check_title(card: Card, entry: Entry) -> None:
    """The claim is short enough to be read at a glance."""
    for language, title in card.title.items():
        if (count := len(title.split())) > MAX_TITLE_WORDS:
            entry.report("title", "figures-long-title", language=language, count=count, most=MAX_TITLE_WORDS)


def check_length(card: Card, entry: Entry) -> None:
    """Neither too few figures to compare nor too many to read."""
    least, most = MIN_FIGURES[card.kind], MAX_FIGURES[card.kind]
    if not least <= len(card.figures) <= most:
        count = len(card.figures)
        entry.report("kind", "figures-count", kind=card.kind, least=least, most=most, count=count)


def check_figure(figure: Figure, entry: Entry) -> None:
    """A hedge stands on a round value; the day it was counted does not come before its period."""
    if figure.path != entry.page.path:
        return
    if (
        figure.approx not in {Approx.EXACT, Approx.AT_MOST}
        and not figure.remainder
        and not is_round(figure.value)
    ):
        entry.page.report(figure.line, "figures-hedge", name=figure.address, value=figure.value)
    begins = figure.counted_until or (figure.covers.last if figure.covers else None)
    if begins and begins.first_day > figure.as_of.last_day:
        entry.page.report(
            figure.line, "figures-too-early", name=figure.address, as_of=figure.as_of, period=begins
        )
    if (
        figure.counted_until
        and figure.covers
        and not figure.covers.first.first_day
        <= figure.counted_until.first_day
        <= (figure.covers.last.last_day)
    ):
        entry.page.report(figure.line, "figures-until", name=figure.address, until=figure.counted_until)


def is_round(value: Decimal) -> bool:
    """Whether a number can be meant roughly: 60, 65000, 2.5 and 7, but not 37152."""
    digits = value.normalize().as_tuple()
    return value < ALWAYS_ROUND_BELOW or int(digits.exponent) >= 1


def check_whole(card: Card, entry: Entry) -> None:
    """A part is not greater than its whole, and the parts of a share make up its total."""
    if card.whole is None:
        return
    if card.kind is Kind.NUMBER:
        if card.whole.value < card.figures[0].value:
            entry.report("whole", "figures-whole", whole=card.whole.value, value=card.figures[0].value)
        return
    stated = sum((part.value for part in card.figures if not part.remainder), Decimal(0))
    rests = sum(part.remainder for part in card.figures)
    exact = all(figure.approx is Approx.EXACT for figure in card.all_figures)
    if rests > 1 or stated > card.whole.value or (not rests and exact and stated != card.whole.value):
        entry.report("parts", "figures-sum", total=card.whole.value, sum=stated)


def check_periods(card: Card, entry: Entry) -> None:
    """Bars of different periods are not ranked; a series says which point is unfinished."""
    if card.kind is Kind.BARS:
        periods = {str(figure.covers) for figure in card.figures}
        if len(periods) > 1 and card.comparable:
            entry.report("bars", "figures-periods", periods=", ".join(sorted(periods)))
        if not card.comparable and not card.note:
            entry.report("comparable", "figures-no-note")
    if (
        card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES}
        and len({each.unit.key for each in card.figures}) > 1
    ):
        entry.report("unit", "figures-units-differ")
    if card.kind is Kind.SERIES:
        check_unfinished(card, entry)


def check_unfinished(card: Card, entry: Entry) -> None:
    """A point counted before its period ended says until which day it counts."""
    for point in card.figures:
        if point.covers and not point.counted_until and point.as_of.last_day < point.covers.last.last_day:
            entry.page.report(point.line, "figures-unfinished", name=point.address, as_of=point.as_of)
