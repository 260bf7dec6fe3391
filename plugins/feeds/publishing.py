"""Publishing: what two deployments may set differently about their feeds."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from plugins.model.edition import Picture

AUTHORITY = re.compile(r"[a-z0-9.-]+\.[a-z0-9-]+,(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Publishing(Struct, frozen=True, kw_only=True):
    """How feeds are published.

    `authority` is a host and a day on which the publisher held it (`122.example,2022`, RFC 4151): part of
    every item's identity, it stays when the site moves. `dzen` and `news_sitemap` name the languages these
    profiles are made in. `hubs` are WebSub hubs. `icon` is a square picture of at most 144 pixels, with an
    absolute address.
    """

    authority: str
    hubs: tuple[str, ...] = ()
    dzen: frozenset[str] = frozenset()
    news_sitemap: frozenset[str] = frozenset()
    icon: Picture | None = None

    def __post_init__(self) -> None:
        if not AUTHORITY.fullmatch(self.authority):
            raise ValueError(f'"{self.authority}" is no authority; write a host and a year: 122.example,2022')
        self.epoch  # noqa: B018 - a day that does not exist is told here, where the setting is read

    @property
    def epoch(self) -> dt.datetime:
        """The authority's first moment: the date of a feed that has no items yet."""
        match = AUTHORITY.fullmatch(self.authority)
        year, month, day = match.groups("1") if match else ("1", "1", "1")
        return dt.datetime(int(year), int(month), int(day), tzinfo=dt.UTC)
