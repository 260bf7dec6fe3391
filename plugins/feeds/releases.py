"""Releases: an edition's news and summaries with the moments at which readers could first see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.ledger import record_id
from plugins.content.ledger_stamp import content_dates

if TYPE_CHECKING:
    import datetime as dt

    from plugins.content.ledger import Ledger
    from plugins.model.edition import Edition, Item


class ReleasedItem(Struct, frozen=True):
    """An item, the moment it was released in its language, and that of its newest change.

    Both have the site's time zone. What the ledger does not have yet is dated by the content.
    """

    item: Item
    published: dt.datetime
    updated: dt.datetime


def edition_releases(edition: Edition, ledger: Ledger) -> tuple[ReleasedItem, ...]:
    """Published and withdrawn news and summaries, newest first; equal moments as in the edition."""
    released = [_release(item, ledger) for item in edition.announced_items]
    return tuple(sorted(released, key=lambda each: each.published, reverse=True))


def _release(item: Item, ledger: Ledger) -> ReleasedItem:
    published, updated = content_dates(item)
    record = ledger.items.get((record_id(item.identity), item.language.code))
    if record is None or record.released is None:
        return ReleasedItem(item, published, updated)
    released = record.released.astimezone(published.tzinfo)
    # A change that is not stamped yet is dated by its day.
    changed = max(released, record.changed or released, updated if updated > published else released)
    return ReleasedItem(item, released, changed.astimezone(published.tzinfo))
