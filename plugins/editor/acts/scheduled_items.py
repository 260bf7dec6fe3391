"""Scheduled items: those that wait, and those whose moment passed without them on the site."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.ledger import record_id
from plugins.model.content_path import Section
from plugins.model.document import Status
from plugins.publish.http_client import fetch, site_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plugins.content.ledger import Ledger
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.model.bundle import Bundle

    IsLive = Callable[[str], bool]

OK = 200
GRACE = dt.timedelta(minutes=15)
"""How late a release by a timer may be without anything being wrong."""
LOOKED_AT = dt.timedelta(days=30)
"""How far back items are looked for that did not appear in their time."""


class ScheduleState(StrEnum):
    """Where a scheduled item is on its way."""

    WAITING = "waiting"
    DUE = "due"
    FAILED = "failed"


class ScheduledItem(Struct, frozen=True):
    """An item with a moment to appear at, and the languages in which it is not on the site, if it passed."""

    bundle: str
    path: str
    title: str
    moment: dt.datetime
    place: ScheduleState
    languages: tuple[str, ...] = ()


def scheduled_items(
    loaded: LoadResult, options: BuildOptions, is_live: IsLive | None = None
) -> tuple[ScheduledItem, ...]:
    """Items that wait for their moment, and those whose moment passed without them, the first to come first.

    The ledger says what was released; `is_live`, if given, looks for the path of a page on the site itself.
    """
    finder = _Finder(loaded, options, is_live)
    found = [each for bundle in loaded.content.bundles.values() for each in finder.find(bundle)]
    return tuple(sorted(found, key=lambda each: (each.moment, each.bundle)))


class _Finder(Struct, frozen=True):
    loaded: LoadResult
    options: BuildOptions
    is_live: IsLive | None

    def find(self, bundle: Bundle) -> Iterator[ScheduledItem]:
        """The item of a bundle, if it waits or did not appear; one without an hour has no time to miss."""
        moment, matter, now = bundle.published, bundle.primary.matter, self.options.now
        if moment is None or matter.status not in {None, Status.PUBLISHED}:
            return
        missing: tuple[str, ...] = ()
        place = ScheduleState.WAITING
        if moment <= now:
            if matter.time is None or now - moment > LOOKED_AT:
                return
            missing = tuple(code for code in bundle.documents if self._is_missing(bundle, code))
            place = ScheduleState.DUE if now - moment < GRACE else ScheduleState.FAILED
        if missing or moment > now:
            yield ScheduledItem(bundle.name, bundle.primary.path, matter.title, moment, place, missing)

    def _is_missing(self, bundle: Bundle, code: str) -> bool:
        """Whether readers lack an item; without looking, only the ledger of news and summaries can tell."""
        if bundle.documents[code].matter.status is Status.DRAFT:
            return False
        if self.is_live:
            urls = self.options.urls
            url = urls.item(code, bundle.section, bundle.name)
            return not self.is_live(url.removeprefix(f"{urls.base_path}/"))
        ledger = self.loaded.content.ledger
        if not ledger.is_stamped or bundle.section not in {Section.NEWS, Section.SUMMARIES}:
            return False
        record = ledger.items.get((record_id(bundle.identity), code))
        return record is None or record.released is None


def is_unpublished(bundle: Bundle, ledger: Ledger) -> bool:
    """Whether readers have never had an item; of questions and pages only a site's first release is known."""
    if not ledger.is_stamped or bundle.section not in {Section.NEWS, Section.SUMMARIES}:
        return not ledger.is_stamped
    identity = record_id(bundle.identity)
    records = (ledger.items.get((identity, code)) for code in bundle.documents)
    return not any(record and record.released for record in records)


def live_site(url: str) -> IsLive:
    """Looks for pages on a live site, and for anchors on them; asking may raise `PublishError`."""
    address = site_address(url)

    def is_live(path: str) -> bool:
        page, _, anchor = path.partition("#")
        answer = fetch(address, page)
        return answer.status == OK and (not anchor or f'id="{anchor}"'.encode() in answer.body)

    return is_live
