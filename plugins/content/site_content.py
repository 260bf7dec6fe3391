"""What loading the content folder gives: the content, and all that is wrong with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.content.figure_renderer import data_files
from plugins.content.ledger import Ledger
from plugins.content.skip_broken import SkippedItems
from plugins.diagnostics.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from plugins.content.alert import Alert, PlannedAlert
    from plugins.content.card_registry import CardRegistry
    from plugins.content.reference_resolver import ReferenceResolver
    from plugins.content.synonyms import Synonyms
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document
    from plugins.model.edition import Edition


class SiteContent(Struct, frozen=True, kw_only=True, dict=True):
    """Loaded content: editions, all bundles (hidden ones too), cards, and advice.

    `public` has the file of each output path that is copied as it is; `ledger` is what was released before;
    `skipped` are the items that are not built as they are; on the days in `old_from`, in the zone, what
    readers are told of the age of answers changes.
    """

    editions: tuple[Edition, ...]
    bundles: dict[str, Bundle]
    references: ReferenceResolver
    cards: CardRegistry
    zone: ZoneInfo
    alert: PlannedAlert | None
    public: dict[str, Path] = field(default_factory=dict)
    synonyms: dict[str, Synonyms] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    advice: tuple[Problem, ...] = field(default=())
    old_from: frozenset[dt.date] = frozenset()
    skipped: SkippedItems = field(default_factory=SkippedItems)

    @property
    def change_moments(self) -> set[dt.datetime]:
        """Moments at which something appears or disappears without an edit."""
        planned = {self.alert.starts, self.alert.ends} if self.alert else set()
        planned |= {dt.datetime.combine(day, dt.time(), self.zone) for day in self.old_from}
        planned |= {alert.revisions[-1].ends for alert in self.ledger.alerts.values()}
        return planned | {bundle.published for bundle in self.bundles.values() if bundle.published}

    @property
    def release_moments(self) -> set[dt.datetime]:
        """Moments that items are released at, by their own dates or by the ledger."""
        dated = {bundle.published for bundle in self.bundles.values() if bundle.published}
        return dated | {record.released for record in self.ledger.items.values() if record.released}

    def active_alert(self, language: str, now: dt.datetime) -> Alert | None:
        """The alert visible in a language at a moment."""
        return self.alert.alerts[language] if self.alert and self.alert.is_active(now) else None

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """The output path and the file of every picture and card, and of every public file."""
        yield from self.public.items()
        yield from self.references.picture_files()
        yield from self.cards.pictures.items()

    def data(self) -> Iterator[tuple[str, bytes]]:
        """Output path and bytes of every figure set as data."""
        yield from data_files(self.cards.texts.figure_renderer)


class LoadResult(Struct, frozen=True, kw_only=True, dict=True):
    """Loaded content with all problems; the editors' checks start from it."""

    content: SiteContent
    phrases: dict[str, Phrases]
    pictures: dict[str, dict[str, Path]]
    problems: tuple[Problem, ...]

    @property
    def documents(self) -> list[Document]:
        """Every document, in the order of bundles and languages."""
        return [
            document for bundle in self.content.bundles.values() for document in bundle.documents.values()
        ]

    @property
    def ok(self) -> bool:
        """Whether the site may be built."""
        return not any(found.severity is Severity.ERROR for found in self.problems)
