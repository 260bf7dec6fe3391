"""Views: all that a page shows, and nothing else. A page is a pure function of its view and its site.

A template reads two names: `site`, what every page of an edition shows alike, and `view`, one of those in
`kinds`. Neither leads to anything the page does not show, so that what did not change need not be
rendered again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt

    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases
    from plugins.model.edition import Picture, Teaser, Topic
    from plugins.model.urls import SiteUrls


class Link(Struct, frozen=True):
    """A named way to a page."""

    name: str
    url: str


class Alternate(Struct, frozen=True):
    """The way to the same page in a language; where it is not `translated`, to the nearest page there is."""

    language: Language
    url: str
    translated: bool


class Pager(Struct, frozen=True):
    """A place in a listing of several pages; `previous` holds newer items, `next` older ones."""

    number: int
    total: int
    previous: str
    next: str


class TopicQuestions(Struct, frozen=True):
    """The questions of one topic by name; `url` is the page that answers them."""

    topic: Topic
    url: str
    teasers: tuple[Teaser, ...]


class FeedLink(NamedTuple):
    """A feed by its media type, what it is called, and its absolute address."""

    type: str
    title: str
    url: str


class Alert(Struct, frozen=True, kw_only=True):
    """What every reader has to know now; `level` is `info`, `warning` or `urgent`, `url` may be empty."""

    text: str
    level: str
    url: str = ""


class Site(Struct, frozen=True, kw_only=True):
    """What every page of an edition shows alike.

    `sections` is the main navigation, `pages` the site's own pages (about and the like), `stylesheet` and
    `script` the addresses of the one style sheet and the one script, `feeds` the edition's feeds,
    `card` the picture its pages are shared with.
    """

    language: Language
    phrases: Phrases
    languages: tuple[Language, ...]
    urls: SiteUrls
    front: str
    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    stylesheet: str
    script: str
    feeds: tuple[FeedLink, ...] = ()
    card: Picture | None = None
    alert: Alert | None = None

    def place(self, url: str) -> str:
        """The section or the page of the site's own that an address is, or lies in; empty for none."""
        return next((each.url for each in (*self.sections, *self.pages) if url.startswith(each.url)), "")


class View(Struct, frozen=True, kw_only=True):
    """A page: its address, what it is called, the same page in every language, and the way to it.

    `canonical` is the address search engines shall know; `indexed` is false for pages they shall not show;
    `lastmod` is the day of the newest change among what is shown; `share` the picture it is shared with, none
    where that is the site's.
    """

    template: ClassVar[str]

    url: str
    canonical: str
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    breadcrumb: tuple[Link, ...] = ()
    lastmod: dt.date | None = None
    indexed: bool = True
    share: Picture | None = None


class FigureSetLink(Struct, frozen=True):
    """A set of figures as its list shows it: its first card's claim, and of which day its figures are."""

    name: str
    url: str
    claim: str
    day: str
