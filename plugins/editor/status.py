"""The status: what waits for someone, kind by kind."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from plugins.content.alert import FILE as ALERT
from plugins.editor.report import read_words
from plugins.editor.translations import History
from plugins.figures.set_reader import read_figures
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from plugins.content.brief import Brief
    from plugins.content.read import Examination
    from plugins.model.bundle import Bundle


REVIEW = dt.timedelta(days=365)
"""An answer is looked at again after a year."""
OLD_SOURCE = dt.timedelta(days=2 * 365)
SOON = dt.timedelta(days=3)
"""An alert that ends within three days is told."""


class Waiting(Struct, frozen=True):
    """One thing that waits: where, what it is called, what to know about it; `details` are lines of text."""

    path: str
    title: str
    note: str = ""
    details: tuple[str, ...] = ()


def read_status(examination: Examination, brief: Brief) -> dict[str, tuple[Waiting, ...]]:
    """Everything that waits, by kind; kinds with nothing are there too, and empty."""
    desk = _Desk(examination, brief)
    kinds: dict[str, Callable[[], Iterator[Waiting]]] = {
        "alerts": desk.alerts,
        "drafts": desk.drafts,
        "scheduled": desk.scheduled,
        "missing": desk.missing,
        "outdated": desk.outdated,
        "unconfirmed": desk.unconfirmed,
        "overdue": desk.overdue,
        "sources": desk.sources,
        "bare": desk.bare,
    }
    return {kind: tuple(found()) for kind, found in kinds.items()}


class _Desk(Struct, frozen=True, dict=True):
    """Looks through the content for one kind of thing after another."""

    examination: Examination
    brief: Brief

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        return tuple(self.examination.content.bundles.values())

    def alerts(self) -> Iterator[Waiting]:
        """The alert, when it is over or soon will be."""
        alert = self.examination.content.alert
        if alert and alert.ends - self.brief.now <= SOON:
            text = next(iter(alert.alerts.values())).text
            yield Waiting(f"{self.brief.shown}/{ALERT}", text, _moment(alert.ends))

    def drafts(self) -> Iterator[Waiting]:
        for bundle in self.bundles:
            for document in bundle.documents.values():
                if document.matter.status is Status.DRAFT:
                    yield Waiting(document.path, document.matter.title)

    def scheduled(self) -> Iterator[Waiting]:
        for bundle in self.bundles:
            published = bundle.published
            if published and published > self.brief.now:
                yield Waiting(bundle.primary.path, bundle.primary.matter.title, _moment(published))

    def missing(self) -> Iterator[Waiting]:
        """Bundles that lack a language of the site."""
        for bundle in self.bundles:
            lacking = [code for code in self.brief.languages if code not in bundle.documents]
            if lacking:
                folder = f"{self.brief.shown}/{bundle.name}/"
                yield Waiting(folder, bundle.primary.matter.title, ", ".join(lacking))

    def outdated(self) -> Iterator[Waiting]:
        """Translations whose original has changed: in which sections, and how."""
        for bundle in self.bundles:
            for code, document in bundle.documents.items():
                changed = bundle.changed_since_translated(code)
                if changed:
                    leading = next(iter(bundle.documents))
                    file = self.brief.content / bundle.name / f"{leading}.md"
                    history = History(file, self.examination.phrases[leading])
                    details = history.changes(document.matter.translated_from, changed, bundle.primary)
                    sections = ", ".join(part.heading or f"{leading}.md:{part.line}" for part in changed)
                    yield Waiting(document.path, document.matter.title, sections, tuple(details))

    def unconfirmed(self) -> Iterator[Waiting]:
        """Translations that do not say what they were made from."""
        for bundle in self.bundles:
            for document in bundle.documents.values():
                if document is not bundle.primary and not document.matter.translated_from:
                    yield Waiting(document.path, document.matter.title)

    def overdue(self) -> Iterator[Waiting]:
        """Answers that nobody has looked at for a year, with whoever answers for them."""
        for bundle in self.bundles:
            matter = bundle.primary.matter
            days = [day for day in (matter.reviewed, matter.updated, matter.date) if day]
            if bundle.section is Section.FAQ and days and self.brief.now.date() - max(days) > REVIEW:
                yield Waiting(
                    bundle.primary.path, matter.title, " ".join([str(max(days)), matter.owner]).strip()
                )

    def sources(self) -> Iterator[Waiting]:
        """Figures whose source is older than two years."""
        brief = self.brief
        # Which cases the words need matters to sentences, not to dates.
        cases = dict.fromkeys(brief.languages, ())
        figures, _ = read_figures(brief.content / "figures", f"{brief.shown}/figures", brief.languages, cases)
        for figure in figures.figures.values():
            if brief.now.date() - figure.source.date.last_day > OLD_SOURCE:
                yield Waiting(f"{figure.path}:{figure.line}", figure.address, str(figure.source.date))

    def bare(self) -> Iterator[Waiting]:
        """News and yearly summaries without a card or without a topic."""
        for bundle in self.bundles:
            matter = bundle.primary.matter
            lacking = [key for key in ("card", "topics") if not getattr(matter, key)]
            if bundle.section in {Section.NEWS, Section.SUMMARIES} and lacking:
                yield Waiting(bundle.primary.path, matter.title, ", ".join(lacking))


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


MOST = 8
"""Lines of one kind on the screen; JSON has all."""
MOST_DETAILS = 6


def board(status: Mapping[str, Sequence[Waiting]], language: str, *, whole: bool = False) -> RenderableType:
    """A panel for every kind that has something; `whole` shows all of it."""
    words = read_words(language)
    panels = [
        Panel(_table(found, whole=whole), title=f"{words.text(kind)}: {len(found)}", title_align="left")
        for kind, found in status.items()
        if found
    ]
    return Group(*panels) if panels else Text(words.text("nothing"))


def board_json(status: Mapping[str, Sequence[Waiting]]) -> str:
    """The status for programs: a list for every kind."""
    told = {kind: [asdict(each) for each in found] for kind, found in status.items()}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _table(found: Sequence[Waiting], *, whole: bool) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=2)
    table.add_column(justify="right", ratio=1)
    for each in found if whole else found[:MOST]:
        table.add_row(Text(each.path), Text(each.title, style="dim"), Text(each.note, style="bold"))
        for line in each.details if whole else each.details[:MOST_DETAILS]:
            table.add_row(Text(f"  {line}", style="green" if line.startswith("+") else "red"))
    if len(found) > MOST and not whole:
        table.add_row(Text(f"… +{len(found) - MOST}"))
    return table
