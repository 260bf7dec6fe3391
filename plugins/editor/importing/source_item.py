"""What a reader takes from a source: items in HTML, and notes on what was changed or left."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from msgspec import Struct, field

from plugins.i18n.dates import DateError, parse_date
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR

LOOSE_MOMENT = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})[T ]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?"
)


class ImportNote(NamedTuple):
    """What was changed or left: the item's name, a key of `ui_text` without `import-`, its value."""

    item: str
    code: str
    value: str = ""


class SourceItem(Struct, frozen=True, kw_only=True):
    """An article of a source.

    `name` is what the report calls it. `html` is the text; names of files in it are relative to `folder`, a
    path in the source. `pair` is the same for translations of one article. `addresses` are where readers
    found it, `names` by what else links mean it. `is_page` is true for one such as “About”;
    `reasons` are notes that make it a draft.
    """

    name: str
    title: str
    html: str
    summary: str = ""
    slug: str = ""
    language: str = ""
    pair: str = ""
    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_draft: bool = False
    is_page: bool = False
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    folder: str = ""
    picture: str = ""
    reasons: tuple[ImportNote, ...] = ()


class Moment(Struct, frozen=True):
    """A day, and the moment in it if the source has one; without a zone it is in the site's."""

    day: dt.date
    time: dt.time | None = None
    zone: dt.tzinfo | None = None

    def local(self, zone: dt.tzinfo) -> Moment:
        """The same moment in a zone."""
        if self.time is None or self.zone is None:
            return self
        there = dt.datetime.combine(self.day, self.time, self.zone).astimezone(zone)
        return Moment(there.date(), there.time(), zone)


def parse_typed_moment(text: str) -> Moment | None:
    """A moment as systems and people write it; None for anything else, and outside the years of the site."""
    typed = " ".join(text.split())
    try:
        found = _parse(typed)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if FIRST_YEAR < found.day.year < LAST_YEAR else None


def _parse(typed: str) -> Moment:
    if match := LOOSE_MOMENT.match(typed):
        year, month, day = map(int, match[1].split("-"))
        clock = dt.time.fromisoformat(match[2].rjust(8 if match[2].count(":") > 1 else 5, "0"))
        return Moment(dt.date(year, month, day), clock.replace(microsecond=0), _zone(match[3]))
    try:
        return Moment(parse_date(typed))
    except DateError:
        moment = parsedate_to_datetime(typed)
        return Moment(moment.date(), moment.time(), moment.tzinfo)


def _zone(typed: str | None) -> dt.tzinfo | None:
    if not typed:
        return None
    if typed in {"Z", "UTC"}:
        return dt.UTC
    sign = -1 if typed[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=int(typed[1:3]), minutes=int(typed[-2:])))


class SourceContent(Struct, frozen=True):
    """All that a reader found; `hosts` are those of the old site, whose addresses are this site's now.

    `language` is the code that the old site's settings name; empty if they name none.
    """

    items: list[SourceItem]
    notes: list[ImportNote] = field(default_factory=list)
    hosts: frozenset[str] = frozenset()
    base_url: str = ""
    language: str = ""
