"""A source: an edition with all else its feeds are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.feeds.text import line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.feeds.publishing import Publishing
    from plugins.model.edition import Edition, Item, Picture
    from plugins.model.urls import SiteUrls


def shown_picture(item: Item) -> Picture | None:
    """The picture that stands for an item: the one it is shared with, else its first photograph."""
    return item.share or (item.pictures[0] if item.pictures else None)


class Announcement(Struct, frozen=True, kw_only=True):
    """The alert in force: it is known by the moment from which it is shown; `url` may lead elsewhere."""

    starts: dt.datetime
    level: str
    text: str
    url: str


class Corrected(Struct, frozen=True, kw_only=True):
    """A correction: `name` tells it from all others, `title` and `url` are of the page it is on."""

    name: str
    day: dt.date
    title: str
    url: str
    text: str


class Source(Struct, frozen=True, dict=True):
    """An edition, the site's addresses, and how feeds are published.

    `cards` are the pictures of the cards in texts, by their ids; `figures` the corrections of figures.
    """

    edition: Edition
    addresses: SiteUrls
    publishing: Publishing
    cards: Mapping[str, Picture] = field(default_factory=dict)
    figures: tuple[Corrected, ...] = ()
    announcement: Announcement | None = None

    @property
    def language(self) -> str:
        """The code of the edition's language."""
        return self.edition.language.code

    @property
    def publisher(self) -> str:
        """Who publishes the feeds: the site by the name its pages bear."""
        return line(self.edition.phrases["site.name"])
