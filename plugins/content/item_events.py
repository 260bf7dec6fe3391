"""What feeds and the page of corrections tell of a published item, each under a permanent name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.model.document import NOTICED, Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plugins.i18n.phrases import Phrases
    from plugins.model.edition import Item

CORRECTION = "correction"
LISTS = {CORRECTION: "corrections"}
"""Kinds of notes that have a list of their own; all others are in `changes`."""
STATUS_NAME = re.compile(r".*/(?:withdrawn|merged|obsolete|checking(?:/[\dT-]+)?)")
"""Names of events that are forgotten when the status they tell of is taken back, so that it can recur."""


class ItemEvent(Struct, frozen=True):
    """A correction, a change or a status of an item: its feed item's name, its kind, its day and its text."""

    name: str
    kind: str
    date: dt.date
    text: str

    def heading(self, item: Item, phrases: Phrases) -> str:
        """The title of its feed item."""
        return phrases.text(f"feeds.{self.kind}_title", title=item.title)


def item_events(item: Item, phrases: Phrases | None = None) -> Iterator[ItemEvent]:
    """The corrections and changes of an item, then its status; `phrases` have the words for a missing reason.

    The name of a note is the item's identity, its day and a number.
    """
    per_day: Counter[tuple[str, dt.date]] = Counter()
    for note in item.notes:
        kept_in = LISTS.get(note.kind, "changes")
        per_day[kept_in, note.date] += 1
        number = per_day[kept_in, note.date]
        yield ItemEvent(f"{item.identity}/{kept_in}/{note.date}/{number}", note.kind, note.date, note.text)
    if item.status in NOTICED and (day := item.since.date() if item.since else item.changed):
        told = item.reason_sentence or (phrases[f"feeds.{item.status}_text"] if phrases else "")
        yield ItemEvent(status_name(item), item.status.value, day, told)


def status_name(item: Item) -> str:
    """The name of the feed item that tells of an item's status; each time it is checked has its own."""
    name = f"{item.identity}/{item.status}"
    return f"{name}/{item.since:%Y-%m-%dT%H%M}" if item.since and item.status is Status.CHECKING else name
