"""Stamps the ledger: records what the content shows and the ledger does not have yet, with the moment."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.alert_records import stamped_alerts
from plugins.content.item_events import STATUS_NAME, item_events, status_name
from plugins.content.ledger import EventRecord, FigureRecord, ItemRecord, record_id
from plugins.figures.model import list_corrected
from plugins.model.document import GONE, NOTICED, section_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from plugins.content.ledger import AlertRecord, Ledger
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.figures.model import Figure, Figures
    from plugins.model.document import Document
    from plugins.model.edition import Item

DIGEST_DIGITS = 16


class Changes(Struct, frozen=True):
    """What a stamp recorded; `withdrawn` are merged items too.

    `events` are corrections, changes and checks, and withdrawals of questions and pages.
    """

    new: tuple[ItemRecord, ...] = ()
    changed: tuple[ItemRecord, ...] = ()
    withdrawn: tuple[ItemRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    figures: tuple[FigureRecord, ...] = ()
    alerts: tuple[AlertRecord, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The numbers for messages: `new`, `changed`, `withdrawn`, and `others`."""
        others = len(self.events) + len(self.figures) + len(self.alerts)
        items = {"new": len(self.new), "changed": len(self.changed), "withdrawn": len(self.withdrawn)}
        return items | {"others": others}

    def __bool__(self) -> bool:
        """Whether anything was recorded."""
        return any(self.counts.values())


def content_dates(item: Item) -> tuple[dt.datetime, dt.datetime]:
    """When a dated item was published and changed by its own dates; a day's change is at its midnight.

    Raises `ValueError` for an item without a date.
    """
    published, changed = item.published, item.changed
    if published is None:
        raise ValueError(f"{item.path} has no date")
    if changed is None or changed <= published.date():
        return published, published
    return published, dt.datetime.combine(changed, dt.time(), tzinfo=published.tzinfo)


def figure_correction_name(address: str, replaced_on: object) -> str:
    """The name of the feed item that tells of a figure's correction."""
    return f"figures/{address}/corrections/{replaced_on}"


def stamp_ledger(content: SiteContent, options: BuildOptions) -> tuple[Ledger, Changes]:
    """The ledger with everything that is released at the build's moment.

    The first stamp of a site takes the content's own dates, as feeds did before.
    """
    return _Stamp(content, options.zone, options.now).ledger(options.site.feeds.authority)


