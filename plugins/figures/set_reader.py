"""Reads `content/figures/*.yaml`: one file a set, and `units.yaml` with the units they share."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec.structs import replace

from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.problem import FileContext, Problem
from plugins.figures.card_reader import borrows_figures, read_card
from plugins.figures.figure_reader import Lookup, read_sources, read_units
from plugins.figures.model import Approx, Card, Figure, Figures, FigureSet, Kind, Unit, index_figures
from plugins.model.content_path import SLUG, is_litter

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from pathlib import Path

UNITS = "units"
MAX_TITLE_WORDS = 15  # the practice of the UK's Office for National Statistics
FIGURE_COUNTS = {
    Kind.NUMBER: (1, 1),
    Kind.BARS: (1, 12),
    Kind.SERIES: (2, 36),
    Kind.SHARE: (2, 6),
    Kind.SHARES: (2, 6),
    Kind.GRID: (2, 6),
    Kind.TABLE: (2, 8),
}
"""The fewest and the most figures of a card, of shares and tables rows."""
SERIES_COUNT, COLUMN_COUNT = (2, 6), (1, 3)
ALWAYS_ROUND_BELOW = 10  # may be hedged whatever the digits


def read_figures(
    folder: Path, display_name: str, languages: tuple[str, ...], cases: Table[str, tuple[str, ...]]
) -> tuple[Figures, tuple[Problem, ...]]:
    """Read every set of a folder; return the sets and all problems.

    `display_name` is the folder's path in messages (`content/figures`); `cases[language]` are the grammatical
    cases that the language's hedges require of a unit (see `hedge_cases`).
    """
    files, problems = _load_files(folder, display_name, languages)
    shared = dict(
        chain.from_iterable(read_units(file, cases).items() for file in files if file.name == UNITS)
    )
    known: dict[str, Figure] = {}
    readers = [SetReader(file, cases, shared, known) for file in files if file.name != UNITS]
    for reader in readers:
        reader.read_cards(borrowing=False)
    for reader in readers:
        reader.read_cards(borrowing=True)
    sets = tuple(reader.compose_set() for reader in readers)
    return index_figures(sets), tuple(sorted(set(problems)))


def _load_files(
    folder: Path, display_name: str, languages: tuple[str, ...]
) -> tuple[list[FieldReader], list[Problem]]:
    files: list[FieldReader] = []
    problems: list[Problem] = []
    for path in sorted(path for path in folder.glob("*.yaml") if not is_litter(path.name)):
        context = FileContext(normalize("NFC", f"{display_name}/{path.name}"), languages, problems)
        if not SLUG.fullmatch(path.stem):
            context.report(1, "figures-bad-file-name", typed=path.name)
        if fields := load_fields(path, context, path.stem):
            files.append(fields)
    return files, problems


class SetReader:
    """Reads a set in two passes: first its own figures, then the cards that borrow figures of other cards."""

    def __init__(
        self,
        file: FieldReader,
        cases: Table[str, tuple[str, ...]],
        shared: dict[str, Unit],
        known: dict[str, Figure],
    ) -> None:
        file.check_keys("title", "units", "sources", "cards")
        self.file = file
        self.lookup = Lookup({**shared, **read_units(file, cases)}, read_sources(file), known)
        self.title = file.localized("title")
        self.card_fields = [
            replace(fields, name=f"{file.name}.{fields.text('id', required=False) or '?'}")
            for fields in file.items("cards")
        ]
        self.cards: dict[int, Card] = {}

    def read_cards(self, *, borrowing: bool) -> None:
        """Read the cards that borrow figures, or those that do not."""
        for index, fields in enumerate(self.card_fields):
            if borrows_figures(fields) is borrowing:
                self._add(index, fields)

    def compose_set(self) -> FigureSet:
        """The set with its cards in file order."""
        cards = tuple(self.cards[index] for index in sorted(self.cards))
        return FigureSet(self.file.name, self.title, cards, self.file.context.path)

    def _add(self, index: int, fields: FieldReader) -> None:
        known = self.lookup.figures
        card = read_card(fields, self.lookup, f"{self.file.name}.{fields.identifier('id')}")
        if any(card.address == other.address for other in self.cards.values()):
            fields.report("id", "figures-duplicate-id")
        self.cards[index] = card
        _check_card(card, fields)
        for figure in card.own_figures:
            if figure.address in known:
                fields.context.report(figure.line, "figures-duplicate-figure", address=figure.address)
            known.setdefault(figure.address, figure)


def _check_card(card: Card, fields: FieldReader) -> None:
    _check_title(card, fields)
    _check_length(card, fields)
    for figure in card.all_figures:
        _check_figure(figure, fields)
    _check_whole(card, fields)
    _check_periods(card, fields)
    _check_context(card, fields)
    _check_accent(card, fields)
    _check_stack(card, fields)


def _check_title(card: Card, fields: FieldReader) -> None:
    for language, title in card.title.items():
        if (count := len(title.split())) > MAX_TITLE_WORDS:
            fields.report("title", "figures-long-title", language=language, count=count, most=MAX_TITLE_WORDS)


def _check_length(card: Card, fields: FieldReader) -> None:
    least, most = FIGURE_COUNTS[card.kind]
    counts = [len(card.rows or card.figures)]
    if card.kind is Kind.SERIES and card.rows:
        counts = [len(row.figures) for row in card.rows]
        _check_rows(len(card.rows), SERIES_COUNT, "figures-series-count", fields)
    if card.kind is Kind.TABLE:
        _check_rows(len(card.columns), COLUMN_COUNT, "figures-column-count", fields)
    for count in (count for count in counts if not least <= count <= most):
        fields.report("kind", "figures-count", kind=card.kind, least=least, most=most, count=count)


def _check_rows(count: int, limits: tuple[int, int], code: str, fields: FieldReader) -> None:
    least, most = limits
    if not least <= count <= most:
        fields.report("kind", code, least=least, most=most, count=count)


def _check_context(card: Card, fields: FieldReader) -> None:
    """A number needs something that places it, except a small count, which is drawn as so many marks."""
    placed = card.whole or card.before or card.context
    if card.kind is Kind.NUMBER and not placed and not card.figures[0].is_small_count:
        fields.report("value", "figures-bare-number")


def _check_accent(card: Card, fields: FieldReader) -> None:
    listed = [row.key for row in card.rows] or [each.address.rpartition(".")[2] for each in card.figures]
    for key in card.accent:
        if key not in listed:
            fields.report("accent", "figures-accent", typed=key, known=", ".join(listed))


def _check_stack(card: Card, fields: FieldReader) -> None:
    """Stacked series need a value of each at the same times, and no two series the same id."""
    keys = [row.key for row in card.rows]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        fields.report("series" if card.step else "rows", "figures-duplicate-row", typed=key)
    dates = {tuple(str(each.covers) for each in row.figures if each) for row in card.rows}
    if card.stacked and (not card.rows or len(dates) > 1):
        fields.report("stack", "figures-stack")


def _check_figure(figure: Figure, fields: FieldReader) -> None:
    if figure.path != fields.context.path:
        return
    hedged = figure.approx not in {Approx.EXACT, Approx.AT_MOST}
    if hedged and not figure.remainder and not _is_round(figure.value):
        fields.context.report(figure.line, "figures-hedge", name=figure.address, value=figure.value)
    until, covers = figure.counted_until, figure.covers
    reached = until or (covers.last if covers else None)
    if reached and reached.first_day > figure.as_of.last_day:
        values = {"name": figure.address, "as_of": figure.as_of, "period": reached}
        fields.context.report(figure.line, "figures-too-early", **values)
    if until and covers and not covers.first.first_day <= until.first_day <= covers.last.last_day:
        fields.context.report(figure.line, "figures-until", name=figure.address, until=until)


def _is_round(value: Decimal) -> bool:
    """Whether a number may be approximate: 60, 65000, 2.5 and 7, but not 37152."""
    digits = value.normalize().as_tuple()
    return value < ALWAYS_ROUND_BELOW or int(digits.exponent) >= 1


def _check_whole(card: Card, fields: FieldReader) -> None:
    if card.whole is None:
        return
    if card.kind is Kind.NUMBER:
        if card.whole.value < card.figures[0].value:
            fields.report("whole", "figures-whole", whole=card.whole.value, value=card.figures[0].value)
        return
    stated = sum((part.value for part in card.figures if not part.remainder), Decimal(0))
    remainders = sum(part.remainder for part in card.figures)
    exact = all(figure.approx is Approx.EXACT for figure in card.all_figures)
    if (
        remainders > 1
        or stated > card.whole.value
        or (not remainders and exact and stated != card.whole.value)
    ):
        fields.report("parts", "figures-sum", total=card.whole.value, sum=stated)


def _check_periods(card: Card, fields: FieldReader) -> None:
    if card.kind is Kind.BARS:
        periods = {str(figure.covers) for figure in card.figures}
        if len(periods) > 1 and card.comparable:
            fields.report("bars", "figures-periods", periods=", ".join(sorted(periods)))
        if not card.comparable and not card.note:
            fields.report("comparable", "figures-no-note")
    units = {figure.unit.key for figure in card.figures}
    if card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES, Kind.SHARES} and len(units) > 1:
        fields.report("unit", "figures-units-differ")
    if card.kind is Kind.SERIES:
        _check_unfinished(card, fields)


def _check_unfinished(card: Card, fields: FieldReader) -> None:
    for point in card.figures:
        if point.covers and not point.counted_until and point.as_of.last_day < point.covers.last.last_day:
            fields.context.report(point.line, "figures-unfinished", name=point.address, as_of=point.as_of)
