"""What the screens of acts start with: an item and what can be done with it, and the alert."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.alert import FILE as ALERT
from plugins.content.ledger import record_id
from plugins.editor.acts.alert_act import typed_alert
from plugins.editor.acts.move_delete import address_start, is_deletable
from plugins.editor.acts.scheduled_items import ScheduledItem, is_unpublished, scheduled_items
from plugins.model.content_path import Section
from plugins.model.document import GONE, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.bundle import Bundle

ENDS_SOON = dt.timedelta(hours=24)
"""How long before its end an alert reminds of it."""


class ItemState(Struct, frozen=True, kw_only=True):
    """An item: its titles and addresses by language, its status, its moment, and what is possible."""

    bundle: str
    section: str
    titles: dict[str, str]
    urls: dict[str, str]
    status: str
    reasons: dict[str, str]
    since: str
    moment: str
    unpublished: bool
    scheduled: ScheduledItem | None
    possible: tuple[str, ...]
    address_start: str
    now: str


def item_state(bundle: Bundle, context: ActContext) -> ItemState:
    """What the screen of an item's acts starts with."""
    matter, options = bundle.primary.matter, context.options
    scheduled = {each.bundle: each for each in scheduled_items(context.loaded, options)}
    identity, records = record_id(bundle.identity), context.loaded.content.ledger.items
    released = any(each.released for (name, _), each in records.items() if name == identity)
    return ItemState(
        bundle=bundle.name,
        section=bundle.section.value,
        titles={code: document.matter.title for code, document in bundle.documents.items()},
        urls={code: options.urls.item(code, bundle.section, bundle.name) for code in bundle.documents},
        status=(matter.status or Status.PUBLISHED).value,
        reasons={code: document.matter.reason for code, document in bundle.documents.items()},
        since=f"{matter.since:%Y-%m-%dT%H:%M}" if matter.since else "",
        moment=bundle.published.isoformat() if bundle.published else "",
        unpublished=is_unpublished(bundle, context.loaded.content.ledger),
        scheduled=scheduled.get(bundle.name),
        possible=(*_possible(bundle, context, released=released), *_folder_acts(bundle, context)),
        address_start=address_start(bundle),
        now=options.now.astimezone(options.zone).isoformat(timespec="minutes"),
    )


def _possible(bundle: Bundle, context: ActContext, *, released: bool) -> tuple[str, ...]:
    """The acts that fit an item as it is."""
    status = bundle.primary.matter.status
    is_hidden = status is Status.DRAFT or bool(bundle.published and bundle.published > context.options.now)
    if is_hidden:
        return ("schedule",) if status is Status.DRAFT else ("schedule", "unschedule")
    if status in GONE:
        return ("restore",)
    found = ["mend", "end-hold" if status is Status.CHECKING else "hold", "withdraw"]
    if status is Status.OBSOLETE:
        found.append("restore")
    if not released and context.loaded.content.ledger.is_stamped and bundle.published:
        found += ["schedule", "unschedule"]
    return tuple(found)


def _folder_acts(bundle: Bundle, context: ActContext) -> Iterator[str]:
    """The acts that fit an item's folder; what was withdrawn stays where readers are told why."""
    if bundle.section is not Section.SUMMARIES and bundle.primary.matter.status not in GONE:
        yield "move"
    if is_deletable(bundle, context):
        yield "delete"


class AlertState(Struct, frozen=True, kw_only=True):
    """The alert as typed, empty if there is none; `place` is none, waiting, on or ended."""

    place: str
    level: str = ""
    starts: str = ""
    until: str = ""
    texts: dict[str, str] = {}
    link: str = ""
    ends_soon: bool = False
    now: str


def alert_state(context: ActContext) -> AlertState:
    """The alert, whether it is on, and whether it ends soon."""
    options, planned = context.options, context.loaded.content.alert
    now = options.now.astimezone(options.zone)
    shown = now.isoformat(timespec="minutes")
    if planned is None:
        return AlertState(place="none", now=shown)
    typed = typed_alert((options.content / ALERT).read_bytes())
    texts = typed.get("text")
    place = "ended" if planned.ends <= now else "on" if planned.starts <= now else "waiting"
    return AlertState(
        place=place,
        level=next(iter(planned.alerts.values())).level,
        starts=f"{planned.starts:%Y-%m-%dT%H:%M}",
        until=f"{planned.ends:%Y-%m-%dT%H:%M}",
        texts={code: str(text) for code, text in texts.items()} if isinstance(texts, dict) else {},
        link=str(typed.get("link", "")),
        ends_soon=place == "on" and planned.ends - now <= ENDS_SOON,
        now=shown,
    )
