"""Sources that answers rest on, and how old what they say is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from plugins.model.partial_date import PartialDate

Texts = dict[str, str]
"""A text by the code of its language."""
DAY = dt.timedelta(days=1)


class CitedSource(Struct, frozen=True, kw_only=True):
    """A publication as `sources.yaml` states it; texts are by language, empty ones are absent.

    `url` is empty if none is known, `date` None if the publication bears none; `language` is the code of the
    language it is in.
    """

    key: str
    name: Texts
    title: Texts = {}
    url: str = ""
    date: PartialDate | None = None
    language: str = ""
    licence: str = ""
    line: int = 1


class AsOf(Struct, frozen=True):
    """Since when something was known, in an edition: ISO 8601 and words, both empty if nothing says.

    `is_old` is true for more than a year.
    """

    date: str = ""
    words: str = ""
    is_old: bool = False


class Citation(Struct, frozen=True, kw_only=True):
    """A source in an edition; `note` names its language where that is another."""

    name: str
    title: str
    url: str
    as_of: AsOf
    language: str = ""
    note: str = ""
    licence: str = ""


def old_from(date: PartialDate) -> dt.date:
    """The first day on which what was known at a date is more than a year old.

    >>> from plugins.model.partial_date import PartialDate
    >>> str(old_from(PartialDate(2022, 12, 11))), str(old_from(PartialDate(2022)))
    ('2023-12-12', '2024-01-01')
    """
    after = date.last_day + DAY
    try:
        return after.replace(year=after.year + 1)
    except ValueError:  # 29 February
        return dt.date(after.year + 1, 3, 1)
