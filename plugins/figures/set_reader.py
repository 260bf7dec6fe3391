"""Reads `content/figures/*.yaml`: one file a set, and `units.yaml` with the units they share."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec.structs import replace

from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.problem import FileContext, Problem, Severity
from plugins.figures.card_reader import borrows_figures, read_card
from plugins.figures.data_file import DataSource, read_data_file
from plugins.figures.figure_reader import Lookup, read_sources, read_units
from plugins.figures.model import Card, Figure, Figures, FigureSet, Unit, index_figures
from plugins.model.content_path import SLUG, is_litter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.figures.card_checks import Rules
    from plugins.i18n.phrases import Typography

UNITS = "units"


def read_figures(
    folder: Path,
    display_name: str,
    languages: tuple[str, ...],
    rules: Rules,
    typographies: Mapping[str, Typography] | None = None,
) -> tuple[Figures, tuple[Problem, ...]]:
    """Read every set of a folder; return the sets and all problems.

    `display_name` is the folder's path in messages (`content/figures`); texts are set by the `typographies`.
    """
    files, problems = _load_files(folder, display_name, languages, typographies or {})
    shared = dict(
        chain.from_iterable(read_units(file, rules.cases).items() for file in files if file.name == UNITS)
    )
    known: dict[str, Figure] = {}
    readers = [SetReader(file, folder, rules, shared, known) for file in files if file.name != UNITS]
    for reader in readers:
        reader.read_cards(borrowing=False)
    for reader in readers:
        reader.read_cards(borrowing=True)
    sets = tuple(reader.compose_set() for reader in readers)
    drafts = {each.path: each.name for each in sets if each.is_draft}
    for reader in readers:
        reader.check_finished(frozenset(drafts.values()))
    told = {_ease_draft(each) if each.path in drafts else each for each in problems}
    return index_figures(sets), tuple(sorted(told))


def _ease_draft(found: Problem) -> Problem:
    """In a draft a text that is yet to be written is no error."""
    return dataclasses.replace(found, severity=Severity.ADVICE) if found.code == "field-unwritten" else found


def _load_files(
    folder: Path, display_name: str, languages: tuple[str, ...], typographies: Mapping[str, Typography]
) -> tuple[list[FieldReader], list[Problem]]:
    files: list[FieldReader] = []
    problems: list[Problem] = []
    for path in sorted(path for path in folder.glob("*.yaml") if not is_litter(path.name)):
        shown = normalize("NFC", f"{display_name}/{path.name}")
        context = FileContext(shown, languages, problems, typographies)
        if not SLUG.fullmatch(path.stem):
            context.report(1, "figures-bad-file-name", typed=path.name)
        if fields := load_fields(path, context, path.stem):
            files.append(fields)
    return files, problems


class SetStatus(StrEnum):
    """Whether readers see a set."""

    DRAFT = "draft"
    PUBLISHED = "published"


TEMPLATE_TEXTS = frozenset(
    {"https://example.org/", "Название публикации", "Издание", "The publication’s title", "Publisher"}
)
"""What `./inv new figures` puts in place of a source."""


class SetReader:
    """Reads a set in two passes: first its own figures, then the cards that borrow figures of other cards."""

    def __init__(
        self,
        file: FieldReader,
        folder: Path,
        rules: Rules,
        shared: dict[str, Unit],
        known: dict[str, Figure],
    ) -> None:
        file.check_keys("title", "status", "units", "sources", "data", "cards")
        self.file = file
        self.rules = rules
        self.lookup = Lookup({**shared, **read_units(file, rules.cases)}, read_sources(file), known)
        self.title = file.localized("title")
        status = file.choice("status", SetStatus, required=False)
        self.is_draft = status is SetStatus.DRAFT
        table = read_data_file(file, folder, rules.data) if file.has("data") else None
        self.data = DataSource(table, file.text("data", required=False), self.lookup.sources)
        named = (
            replace(fields, name=f"{file.name}.{fields.text('id', required=False) or '?'}")
            for fields in file.items("cards")
        )
        self.card_fields = [self.data.fill(fields) for fields in named]
        self.cards: dict[int, Card] = {}

    def read_cards(self, *, borrowing: bool) -> None:
        """Read the cards that borrow figures, or those that do not."""
        for index, fields in enumerate(self.card_fields):
            if borrows_figures(fields) is borrowing:
                self._add(index, fields)

    def compose_set(self) -> FigureSet:
        """The set with its cards in file order."""
        cards = tuple(self.cards[index] for index in sorted(self.cards))
        return FigureSet(self.file.name, self.title, cards, self.file.context.path, self.is_draft)

    def check_finished(self, drafts: frozenset[str]) -> None:
        """Report what a published set may not have: a template's texts, figures of sets that are drafts."""
        if self.is_draft:
            return
        for _, source in self.file.mappings("sources") if self.file.has("sources") else ():
            for key in ("title", "publisher", "url"):
                typed = {source.text(key)} if key == "url" else set(source.translations(key).values())
                if found := sorted(typed & TEMPLATE_TEXTS):
                    source.report(key, "figures-template-text", typed=found[0])
        for index, card in self.cards.items():
            names = {figure.address.partition(".")[0] for figure in card.all_figures}
            for name in sorted(names & drafts):
                self.card_fields[index].report("id", "figures-draft", typed=card.address, name=name)

    def _add(self, index: int, fields: FieldReader) -> None:
        known = self.lookup.figures
        card = read_card(fields, self.lookup, f"{self.file.name}.{fields.identifier('id')}")
        if any(card.address == other.address for other in self.cards.values()):
            fields.report("id", "figures-duplicate-id")
        self.cards[index] = card
        if not self.data.is_broken:  # its points are missing: what is wrong with the table is told already
            self.rules.check_card(card, fields)
        for figure in card.own_figures:
            if figure.address in known:
                fields.context.report(figure.line, "figures-duplicate-figure", address=figure.address)
            known.setdefault(figure.address, figure)
