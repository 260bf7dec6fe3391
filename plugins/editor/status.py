"""The editorial status: open tasks by kind, as a table or JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from plugins.content.alert import FILE as ALERT
from plugins.content.ledger_stamp import stamp_ledger
from plugins.editor.acts.scheduled_items import ScheduleState, scheduled_items
from plugins.editor.reviews import review_states
from plugins.editor.translations import GitHistory
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.editor.reviews import ReviewState
    from plugins.figures.model import Figure, Source
    from plugins.model.bundle import Bundle

REVIEW_INTERVAL = dt.timedelta(days=365)
"""How long an FAQ answer may go without a review."""
MAX_SOURCE_AGE = dt.timedelta(days=2 * 365)
ALERT_NOTICE = dt.timedelta(days=3)
"""How long before its end an alert is listed."""


class TodoItem(Struct, frozen=True):
    """An open task: path, title, a note; `details` are lines of a diff."""

    path: str
    title: str
    note: str = ""
    details: tuple[str, ...] = ()


def collect_status(
    loaded: LoadResult, options: BuildOptions, left_out: Collection[str] = ()
) -> dict[str, tuple[TodoItem, ...]]:
    """Open tasks by kind, without the kinds that are left out; those without tasks map to an empty tuple."""
    finder = _TodoFinder(loaded, options)
    kinds: dict[str, Callable[[], Iterator[TodoItem]]] = {
        "alerts": finder.alerts,
        "drafts": finder.drafts,
        "failed": finder.failed,
        "checking": finder.checking,
        "scheduled": finder.scheduled,
        "missing": finder.missing,
        "outdated": finder.outdated,
        "unconfirmed": finder.unconfirmed,
        "overdue": finder.overdue,
        "old_sources": finder.old_sources,
        "newer_sources": finder.newer_sources,
        "incomplete": finder.incomplete,
        "unrecorded": finder.unrecorded,
        "wishes": finder.wishes,
        "second_look": finder.second_look,
    }
    return {kind: tuple(found()) for kind, found in kinds.items() if kind not in left_out}


class _TodoFinder(Struct, frozen=True, dict=True):
    """Finds the tasks of one kind after another."""

    loaded: LoadResult
    options: BuildOptions

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        return tuple(self.loaded.content.bundles.values())

    def alerts(self) -> Iterator[TodoItem]:
        """The alert, if it has ended or ends soon."""
        alert = self.loaded.content.alert
        if alert and alert.ends - self.options.now <= ALERT_NOTICE:
            text = next(iter(alert.alerts.values())).text
            yield TodoItem(f"{self.options.display_name}/{ALERT}", text, _format_time(alert.ends))

    def drafts(self) -> Iterator[TodoItem]:
        for document in self.loaded.documents:
            if document.matter.status is Status.DRAFT:
                yield TodoItem(document.path, document.matter.title)

    def failed(self) -> Iterator[TodoItem]:
        """Items whose moment passed, and which the ledger does not know as released."""
        for item in scheduled_items(self.loaded, self.options):
            if item.place is ScheduleState.FAILED:
                note = f"{_format_time(item.moment)} {', '.join(item.languages)}"
                yield TodoItem(item.path, item.title, note)

    def checking(self) -> Iterator[TodoItem]:
        """Items that are held, with the moment since which they are."""
        for bundle in self.bundles:
            matter = bundle.primary.matter
            if matter.status is Status.CHECKING:
                note = _format_time(matter.since) if matter.since else ""
                yield TodoItem(bundle.primary.path, matter.title, note)

    def scheduled(self) -> Iterator[TodoItem]:
        for bundle in self.bundles:
            published = bundle.published
            if published and published > self.options.now:
                yield TodoItem(bundle.primary.path, bundle.primary.matter.title, _format_time(published))

    def missing(self) -> Iterator[TodoItem]:
        """Bundles without a translation into one of the site's languages."""
        for bundle in self.bundles:
            missing = [code for code in self.options.languages if code not in bundle.documents]
            if missing:
                folder = f"{self.options.display_name}/{bundle.name}/"
                yield TodoItem(folder, bundle.primary.matter.title, ", ".join(missing))

    def outdated(self) -> Iterator[TodoItem]:
        """Translations whose original has changed, with its changed sections and their diff."""
        for bundle in self.bundles:
            for code, document in bundle.documents.items():
                changed = bundle.changed_since_translated(code)
                if changed:
                    original = next(iter(bundle.documents))
                    file = self.options.content / bundle.name / f"{original}.md"
                    history = GitHistory(file, self.loaded.phrases[original])
                    details = history.changes(document.matter.translated_from, changed, bundle.primary)
                    sections = ", ".join(part.heading or f"{original}.md:{part.line}" for part in changed)
                    yield TodoItem(document.path, document.matter.title, sections, tuple(details))

    def unconfirmed(self) -> Iterator[TodoItem]:
        """Translations without the hashes of their original."""
        for bundle in self.bundles:
            for document in bundle.documents.values():
                if document is not bundle.primary and not document.matter.translated_from:
                    yield TodoItem(document.path, document.matter.title)

    def overdue(self) -> Iterator[TodoItem]:
        """FAQ answers not reviewed for a year, with their owner."""
        for bundle in self.bundles:
            matter, day = bundle.primary.matter, last_review(bundle)
            if day and self.options.now.date() - day > REVIEW_INTERVAL:
                yield TodoItem(bundle.primary.path, matter.title, f"{day} {matter.owner}".strip())

    @property
    def _figures(self) -> tuple[Figure, ...]:
        return tuple(self.loaded.content.cards.texts.figure_renderer.figures.figures.values())

    def newer_sources(self) -> Iterator[TodoItem]:
        """Figures whose publisher is the source of figures of a later year, too: they may be outdated."""
        latest: dict[str, Source] = {}
        for source in (figure.source for figure in self._figures):
            known = latest.setdefault(_publisher(source), source)
            if source.date.year > known.date.year:
                latest[_publisher(source)] = source
        for figure in self._figures:
            newer = latest[_publisher(figure.source)]
            if newer.date.year > figure.source.date.year:
                note = f"{figure.source.date} < {newer.date} ({newer.key})"
                yield TodoItem(f"{figure.path}:{figure.line}", figure.address, note)

    def old_sources(self) -> Iterator[TodoItem]:
        """Figures whose source is older than `MAX_SOURCE_AGE`."""
        for figure in self._figures:
            if self.options.now.date() - figure.source.date.last_day > MAX_SOURCE_AGE:
                yield TodoItem(f"{figure.path}:{figure.line}", figure.address, str(figure.source.date))

    def incomplete(self) -> Iterator[TodoItem]:
        """News and yearly summaries without a card or without a topic."""
        for bundle in self.bundles:
            matter = bundle.primary.matter
            missing = [key for key in ("card", "topics") if not getattr(matter, key)]
            if bundle.section in {Section.NEWS, Section.SUMMARIES} and missing:
                yield TodoItem(bundle.primary.path, matter.title, ", ".join(missing))

    def unrecorded(self) -> Iterator[TodoItem]:
        """What the next release tells, which the ledger does not have yet; nothing before the first stamp."""
        content = self.loaded.content
        if not content.ledger.is_stamped or not self.loaded.ok:
            return
        changes = stamp_ledger(content, self.options)[1]
        for record in (*changes.new, *changes.changed, *changes.withdrawn):
            document = content.bundles[record.bundle].documents[record.language]
            yield TodoItem(document.path, document.matter.title)

    def wishes(self) -> Iterator[TodoItem]:
        """Items for which somebody has asked for a second pair of eyes, with who asked and what for."""
        for bundle, state in self._reviewed():
            for wish in state.wishes:
                note = f"{wish.act} {wish.by}"
                details = (wish.note,) if wish.note else ()
                yield TodoItem(bundle.primary.path, bundle.primary.matter.title, note, details)

    def second_look(self) -> Iterator[TodoItem]:
        """Items that were published without a second pair of eyes, with who did it and why."""
        for bundle, state in self._reviewed():
            if state.alone:
                note, reason = f"{state.alone.at:%Y-%m-%d} {state.alone.by}", state.alone.note
                yield TodoItem(bundle.primary.path, bundle.primary.matter.title, note, (reason,))

    def _reviewed(self) -> Iterator[tuple[Bundle, ReviewState]]:
        states = review_states(self.options.content)
        for bundle in self.bundles:
            if bundle.identity in states:
                yield bundle, states[bundle.identity]


def last_review(bundle: Bundle) -> dt.date | None:
    """The day on which someone last looked after an answer; None for what is no answer."""
    matter = bundle.primary.matter
    days = [day for day in (matter.reviewed, matter.updated, matter.date) if day]
    return max(days) if bundle.section is Section.FAQ and days else None


def _publisher(source: Source) -> str:
    """Who published a source: the host of its address, or else the publisher's name."""
    host = urlsplit(source.url).hostname or ""
    return host.removeprefix("www.") or " ".join(sorted(set(source.publisher.values())))


def _format_time(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


MAX_ROWS = 8
"""Rows of one kind in the table; JSON has all."""
MAX_DETAILS = 6
