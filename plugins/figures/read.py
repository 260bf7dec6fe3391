"""`content/figures/*.yaml` into sets of figures: one file a set, `units.yaml` for the units all share.

What is wrong is collected, not raised: the figures come back as far as they could be read.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_tree import Mapping, load_yaml
from plugins.figures.cards import read_card, uses_others
from plugins.figures.checks import check_card
from plugins.figures.fields import NAME, Entry, Page
from plugins.figures.model import Card, Figure, Figures, FigureSet, Unit, gathered
from plugins.figures.parts import Shelf
from plugins.figures.sources import read_sources, read_units

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from pathlib import Path

UNITS = "units"


def read_figures(
    folder: Path, shown: str, languages: tuple[str, ...], cases: Table[str, tuple[str, ...]]
) -> tuple[Figures, tuple[Problem, ...]]:
    """Every set of a folder, and every problem found.

    `shown` is the folder as editors see it (`content/figures`); `cases[language]` are the grammatical cases
    the language's hedges ask of a unit (`hedge_cases` reads them from the phrases).
    """
    files, problems = opened(folder, shown, languages)
    shared = dict(
        chain.from_iterable(read_units(file, cases).items() for file in files if file.name == UNITS)
    )
    drafts = [Draft(file, cases, shared) for file in files if file.name != UNITS]
    known: dict[str, Figure] = {}
    for draft in drafts:
        draft.read_own(known)
    sets = tuple(draft.finished(known) for draft in drafts)
    pages = [file.page for file in files]
    return gathered(sets), tuple(sorted({*problems, *chain.from_iterable(page.problems for page in pages)}))


def opened(folder: Path, shown: str, languages: tuple[str, ...]) -> tuple[list[Entry], list[Problem]]:
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


class Draft:
    """A set while it is read: first what stands on its own, then what borrows figures from other cards."""

    def __init__(self, file: Entry, cases: Table[str, tuple[str, ...]], shared: dict[str, Unit]) -> None:
        file.expect("title", "units", "sources", "cards")
        self.file = file
        self.shelf = Shelf({**shared, **read_units(file, cases)}, read_sources(file))
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
            if not uses_others(entry):
                self.add(place, entry, known)

    def finished(self, known: dict[str, Figure]) -> FigureSet:
        """Read the cards that borrow, and close the set."""
        for place, entry in enumerate(self.entries):
            if uses_others(entry):
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
        for figure in card.written:
            if figure.address in known:
                entry.page.report(figure.line, "figures-duplicate-figure", address=figure.address)
            known.setdefault(figure.address, figure)