class _Stamp(Struct, frozen=True, dict=True):
    content: SiteContent
    zone: ZoneInfo
    now: dt.datetime

    @property
    def _before(self) -> Ledger:
        return self.content.ledger

    @property
    def _figures(self) -> Figures:
        return self.content.cards.texts.figure_renderer.figures

    def _moment(self, first: dt.datetime | dt.date | None) -> dt.datetime:
        """The moment of a new record: now, or the content's own at the first stamp."""
        if self._before.is_stamped or first is None:
            return self.now.astimezone(self.zone).replace(microsecond=0)
        if isinstance(first, dt.datetime):
            return first.astimezone(self.zone)
        return dt.datetime.combine(first, dt.time(), self.zone)

    def ledger(self, authority: str) -> tuple[Ledger, Changes]:
        before = self._before
        items = {(record.id, record.language): record for record in self._items()}
        events = {(record.id, record.language): record for record in self._events()}
        # A withdrawal that was taken back is forgotten, so that it can recur.
        kept = {key: each for key, each in before.events.items() if not STATUS_NAME.fullmatch(key[0])}
        stamped = replace(
            before,
            authority=before.authority or authority,
            items=before.items | items,
            events=kept | events,
            figures={record.id: record for record in self._figure_records()},
            alerts=stamped_alerts(
                before.alerts, self.content.alert, self._moment(None), first=not before.is_stamped
            ),
        )
        return stamped, _compare(before, stamped, self._withdrawn())

    def _withdrawn(self) -> dict[tuple[str, str], str]:
        """The items whose text is gone, by id and language, and the names of the events that tell it."""
        return {
            (record_id(item.identity), edition.language.code): status_name(item)
            for edition in self.content.editions
            for item in edition.announced_items
            if item.status in GONE
        }

    def _items(self) -> Iterator[ItemRecord]:
        for edition in self.content.editions:
            for item in edition.announced_items:
                yield self._item(item, edition.language.code)

    def _item(self, item: Item, code: str) -> ItemRecord:
        identity = record_id(item.identity)
        digest = content_digest(item, self.content.bundles[item.bundle].documents[code], self._figures)
        known = self._before.items.get((identity, code))
        if known and known.released:
            is_same = known.digest == digest and not self._has_new_notes(item, code)
            changed = known.changed if is_same else self._moment(None)
            return replace(known, bundle=item.bundle, changed=changed, digest=digest)
        published, updated = content_dates(item)
        if known or not self._before.is_stamped:
            released, changed = published, updated
        else:
            released = changed = self._moment(None)
        return ItemRecord(
            id=identity,
            language=code,
            bundle=item.bundle,
            released=released,
            changed=changed,
            digest=digest,
        )

    def _has_new_notes(self, item: Item, code: str) -> bool:
        """Whether a correction or a change of an item was not recorded yet: readers are told of it there."""
        noted = (each.name for each in item_events(item) if each.kind not in NOTICED)
        return any((name, code) not in self._before.events for name in noted)

    def _events(self) -> Iterator[EventRecord]:
        for edition in self.content.editions:
            code = edition.language.code
            for item in (*edition.items, *edition.merged):
                for event in item_events(item):
                    yield self._event(event.name, code, event.date)
        for figure in list_corrected(self._figures):
            if figure.correction:
                day = figure.correction.replaced_on
                yield self._event(figure_correction_name(figure.address, day), "", day.first_day)

    def _event(self, name: str, code: str, day: dt.date | None) -> EventRecord:
        known = self._before.events.get((name, code))
        return known or EventRecord(id=name, language=code, at=self._moment(day))

    def _figure_records(self) -> Iterator[FigureRecord]:
        for address, figure in self._figures.figures.items():
            if figure.remainder:
                continue  # computed from the others
            known = self._before.figures.get(address)
            if known and known.value == figure.value:
                yield known
            else:
                at = self._moment(figure.as_of.first_day)
                yield FigureRecord(id=address, value=figure.value, at=at)


def content_digest(item: Item, document: Document, figures: Figures) -> str:
    """A digest of what readers are told: words, values of figures, card, notice; of what is gone, the reason.

    It is made of the text as typed: a new version of this program changes no digest.
    """
    notice = [str(item.status), item.title, item.reason] if item.status in NOTICED else []
    if item.status in GONE:
        parts = notice
    else:
        shown = [each.name for each in document.figures] + ([item.card] if item.card else [])
        parts = [section_hashes(document), item.card, *(_values(name, figures) for name in shown), *notice]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:DIGEST_DIGITS]


def _values(name: str, figures: Figures) -> str:
    """The values that a reference to a figure or a card shows."""
    card = figures.cards.get(name)
    shown: tuple[Figure, ...] = card.all_figures if card else ()
    if not card and (figure := figures.figures.get(name.partition("|")[0])):
        shown = (figure,)
    values = sorted(f"{each.address}={each.approx}{each.value.normalize()}" for each in shown)
    return " ".join([name, *values])


def _compare(before: Ledger, after: Ledger, withdrawn: dict[tuple[str, str], str]) -> Changes:
    """What differs between two ledgers; `withdrawn` has the events of withdrawn items by id and language."""
    known = {key: record for key, record in before.items.items() if record.released}
    moved = {key: after.items[key] for key, each in known.items() if after.items[key].digest != each.digest}
    gone = {key: record for key, record in moved.items() if key in withdrawn}
    noted = {key: after.items[key] for key, each in known.items() if after.items[key].changed != each.changed}
    changed = noted | moved
    told = {(withdrawn[key], key[1]) for key in gone}
    return Changes(
        new=tuple(record for key, record in after.items.items() if key not in known),
        changed=tuple(record for key, record in changed.items() if key not in gone),
        withdrawn=tuple(gone.values()),
        events=tuple(each for key, each in after.events.items() if key not in {*before.events, *told}),
        figures=tuple(each for key, each in after.figures.items() if before.figures.get(key) != each),
        alerts=tuple(each for key, each in after.alerts.items() if before.alerts.get(key) != each),
    )
